package io.github.h11j.spec.requirements;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.h11j.Connection;
import io.github.h11j.Event;
import io.github.h11j.LocalProtocolException;
import io.github.h11j.Policy;
import io.github.h11j.RemoteProtocolException;
import io.github.h11j.Role;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * Plays a {@link Script} on a connection and fails if something else happens. The lines:
 *
 * <pre>
 * server, client           which peer we are; first
 * policy ...               see {@link ScriptPolicy}
 * &lt; bytes                 bytes that the peer sends; &lt; [end] and &lt; [abort]: its stream ends
 * = event                  the events that these bytes become, all of them; NEED_DATA at the end is left out
 * ! VIOLATION @3 400       or the exception, with offset and status hint; without both for what we send
 * send event               events that we send; successive lines are one call
 * &gt; bytes                 the bytes that these events become, all of them
 * next                     begins the next cycle
 * state, reusable, close, waiting, trailing, discarded, tolerated, extensions
 *                          see {@link ScriptFacts}
 * </pre>
 */
final class ScriptPlayer {

    private final Script script;
    private final Cut cut;
    private final Connection connection;
    private final ScriptFacts facts;
    private int position;
    /** How many bytes have been received. */
    private int received;

    private @Nullable RemoteProtocolException error;

    private ScriptPlayer(Script script, Cut cut) {
        this.script = script;
        this.cut = cut;
        List<String> tolerated = new ArrayList<>();
        Policy policy = ScriptPolicy.of(script.lines()).with((Policy.ToleranceListener)
                (sender, violation, offset, excerpt) -> tolerated.add(violation + " @" + offset));
        Role role = Role.valueOf(script.lines().get(0).toUpperCase(Locale.ROOT));
        this.connection = role == Role.CLIENT ? Connection.client(policy) : Connection.server(policy);
        this.facts = new ScriptFacts(connection, tolerated);
        this.position = 1;
    }

    /** Plays it with the bytes cut in every way, and in the caller's memory. */
    static void play(Script script) {
        for (Cut cut : Cut.all(script)) {
            play(script, cut);
        }
    }

    static void play(Script script, Cut cut) {
        ScriptPlayer player = new ScriptPlayer(script, cut);
        boolean played = false;
        while (player.position < script.lines().size()) {
            played |= player.step();
        }
        assertThat(played).as("%s: nothing is expected", script).isTrue();
    }

    /** Takes the next lines, and returns whether they expect anything. */
    private boolean step() {
        String line = line();
        if (line.startsWith("policy ")) {
            position++;
            return false;
        }
        if (line.startsWith("< ")) {
            receive();
        } else if (line.startsWith("send ")) {
            send();
        } else if (line.equals("next")) {
            position++;
            expectSent(attempt(() -> {
                connection.startNextCycle();
                return new byte[0];
            }));
        } else {
            position++;
            facts.check(script + ": " + line, line);
        }
        return true;
    }

    private String line() {
        return position < script.lines().size() ? script.lines().get(position) : "";
    }

    private List<String> take(String prefix) {
        List<String> taken = new ArrayList<>();
        while (line().startsWith(prefix)) {
            taken.add(line().substring(prefix.length()));
            position++;
        }
        return taken;
    }

    private void receive() {
        ScriptEvents given = new ScriptEvents();
        for (String bytes : take("< ")) {
            if (bytes.equals("[end]")) {
                connection.receiveEof();
                drain(given);
            } else if (bytes.equals("[abort]")) {
                connection.receiveAbort();
                drain(given);
            } else {
                feed(Notation.bytes(bytes), given);
            }
        }
        List<String> expected = new ArrayList<>();
        while (line().startsWith("= ") || line().startsWith("! ")) {
            expected.add(line().startsWith("= ") ? line().substring(2) : line());
            position++;
        }
        given.check(script + ", " + cut, expected);
    }

    private void feed(byte[] bytes, ScriptEvents given) {
        int from = 0;
        while (from < bytes.length) {
            int to = from + Math.min(bytes.length - from, cut.next(received));
            cut.receive(connection, Arrays.copyOfRange(bytes, from, to));
            received += to - from;
            from = to;
            drain(given);
        }
    }

    private void drain(ScriptEvents given) {
        try {
            while (given.add(connection.nextEvent())) {
                // until it has no more events
            }
        } catch (RemoteProtocolException e) {
            error = e;
            given.fail(e);
        }
    }

    private void send() {
        List<String> lines = take("send ");
        expectSent(attempt(() -> connection.send(events(lines))));
    }

    private List<Event> events(List<String> lines) {
        List<Event> events = new ArrayList<>();
        for (String line : lines) {
            if (line.equals("answer")) {
                assertThat(error).as("%s: an error to answer", script).isNotNull();
                events.addAll(connection.errorResponse(Objects.requireNonNull(error)));
            } else {
                events.add(EventNotation.event(Notation.expand(line)));
            }
        }
        return events;
    }

    private static String attempt(Callable<byte[]> call) {
        try {
            return Notation.visible(call.call());
        } catch (LocalProtocolException e) {
            return "! " + e.violation();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private void expectSent(String sent) {
        String expected;
        if (line().startsWith("! ")) {
            expected = line();
            position++;
        } else {
            List<String> lines = new ArrayList<>();
            while (line().startsWith(">")) {
                lines.add(line().substring(1).strip());
                position++;
            }
            expected = String.join("", lines);
        }
        assertThat(sent).as("%s, %s", script, cut).matches(Notation.pattern(expected));
    }

    /** How the bytes of a script are cut. */
    record Cut(String name, int first, int then, boolean borrowed) {

        static final Cut WHOLE = new Cut("whole", Integer.MAX_VALUE, Integer.MAX_VALUE, false);

        private static final int MOST = 200;

        static List<Cut> all(Script script) {
            int length = script.lines().stream()
                    .filter(line -> line.startsWith("< ") && !line.startsWith("< ["))
                    .mapToInt(line -> Notation.bytes(line.substring(2)).length)
                    .sum();
            List<Cut> cuts = new ArrayList<>(List.of(
                    WHOLE,
                    new Cut("byte by byte", 0, 1, false),
                    new Cut("by sevens", 0, 7, false),
                    new Cut("whole and borrowed", Integer.MAX_VALUE, Integer.MAX_VALUE, true),
                    new Cut("byte by byte and borrowed", 0, 1, true)));
            for (int at = 1; at < length; at += 1 + length / MOST) {
                cuts.add(new Cut("cut after " + at, at, Integer.MAX_VALUE, false));
            }
            return cuts;
        }

        /** How many bytes arrive at once after a number of bytes. */
        int next(int received) {
            return received < first ? first - received : then;
        }

        void receive(Connection connection, byte[] bytes) {
            if (borrowed) {
                connection.receiveBorrowed(ByteBuffer.wrap(bytes));
            } else {
                connection.receiveData(bytes);
            }
        }

        @Override
        public String toString() {
            return name;
        }
    }
}
