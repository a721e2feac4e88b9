package io.github.h11j.examples.cli;

import io.github.h11j.examples.app.App;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code h11j serve}: the application on one of the servers, until a signal ends it. */
@Command(
        name = "serve",
        description = "Serves an application for experiments and tests. Prints \"listening on URL\" when it is ready.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footerHeading = "%nWhat it serves:%n",
        footer = {
            "  /            a page that lists the rest; with --root the folder",
            "  /echo        any method: sends the body back as it comes, with trailers",
            "  /bytes/N     N bytes, with Content-Length; byte i (from 0) is i modulo 251",
            "  /chunked/N   the same bytes, chunked (to HTTP/1.0: until close)",
            "  /stream      ten lines, each sent by itself, 50 ms apart",
            "  /upload      POST or PUT: answers the number of bytes and their SHA-256",
            "  /delay/MS    a short text, after MS milliseconds",
            "  /status/N    a response with this status",
            "  /upgrade     switches to the protocol h11j-echo",
            "               (Connection: upgrade, Upgrade: h11j-echo)",
            "  other paths  the files of --root, except those whose name begins with a dot;",
            "               with ETag, Last-Modified, conditional requests, and one range",
            "",
            "At SIGTERM or Ctrl-C it accepts no more connections, closes idle ones, and",
            "answers the requests in flight with \"Connection: close\". It ends when all are",
            "answered, and at the latest after --drain.",
            "",
            "Try:",
            "  h11j serve --root . &",
            "  curl -i http://127.0.0.1:8080/bytes/10",
            "  curl -T FILE http://127.0.0.1:8080/upload"
        })
final class ServeCommand implements Callable<Integer> {

    @Option(names = "--root", paramLabel = "DIR", description = "serve the files of this folder too")
    private @Nullable Path root;

    @Mixin
    private final ServingOptions serving = new ServingOptions();

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        serving.serve(application(), "h11j");
        return 0;
    }

    private App application() {
        try {
            return root == null ? App.withoutFiles() : App.withFiles(root);
        } catch (IOException e) {
            throw new ParameterException(
                    Objects.requireNonNull(spec).commandLine(),
                    "--root is not a folder that can be read: " + root + ": " + Reasons.of(e));
        }
    }
}
