package io.github.h11j.examples.cli;

import java.net.InetSocketAddress;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Where a command listens: the options of all commands that do. */
final class AddressOptions {

    private static final int MAX_PORT = 65_535;

    @Option(names = "--port", paramLabel = "N", description = "the port to listen on; 0 picks a free one (8080)")
    private int port = 8080;

    @Option(names = "--host", paramLabel = "ADDRESS", description = "the address to listen on (127.0.0.1)")
    private String host = "127.0.0.1";

    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec spec;

    /** Returns the address. */
    InetSocketAddress address() {
        if (port < 0 || port > MAX_PORT) {
            throw wrong("--port is not a number from 0 to 65535: " + port);
        }
        InetSocketAddress address = new InetSocketAddress(host, port);
        if (address.isUnresolved()) {
            throw wrong("--host is not an address of this machine: " + host);
        }
        return address;
    }

    /** Returns an address as people write it: without the slash that Java puts before it. */
    static String text(InetSocketAddress address) {
        String literal = address.getAddress().getHostAddress();
        return (literal.contains(":") ? "[" + literal + "]" : literal) + ":" + address.getPort();
    }

    private ParameterException wrong(String message) {
        return new ParameterException(Objects.requireNonNull(spec).commandLine(), message);
    }
}
