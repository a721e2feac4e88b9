package io.github.h11j.spec.conformance;

import java.net.URI;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Tests a server. */
@Command(
        name = "server",
        description = {
            "Tests an HTTP/1.1 server.",
            "It has to answer GET and HEAD of one path, and POST of one path, with any 2xx response."
        },
        mixinStandardHelpOptions = true)
final class ServerCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(
            arity = "0..1",
            paramLabel = "URL",
            description = "The URL of the server, such as http://127.0.0.1:8080")
    private @Nullable URI url;

    @Option(names = "--get-path", paramLabel = "PATH", description = "The path for GET and HEAD; default: the URL's.")
    private String getPath = "";

    @Option(names = "--post-path", paramLabel = "PATH", description = "The path for POST; default: the URL's.")
    private String postPath = "";

    @Option(
            names = "--parallel",
            paramLabel = "N",
            converter = Numbers.Positive.class,
            description = "How many cases to run at a time; default: ${DEFAULT-VALUE}.")
    private int parallel = 16;

    @Mixin
    private final RunOptions options = new RunOptions();

    @Override
    public Integer call() throws Exception {
        if (options.isListOnly()) {
            return options.list(CaseKind.SERVER, spec.commandLine().getOut());
        }
        URI server = url;
        if (server == null) {
            throw new ParameterException(
                    spec.commandLine(), "the URL of the server is missing, such as http://127.0.0.1:8080");
        }
        return options.run(
                CaseKind.SERVER,
                server.toString(),
                spec.commandLine(),
                () -> new ServerRunner(target(server), parallel));
    }

    private ServerTarget target(URI server) {
        ServerTarget plain = ServerTarget.of(server);
        return plain.withPaths(
                        getPath.isEmpty() ? plain.getPath() : getPath, postPath.isEmpty() ? plain.postPath() : postPath)
                .withTimeout(options.timeout());
    }
}
