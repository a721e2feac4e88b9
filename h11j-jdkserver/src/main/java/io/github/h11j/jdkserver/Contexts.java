package io.github.h11j.jdkserver;

import com.sun.net.httpserver.HttpContext;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The contexts of a server, by path. Thread-safe. */
final class Contexts {

    private final HttpServer server;
    private final Map<String, Context> byPath = new ConcurrentHashMap<>();

    Contexts(HttpServer server) {
        this.server = server;
    }

    HttpContext create(String path, HttpHandler handler) {
        Objects.requireNonNull(handler, "handler");
        Context context = add(path);
        context.setHandler(handler);
        return context;
    }

    HttpContext create(String path) {
        return add(path);
    }

    private Context add(String path) {
        Objects.requireNonNull(path, "path");
        if (!path.startsWith("/")) {
            throw new IllegalArgumentException("the path of a context begins with a slash: " + path);
        }
        Context context = new Context(server, path);
        if (byPath.putIfAbsent(path, context) != null) {
            throw new IllegalArgumentException("there is a context with this path: " + path);
        }
        return context;
    }

    void remove(String path) {
        Objects.requireNonNull(path, "path");
        if (byPath.remove(path) == null) {
            throw new IllegalArgumentException("there is no context with this path: " + path);
        }
    }

    void remove(HttpContext context) {
        if (!(context instanceof Context) || !byPath.remove(context.getPath(), context)) {
            throw new IllegalArgumentException("not a context of this server: " + context.getPath());
        }
    }

    /**
     * Returns the context whose path is the longest prefix of the path of a request. The prefix consists of characters,
     * not of segments, as in the JDK up to 25: {@code /foo} also matches {@code /foobar}.
     */
    Optional<Context> find(String path) {
        Context longest = null;
        for (Context context : byPath.values()) {
            String candidate = context.getPath();
            if (path.startsWith(candidate)
                    && (longest == null
                            || candidate.length() > longest.getPath().length())) {
                longest = context;
            }
        }
        return Optional.ofNullable(longest);
    }
}
