import com.sun.net.httpserver.spi.HttpServerProvider;
import io.github.h11j.jdkserver.H11jServerProvider;

/** The JDK's {@code HttpServer} and {@code HttpsServer}, served by h11j. */
module io.github.h11j.jdkserver {
    requires transitive jdk.httpserver;
    requires io.github.h11j.engine;
    requires static org.jspecify;

    exports io.github.h11j.jdkserver;

    provides HttpServerProvider with
            H11jServerProvider;
}
