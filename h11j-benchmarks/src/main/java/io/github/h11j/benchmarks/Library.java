package io.github.h11j.benchmarks;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** A library measured, and what is needed to judge it. */
enum Library {
    H11J("h11j", "H11jBenchmark"),
    NETTY("Netty", "NettyBenchmark"),
    JETTY("Jetty", "JettyBenchmark"),
    HTTPCORE("HttpCore", "HttpCoreBenchmark"),
    UNDERTOW("Undertow", "UndertowBenchmark"),
    TOMCAT("Tomcat", "TomcatBenchmark"),
    MICROHTTP("microhttp", "MicrohttpBenchmark"),
    HELIDON("Helidon", "HelidonBenchmark"),
    FLOOR("memcpy", "FloorBenchmark");

    /** All but h11j and the floor. */
    static final Set<Library> PEERS = EnumSet.range(NETTY, HELIDON);

    /** The peers that refuse an invalid name and NUL in a value; the tests check who does. */
    static final Set<Library> VALIDATING = EnumSet.of(NETTY, JETTY, UNDERTOW, TOMCAT, HELIDON);

    final String title;
    private final String benchmark;

    Library(String title, String benchmark) {
        this.title = title;
        this.benchmark = benchmark;
    }

    static Optional<Library> ofBenchmark(String simpleName) {
        return Arrays.stream(values())
                .filter(library -> library.benchmark.equals(simpleName))
                .findFirst();
    }
}
