package main

import (
	"io"
	"log"
	"net/http"
	"os"
	"strings"
	"time"
)

func main() {
	started := time.Now()
	http.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		switch r.Method {
		case "GET", "HEAD":
			if r.URL.Path != "/" {
				http.NotFound(w, r)
				return
			}
			// the tag is the application's, the conditions on it are evaluated by net/http
			w.Header().Set("ETag", `"hello"`)
			http.ServeContent(w, r, "hello.txt", started, strings.NewReader("hello\n"))
		case "POST":
			content, err := io.ReadAll(r.Body)
			if err != nil {
				w.Header().Set("Connection", "close")
				w.WriteHeader(http.StatusBadRequest)
				return
			}
			w.Write(content)
		case "OPTIONS":
			w.Header().Set("Allow", "GET, HEAD, POST, OPTIONS")
			w.WriteHeader(http.StatusNoContent)
		default:
			w.Header().Set("Allow", "GET, HEAD, POST, OPTIONS")
			w.WriteHeader(http.StatusMethodNotAllowed)
		}
	})
	log.SetOutput(io.Discard)
	if err := http.ListenAndServe("127.0.0.1:"+os.Args[1], nil); err != nil {
		os.Exit(1)
	}
}
