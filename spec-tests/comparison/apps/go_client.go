package main

import (
	"bufio"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"strings"
	"time"
)

var client = &http.Client{
	Timeout: 10 * time.Second,
	CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
}

func send(method, target string) (string, error) {
	var body io.Reader
	expect := method == "EXPECT"
	if expect {
		method = "POST"
	}
	if method == "POST" || method == "PUT" {
		body = strings.NewReader("hello")
	}
	request, err := http.NewRequest(method, target, body)
	if err != nil {
		return "", err
	}
	if expect {
		request.Header.Set("Expect", "100-continue")
	}
	response, err := client.Do(request)
	if err != nil {
		return "", err
	}
	defer response.Body.Close()
	content, err := io.ReadAll(response.Body)
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("accepted %d %s", response.StatusCode, url.PathEscape(string(content))), nil
}

func main() {
	http.DefaultTransport.(*http.Transport).ExpectContinueTimeout = time.Second
	lines := bufio.NewScanner(os.Stdin)
	for lines.Scan() {
		words := strings.Fields(lines.Text())
		verdict, err := send(words[0], words[1])
		if err != nil {
			verdict = "rejected " + strings.ReplaceAll(err.Error(), "\n", " ")
		}
		fmt.Println(verdict)
	}
}
