package io.github.h11j.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.h11j.Connection;
import io.github.h11j.ConnectionClosed;
import io.github.h11j.Data;
import io.github.h11j.Event;
import io.github.h11j.LocalProtocolException;
import io.github.h11j.NextEvent;
import io.github.h11j.Policy;
import io.github.h11j.RemoteProtocolException;
import io.github.h11j.Role;
import io.github.h11j.Signal;
import io.github.h11j.build.Sample;
import io.github.h11j.examples.output.JsonTree;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Law 4: the answer never depends on how the bytes were cut, nor on whose memory they are in. Content may come in more
 * pieces: adjacent ones are joined, with a mark where a chunk starts and where one ends.
 */
class SegmentationTest {

    private static final long SEED = 20261123;
    private static final int RANDOM_CUTS = Sample.ALL ? 20 : 4;
    private static final String DATA = "Data ";

    /** All of them in CI, else one of ten. */
    private static final int STEP = Sample.ALL ? 1 : 10;

    /** More of them than this can be compared under each policy. */
    private static final int MANY = STEP == 1 ? 1000 : 90;

    private static final List<JsonTree> CASES = IntStream.range(0, Golden.RECORDED)
            .filter(i -> i % STEP == 0)
            .mapToObj(Golden.CASES::get)
            .map(Golden::tree)
            .toList();

    /** How bytes are passed in. */
    private enum Way {
        COPIED,
        COPIED_DIRECT,
        BORROWED,
        BORROWED_DIRECT;

        boolean isDirect() {
            return this == COPIED_DIRECT || this == BORROWED_DIRECT;
        }

        boolean isBorrowed() {
            return this == BORROWED || this == BORROWED_DIRECT;
        }

        /** One after the other. */
        static Way of(int turn) {
            return values()[turn % values().length];
        }
    }

    /** Messages up to this size are also cut once at every place. */
    private static final int EVERY_CUT = 2048;

    @TestFactory
    Stream<DynamicTest> every_recorded_case_gives_the_same_whole_and_cut() {
        System.out.println("SegmentationTest: the random cuts come from seed " + SEED);
        return policies("seed " + SEED, SegmentationTest::checkAll);
    }

    @TestFactory
    Stream<DynamicTest> every_short_message_gives_the_same_at_every_single_cut() {
        return policies("every cut", SegmentationTest::checkEveryCut);
    }

    private static Stream<DynamicTest> policies(String title, Consumer<Policy> check) {
        return Stream.of("STRICT", "H11", "TOLERANT_CLIENT")
                .map(name -> DynamicTest.dynamicTest(name + ", " + title, () -> check.accept(policy(name))));
    }

    private static Policy policy(String name) {
        return switch (name) {
            case "STRICT" -> Policy.STRICT;
            case "H11" -> Policy.H11;
            default -> Policy.TOLERANT_CLIENT;
        };
    }

    private static boolean isForServersOnly(JsonTree testCase, Policy policy) {
        return policy == Policy.TOLERANT_CLIENT && testCase.get("role").text().equals("server");
    }

    private static void checkAll(Policy policy) {
        Random random = new Random(SEED);
        int compared = 0;
        for (JsonTree testCase : CASES) {
            if (isForServersOnly(testCase, policy)) {
                continue;
            }
            List<String> whole = play(testCase, policy, () -> Integer.MAX_VALUE, Way.COPIED);
            for (Way way : Way.values()) {
                assertThat(play(testCase, policy, () -> 1, way))
                        .as(testCase.get("id") + " " + way + " byte by byte")
                        .isEqualTo(whole);
                assertThat(play(testCase, policy, () -> Integer.MAX_VALUE, way))
                        .as(testCase.get("id") + " " + way)
                        .isEqualTo(whole);
            }
            for (int i = 0; i < RANDOM_CUTS; i++) {
                int most = 1 + random.nextInt(64);
                long seed = random.nextLong();
                Random cuts = new Random(seed);
                Way way = Way.of(i);
                assertThat(play(testCase, policy, () -> 1 + cuts.nextInt(most), way))
                        .as(testCase.get("id") + " " + way + " cut with seed " + seed)
                        .isEqualTo(whole);
            }
            compared++;
        }
        assertThat(compared).isGreaterThan(MANY);
    }

    private static void checkEveryCut(Policy policy) {
        int compared = 0;
        for (JsonTree testCase : CASES) {
            int length = firstRun(testCase).length;
            if (length > EVERY_CUT || isForServersOnly(testCase, policy)) {
                continue;
            }
            List<String> whole = play(testCase, policy, () -> Integer.MAX_VALUE, Way.COPIED);
            for (int cut = 1; cut < length; cut++) {
                Iterator<Integer> sizes = List.of(cut).iterator();
                Way way = Way.of(cut + compared); // each way comes to each place in some of the cases
                assertThat(play(testCase, policy, () -> sizes.hasNext() ? sizes.next() : Integer.MAX_VALUE, way))
                        .as(testCase.get("id") + " " + way + " cut at " + cut)
                        .isEqualTo(whole);
            }
            compared++;
        }
        assertThat(compared).isGreaterThan(MANY);
    }

    private static byte[] firstRun(JsonTree testCase) {
        ByteArrayOutputStream run = new ByteArrayOutputStream();
        for (JsonTree step : testCase.get("steps")) {
            if (!step.has("recv_b64")) {
                break;
            }
            run.writeBytes(Base64.getDecoder().decode(step.get("recv_b64").text()));
        }
        return run.toByteArray();
    }

    /** What happens in a case whose consecutive receives are joined and cut anew. */
    private static List<String> play(JsonTree testCase, Policy policy, IntSupplier sizes, Way way) {
        Connection connection = Replay.connection(testCase, policy);
        List<String> log = new ArrayList<>();
        ByteArrayOutputStream run = new ByteArrayOutputStream();
        for (JsonTree step : testCase.get("steps")) {
            if (step.has("recv_b64")) {
                run.writeBytes(Base64.getDecoder().decode(step.get("recv_b64").text()));
                continue;
            }
            receive(connection, run, sizes, way, log);
            try {
                if (step.has("eof")) {
                    connection.receiveEof();
                    drain(connection, log);
                } else if (step.has("send")) {
                    log.add("sent "
                            + Base64.getEncoder().encodeToString(connection.send(EventJson.read(step.get("send")))));
                } else if (step.has("send_failed")) {
                    connection.sendFailed();
                } else if (step.has("next_cycle")) {
                    connection.startNextCycle();
                } else {
                    drain(connection, log);
                }
            } catch (LocalProtocolException e) {
                log.add("local " + e.violation());
            } catch (IllegalArgumentException e) {
                log.add("no event");
            }
            log.add(connection.state(Role.CLIENT) + " " + connection.state(Role.SERVER));
        }
        receive(connection, run, sizes, way, log);
        log.add(connection.state(Role.CLIENT) + " " + connection.state(Role.SERVER));
        return log;
    }

    private static void receive(
            Connection connection, ByteArrayOutputStream run, IntSupplier sizes, Way way, List<String> log) {
        byte[] bytes = run.toByteArray();
        run.reset();
        int from = 0;
        while (from < bytes.length) {
            int length = Math.min(sizes.getAsInt(), bytes.length - from);
            ByteBuffer piece = way.isDirect() ? ByteBuffer.allocateDirect(length) : ByteBuffer.allocate(length);
            piece.put(bytes, from, length).flip();
            try {
                if (way.isBorrowed()) {
                    connection.receiveBorrowed(piece);
                } else {
                    connection.receiveData(piece);
                    overwrite(piece); // what was copied is the caller's again at once
                }
            } catch (IllegalStateException e) {
                return; // after the end of the stream
            }
            from += length;
            drain(connection, log);
            overwrite(piece); // nothing that is kept may change
        }
    }

    private static void overwrite(ByteBuffer piece) {
        for (int i = 0; i < piece.limit(); i++) {
            piece.put(i, (byte) '#');
        }
    }

    private static void drain(Connection connection, List<String> log) {
        try {
            while (true) {
                NextEvent next = connection.nextEvent();
                if (next instanceof Signal) {
                    return;
                }
                add(log, describe((Event) next));
                if (next instanceof ConnectionClosed) {
                    return;
                }
            }
        } catch (RemoteProtocolException e) {
            add(log, "violation " + e.violation() + " at " + e.offset().orElse(-1));
        }
    }

    /** Content as hexadecimal digits, {@code <} before the first byte of a chunk, {@code >} after the last. */
    private static String describe(Event event) {
        return event instanceof Data data
                ? DATA
                        + (data.chunkStart() ? "<" : "")
                        + HexFormat.of().formatHex(data.bytes().toByteArray())
                        + (data.chunkEnd() ? ">" : "")
                : EventJson.write(event).toString();
    }

    /** Joins adjacent data; a violation or a closed connection is listed once. */
    private static void add(List<String> log, String entry) {
        int last = log.size() - 1;
        boolean isData = entry.startsWith(DATA);
        if (last >= 0 && log.get(last).equals(entry) && !isData) {
            return;
        }
        if (last >= 0 && isData && log.get(last).startsWith(DATA)) {
            log.set(last, log.get(last) + entry.substring(DATA.length()));
            return;
        }
        log.add(entry);
    }
}
