package io.github.h11j.spec.conformance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Combines several reports on one page. */
@Command(
        name = "compare",
        description = {
            "Combines several JSON reports, of servers, of clients and of proxies, on one HTML page.",
            "It has one row per case and one column per report, and needs no other files."
        },
        mixinStandardHelpOptions = true)
final class CompareCommand implements Callable<Integer> {

    @Option(names = "--html", paramLabel = "FILE", required = true, description = "The page to write.")
    private @Nullable Path html;

    @Option(names = "--summary", paramLabel = "FILE", description = "Write the totals as a page in Markdown, too.")
    private @Nullable Path summary;

    @Parameters(
            paramLabel = "[NAME=]FILE",
            arity = "1..*",
            description =
                    "A JSON report, which may be compressed (.gz). NAME is the heading of its column; default: the"
                            + " subject of the report.")
    private final List<String> reports = new ArrayList<>();

    @Override
    public Integer call() throws IOException {
        List<Map.Entry<String, Path>> files = new ArrayList<>();
        for (String report : reports) {
            int equals = report.lastIndexOf('=');
            files.add(Map.entry(report.substring(0, Math.max(equals, 0)), Path.of(report.substring(equals + 1))));
        }
        List<Comparison> comparisons = Comparison.of(files);
        if (html != null) {
            Files.writeString(html, ComparisonPage.of(comparisons));
        }
        if (summary != null) {
            Files.writeString(summary, ComparisonSummary.of(comparisons));
        }
        return 0;
    }
}
