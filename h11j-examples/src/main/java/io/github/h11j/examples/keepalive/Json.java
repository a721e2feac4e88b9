package io.github.h11j.examples.keepalive;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.h11j.examples.keepalive.Cell.Io;
import io.github.h11j.examples.keepalive.Cell.Mode;
import io.github.h11j.examples.keepalive.Verdict.Finding;
import io.github.h11j.examples.keepalive.Verdict.Judged;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The measurement as JSON: the machine, each call of each round, the verdict. */
public final class Json {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private Json() {}

    /**
     * Writes all.
     *
     * @param machine what it was measured on
     * @param rounds in order
     * @param verdict on them
     * @return an object, over several lines
     */
    public static String of(Machine machine, List<Round> rounds, Verdict verdict) {
        ObjectNode json = MAPPER.createObjectNode();
        json.put("date", machine.date());
        json.put("jdk", machine.jdk());
        json.put("system", machine.system());
        json.put("processors", machine.processors());
        json.put("verdict", lower(verdict.outcome()));
        json.put("best_round", verdict.best());
        ArrayNode all = json.putArray("rounds");
        for (int i = 0; i < rounds.size(); i++) {
            round(all.addObject(), rounds.get(i), verdict.rounds().get(i));
        }
        try {
            return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(json) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree can always be written", e);
        }
    }

    private static void round(ObjectNode json, Round round, Judged judged) {
        json.put("round", round.number());
        json.put("outcome", lower(judged.outcome()));
        ArrayNode findings = json.putArray("findings");
        for (Finding finding : judged.findings()) {
            findings.addObject()
                    .put("criterion", finding.criterion())
                    .put("measured", finding.measured())
                    .put("outcome", lower(finding.fault()));
        }
        medians(json.putObject("pipeline_ms"), round.pipelineMillis());
        medians(json.putObject("post_ms"), round.postMillis());
        ArrayNode samples = json.putArray("samples");
        round.samples().forEach(sample -> sample(samples.addObject(), sample, round));
    }

    private static void medians(ObjectNode json, Map<Io, Double> millis) {
        millis.forEach((io, median) -> json.put(io.toString(), rounded(median)));
    }

    private static void sample(ObjectNode json, Sample sample, Round round) {
        Cell cell = sample.cell();
        json.put("client", cell.client());
        json.put("server", cell.io().toString());
        json.put("variant", cell.variant().toString());
        json.put("handler_ms", cell.handlerMillis());
        json.put("mode", cell.mode().toString());
        json.put("median_ms", rounded(sample.median()));
        json.put("p95_ms", rounded(sample.p95()));
        json.put("first_ms", rounded(sample.first()));
        json.put("second_ms", rounded(sample.second()));
        json.put("connections", sample.connections());
        json.put("stalls", sample.stalls(round.find(cell.with(Mode.CLOSE))));
        ArrayNode calls = json.putArray("calls_ms");
        sample.millis().forEach(millis -> calls.add(rounded(millis)));
    }

    /** To the microsecond. */
    private static double rounded(double millis) {
        return Math.round(millis * 1000) / 1000.0;
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
