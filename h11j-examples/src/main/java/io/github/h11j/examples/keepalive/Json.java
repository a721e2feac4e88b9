package io.github.h11j.examples.keepalive;

import io.github.h11j.examples.keepalive.Cell.Io;
import io.github.h11j.examples.keepalive.Cell.Mode;
import io.github.h11j.examples.keepalive.Verdict.Finding;
import io.github.h11j.examples.keepalive.Verdict.Judged;
import io.github.h11j.examples.output.JsonTree;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The measurement as JSON: the machine, each call of each round, the verdict. */
public final class Json {

    private Json() {}

    /**
     * Returns everything as JSON.
     *
     * @param machine where it was measured
     * @param rounds the rounds, in order
     * @param verdict the verdict on them
     * @return an object, on several lines
     */
    public static String of(Machine machine, List<Round> rounds, Verdict verdict) {
        JsonTree all = JsonTree.array();
        for (int i = 0; i < rounds.size(); i++) {
            all.add(round(rounds.get(i), verdict.rounds().get(i)));
        }
        return JsonTree.object()
                        .put("date", machine.date())
                        .put("jdk", machine.jdk())
                        .put("system", machine.system())
                        .put("processors", machine.processors())
                        .put("verdict", lower(verdict.outcome()))
                        .put("best_round", verdict.best())
                        .put("rounds", all)
                        .pretty()
                + "\n";
    }

    private static JsonTree round(Round round, Judged judged) {
        JsonTree findings = JsonTree.array();
        for (Finding finding : judged.findings()) {
            findings.add(JsonTree.object()
                    .put("criterion", finding.criterion())
                    .put("measured", finding.measured())
                    .put("outcome", lower(finding.fault())));
        }
        JsonTree samples = JsonTree.array();
        round.samples().forEach(sample -> samples.add(sample(sample, round)));
        return JsonTree.object()
                .put("round", round.number())
                .put("outcome", lower(judged.outcome()))
                .put("findings", findings)
                .put("pipeline_ms", medians(round.pipelineMillis()))
                .put("post_ms", medians(round.postMillis()))
                .put("samples", samples);
    }

    private static JsonTree medians(Map<Io, Double> millis) {
        JsonTree json = JsonTree.object();
        millis.forEach((io, median) -> json.put(io.toString(), rounded(median)));
        return json;
    }

    private static JsonTree sample(Sample sample, Round round) {
        JsonTree calls = JsonTree.array();
        sample.millis().forEach(millis -> calls.add(rounded(millis)));
        Cell cell = sample.cell();
        return JsonTree.object()
                .put("client", cell.client())
                .put("server", cell.io().toString())
                .put("variant", cell.variant().toString())
                .put("handler_ms", cell.handlerMillis())
                .put("mode", cell.mode().toString())
                .put("median_ms", rounded(sample.median()))
                .put("p95_ms", rounded(sample.p95()))
                .put("first_ms", rounded(sample.first()))
                .put("second_ms", rounded(sample.second()))
                .put("connections", sample.connections())
                .put("stalls", sample.stalls(round.find(cell.with(Mode.CLOSE))))
                .put("calls_ms", calls);
    }

    /** Rounds to microseconds. */
    private static double rounded(double millis) {
        return Math.round(millis * 1000) / 1000.0;
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
