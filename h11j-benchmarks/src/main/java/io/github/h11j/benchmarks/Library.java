package io.github.h11j.benchmarks;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** A library measured, and what is needed to judge it. */
enum Library {
    H11J("h11j", "H11j"),
    NETTY("Netty", "Netty"),
    JETTY("Jetty", "Jetty"),
    HTTPCORE("HttpCore", "HttpCore"),
    UNDERTOW("Undertow", "Undertow"),
    TOMCAT("Tomcat", "Tomcat"),
    MICROHTTP("microhttp", "Microhttp"),
    HELIDON("Helidon", "Helidon"),
    FLOOR("memcpy", "Floor");

    /** All but h11j and the floor. */
    static final Set<Library> PEERS = EnumSet.range(NETTY, HELIDON);

    /** The libraries that refuse an invalid name and NUL in a value; the tests check which do. */
    static final Set<Library> VALIDATING = EnumSet.of(NETTY, JETTY, UNDERTOW, TOMCAT, HELIDON);

    final String title;
    private final String benchmark;

    Library(String title, String benchmark) {
        this.title = title;
        this.benchmark = benchmark;
    }

    /** Of a class that is named after its library, and after a part of what is measured where it has more than one. */
    static Optional<Library> ofBenchmark(String simpleName) {
        return Arrays.stream(values())
                .filter(library -> simpleName.matches(library.benchmark + "[A-Za-z]*Benchmark"))
                .findFirst();
    }
}
