package io.github.h11j.spec.conformance;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Combines several reports on one page. */
@Command(
        name = "compare",
        description = {
            "Combines several JSON reports, all of servers, of clients or of proxies, on one HTML page.",
            "It has one row per case and one column per report, and needs no other files."
        },
        mixinStandardHelpOptions = true)
final class CompareCommand implements Callable<Integer> {

    private static final JsonMapper JSON = new JsonMapper();

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(names = "--html", paramLabel = "FILE", required = true, description = "The page to write.")
    private @Nullable Path html;

    @Parameters(
            paramLabel = "NAME=FILE",
            arity = "1..*",
            description = "The heading of a column, such as 'nginx 1.22.1', and the report to show in it.")
    private final List<String> reports = new ArrayList<>();

    @Override
    public Integer call() throws IOException {
        List<ComparisonPage.Column> columns = new ArrayList<>();
        for (String report : reports) {
            int equals = report.lastIndexOf('=');
            if (equals <= 0) {
                throw new ParameterException(spec.commandLine(), "expected NAME=FILE, not \"" + report + "\"");
            }
            columns.add(new ComparisonPage.Column(report.substring(0, equals), read(report.substring(equals + 1))));
        }
        if (columns.stream().map(ComparisonPage.Column::kind).distinct().count() != 1) {
            throw new ParameterException(spec.commandLine(), "the reports are not all of the same kind");
        }
        if (html != null) {
            Files.writeString(html, ComparisonPage.of(columns));
        }
        return 0;
    }

    private JsonNode read(String file) throws IOException {
        try {
            return JSON.readTree(Files.readString(Path.of(file)));
        } catch (JsonProcessingException e) {
            throw new IOException(file + " is not a report that --json has written: " + e.getOriginalMessage(), e);
        }
    }
}
