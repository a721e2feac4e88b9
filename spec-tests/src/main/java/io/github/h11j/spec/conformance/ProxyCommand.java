package io.github.h11j.spec.conformance;

import java.net.InetAddress;
import java.net.URI;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Tests a proxy. */
@Command(
        name = "proxy",
        description = {
            "Tests an HTTP/1.1 proxy or gateway.",
            "The kit is both the client in front of it and the origin server behind it."
        },
        mixinStandardHelpOptions = true)
final class ProxyCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(names = "--front", paramLabel = "URL", description = "The URL of the proxy, such as http://127.0.0.1:8080")
    private @Nullable URI front;

    @Option(
            names = "--listen",
            paramLabel = "PORT",
            converter = Numbers.Port.class,
            description = "The port of the kit's origin server. A reverse proxy must forward all requests to it.")
    private @Nullable Integer listen;

    @Option(
            names = "--bind",
            paramLabel = "ADDRESS",
            description = "The address of the origin; default: ${DEFAULT-VALUE}.")
    private String bind = "127.0.0.1";

    @Option(names = "--forward", description = "The proxy is a forward proxy, which receives targets in absolute form.")
    private boolean forward;

    @Mixin
    private final RunOptions options = new RunOptions();

    @Override
    public Integer call() throws Exception {
        if (options.isListOnly()) {
            return options.list(CaseKind.PROXY, spec.commandLine().getOut());
        }
        URI proxy = front;
        Integer port = listen;
        if (proxy == null || port == null) {
            throw new ParameterException(spec.commandLine(), "both --front and --listen are needed");
        }
        ProxyTarget target = ProxyTarget.of(proxy, forward).withTimeout(options.timeout());
        return options.run(
                CaseKind.PROXY,
                proxy.toString(),
                spec.commandLine(),
                () -> new ProxyRunner(origin -> target, 1, InetAddress.getByName(bind), port));
    }
}
