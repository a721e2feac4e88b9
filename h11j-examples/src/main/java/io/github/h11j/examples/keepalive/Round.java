package io.github.h11j.examples.keepalive;

import io.github.h11j.examples.keepalive.Cell.Io;
import io.github.h11j.examples.keepalive.Cell.Mode;
import java.util.List;
import java.util.Map;

/**
 * All cells, measured once.
 *
 * @param number from 1
 * @param samples in the order in which they were taken; each cell in both modes
 * @param pipelineMillis the median time of a batch of five pipelined requests, in milliseconds
 * @param postMillis the median time of a POST with a body, in milliseconds
 */
public record Round(int number, List<Sample> samples, Map<Io, Double> pipelineMillis, Map<Io, Double> postMillis) {

    /**
     * The same calls on one connection and on many.
     *
     * @param keepAlive on one connection
     * @param close on many connections
     */
    record Pair(Sample keepAlive, Sample close) {

        Cell cell() {
            return keepAlive.cell();
        }

        double ratio() {
            return keepAlive.median() / close.median();
        }

        double stalls() {
            return keepAlive.stalls(close) / (double) keepAlive.millis().size();
        }
    }

    List<Pair> pairs() {
        return samples.stream()
                .filter(sample -> sample.cell().mode() == Mode.KEEP_ALIVE)
                .map(sample -> new Pair(sample, find(sample.cell().with(Mode.CLOSE))))
                .toList();
    }

    Sample find(Cell cell) {
        return samples.stream()
                .filter(sample -> sample.cell().equals(cell))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("not measured: " + cell));
    }
}
