/** What is needed between HTTP/1.1 as a protocol and a socket: exchanges, their timeouts and how they end. No I/O. */
module io.github.h11j.engine {
    requires transitive io.github.h11j;
    requires static org.jspecify;

    exports io.github.h11j.engine;
    exports io.github.h11j.handler;
}
