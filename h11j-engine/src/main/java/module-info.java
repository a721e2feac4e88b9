/** What stands between HTTP/1.1 as a protocol and a socket: exchanges, their time-outs and their end; no I/O. */
module io.github.h11j.engine {
    requires transitive io.github.h11j;
    requires static org.jspecify;

    exports io.github.h11j.engine;
    exports io.github.h11j.handler;
}
