package io.github.h11j.examples.interop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** nginx and HAProxy, each as one process with its own configuration in its own directory. */
final class Engine {

    private Engine() {}

    /**
     * Starts nginx.
     *
     * @param directory for all that it writes
     * @param http what stands in the {@code http} block; {@code PORT} stands for the port
     * @return it listens
     */
    static Program.Listening nginx(Path directory, String http) {
        String nginx = Tool.path("nginx", "nginx-light");
        // The one worker runs as nobody if root starts it, and could not read the directory then.
        String user = "root".equals(System.getProperty("user.name")) ? "user root;" : "";
        return Program.listen(directory, port -> {
            Path configuration = write(
                    directory.resolve("nginx.conf"), """
                    %s
                    daemon off;
                    worker_processes 1;
                    pid nginx.pid;
                    error_log stderr notice;
                    events { worker_connections 512; }
                    http {
                      access_log off;
                      client_max_body_size 0;
                      client_body_temp_path body;
                      proxy_temp_path proxy;
                      fastcgi_temp_path fastcgi;
                      uwsgi_temp_path uwsgi;
                      scgi_temp_path scgi;
                      %s
                    }
                    """.formatted(user, http.replace("PORT", "127.0.0.1:" + port)));
            return List.of(nginx, "-p", directory.toString(), "-e", "stderr", "-c", configuration.toString());
        });
    }

    /**
     * Starts HAProxy.
     *
     * @param directory for its configuration
     * @param sections those after {@code defaults}; {@code PORT} stands for the address to bind
     * @return it listens
     */
    static Program.Listening haproxy(Path directory, String sections) {
        String haproxy = Tool.path("haproxy", "haproxy");
        return Program.listen(directory, port -> {
            Path configuration = write(
                    directory.resolve("haproxy.cfg"), """
                    global
                      nbthread 1
                    defaults
                      mode http
                      timeout connect 5s
                      timeout client 30s
                      timeout server 30s
                    %s
                    """.formatted(sections.replace("PORT", "127.0.0.1:" + port)));
            return List.of(haproxy, "-db", "-q", "-f", configuration.toString());
        });
    }

    private static Path write(Path file, String text) {
        try {
            return Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
