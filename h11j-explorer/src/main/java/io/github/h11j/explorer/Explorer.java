package io.github.h11j.explorer;

import io.github.h11j.EventType;
import io.github.h11j.Role;
import io.github.h11j.State;
import io.github.h11j.StateMachine;
import io.github.h11j.StateMachine.JointState;
import io.github.h11j.StateMachine.Operation;
import io.github.h11j.StateMachine.Rule;
import io.github.h11j.StateMachine.Switch;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.teavm.jso.JSExport;

/**
 * What the page may ask of the library: strings and numbers in, JSON out. TeaVM compiles it, and all that it needs of
 * {@code h11j-core}, to JavaScript; tests call the same methods on the JVM.
 */
public final class Explorer {

    private static final List<Recorded> RECORDED = new ArrayList<>();

    private Explorer() {}

    /**
     * Nothing: TeaVM begins here to look for what is needed.
     *
     * @param arguments none
     */
    public static void main(String[] arguments) {}

    /**
     * Runs a script.
     *
     * @param policy strict, browser, h11 or tolerant-client
     * @param script see {@link Session}
     * @return each step, the streams, and what each peer may do at the end
     */
    @JSExport
    public static String run(String policy, String script) {
        return Session.run(policy, script);
    }

    /**
     * Tries cuts of the stream to a peer.
     *
     * @param policy as of {@link #run}
     * @param script as of {@link #run}
     * @param receiver client or server: the peer that gets the stream
     * @param from the first cut: after how many bytes, at least 1
     * @param to after the last cut
     * @return the first cut that makes a difference, or 0
     */
    @JSExport
    public static int cuts(String policy, String script, String receiver, int from, int to) {
        Role role = receiver.equals("client") ? Role.CLIENT : Role.SERVER;
        String expected = Session.essence(policy, script, role, 0);
        for (int cut = from; cut < to; cut++) {
            if (!Session.essence(policy, script, role, cut).equals(expected)) {
                return cut;
            }
        }
        return 0;
    }

    /**
     * What a peer gets if its stream is cut in two.
     *
     * @param policy as of {@link #run}
     * @param script as of {@link #run}
     * @param receiver client or server: the peer that gets the stream
     * @param cut after how many bytes
     * @return what it gets, and whether that is the same as without the cut
     */
    @JSExport
    public static String cut(String policy, String script, String receiver, int cut) {
        Role role = receiver.equals("client") ? Role.CLIENT : Role.SERVER;
        boolean same = Session.essence(policy, script, role, cut).equals(Session.essence(policy, script, role, 0));
        Json json = new Json().open('{').put("same", same).key("events").open('[');
        Session.after(policy, script, role, cut).side(role).got.forEach(json::text);
        return json.close(']').close('}').toString();
    }

    /**
     * The lessons.
     *
     * @return key, title, what it teaches, policy and script of each
     */
    @JSExport
    public static String scenarios() {
        Json json = new Json().open('[');
        for (Scenario each : Scenario.ALL) {
            json.open('{').put("key", each.key()).put("title", each.title()).put("lesson", each.lesson());
            json.put("policy", each.policy()).put("script", each.script()).close('}');
        }
        return json.close(']').toString();
    }

    /**
     * The goals, and whether a script reaches them.
     *
     * @param policy as of {@link #run}
     * @param script as of {@link #run}
     * @return goal, hint, the least number of moves, and whether it is reached
     */
    @JSExport
    public static String levels(String policy, String script) {
        return Level.write(policy, script);
    }

    /**
     * A recorded conversation as a script.
     *
     * @param policy as of {@link #run}
     * @param fromClient everything that the client sent, escaped as in scripts
     * @param fromServer everything that the server sent
     * @return the script
     */
    @JSExport
    public static String capture(String policy, String fromClient, String fromServer) {
        return Capture.script(policy, Escapes.bytes(fromClient), Escapes.bytes(fromServer));
    }

    /**
     * A script as a test.
     *
     * @param policy as of {@link #run}
     * @param script as of {@link #run}
     * @return the source of a class for JUnit
     */
    @JSExport
    public static String test(String policy, String script) {
        return TestWriter.write(policy, script);
    }

    /**
     * What each row means.
     *
     * @return a sentence by the name of the row
     */
    @JSExport
    public static String rows() {
        Json json = new Json().open('{');
        Rows.all().forEach(row -> json.put(Rows.id(row), Rows.sentence(row)));
        return json.close('}').toString();
    }

    /**
     * The rows that fire at a step of the state machine, in the notation of the recording of h11's.
     *
     * @param from client, server, keep-alive and pending switches, for example {@code IDLE IDLE on -}
     * @param step for example {@code EVENT CLIENT REQUEST -} or {@code START_NEXT_CYCLE}
     * @return their names with spaces between; empty if the step is illegal
     */
    @JSExport
    public static String firing(String from, String step) {
        String[] at = from.split(" ", -1);
        JointState joint =
                new JointState(State.valueOf(at[0]), State.valueOf(at[1]), at[2].equals("on"), switches(at[3]));
        String[] what = step.split(" ", -1);
        List<Rule> rows;
        if (what[0].equals("EVENT")) {
            Role sender = Role.valueOf(what[1]);
            EventType event = EventType.valueOf(what[2]);
            rows = what[3].equals("-")
                    ? StateMachine.firingRules(joint, sender, event)
                    : StateMachine.firingRules(joint, sender, event, Switch.valueOf(what[3]));
        } else {
            rows = StateMachine.firingRules(joint, Operation.valueOf(what[0]));
        }
        List<String> ids = new ArrayList<>();
        rows.forEach(row -> ids.add(Rows.id(row)));
        return String.join(" ", ids);
    }

    private static Set<Switch> switches(String names) {
        Set<Switch> switches = EnumSet.noneOf(Switch.class);
        for (Switch each : Switch.values()) {
            if (names.contains(each.name())) {
                switches.add(each);
            }
        }
        return switches;
    }

    /**
     * A connection for a recorded case.
     *
     * @param role client or server
     * @param policy as of {@link #run}
     * @param maxIncomplete the limit of heads, chunk lines and trailers; 0 for that of the policy
     * @return its number for the methods below
     */
    @JSExport
    public static int recorded(String role, String policy, int maxIncomplete) {
        RECORDED.add(new Recorded(role, policy, maxIncomplete));
        return RECORDED.size() - 1;
    }

    /**
     * One call of a recorded case that has no event.
     *
     * @param number from {@link #recorded}
     * @param call receive, eof, failed, event, next or status
     * @param bytes to receive, each as a character
     * @return what the call returned, as JSON; empty if nothing
     */
    @JSExport
    public static String call(int number, String call, String bytes) {
        Recorded connection = RECORDED.get(number);
        return switch (call) {
            case "receive" -> connection.receive(bytes.getBytes(StandardCharsets.ISO_8859_1));
            case "eof" -> {
                connection.receiveEof();
                yield "";
            }
            case "failed" -> {
                connection.sendFailed();
                yield "";
            }
            case "event" -> connection.nextEvent();
            case "next" -> connection.startNextCycle();
            default -> connection.status();
        };
    }

    /**
     * Sends an event of a recorded case.
     *
     * @param number from {@link #recorded}
     * @param type the class of the event
     * @param first the method or status
     * @param second the target or reason
     * @param version for example 1.1
     * @param fields names and values in turn
     * @param bytes of Data, each as a character
     * @return the bytes or the error, as JSON
     */
    @JSExport
    public static String send(
            int number, String type, String first, String second, String version, String[] fields, String bytes) {
        return RECORDED.get(number)
                .send(type, first, second, version, fields, bytes.getBytes(StandardCharsets.ISO_8859_1));
    }
}
