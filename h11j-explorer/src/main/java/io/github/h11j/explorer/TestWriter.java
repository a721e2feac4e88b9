package io.github.h11j.explorer;

import io.github.h11j.Role;

/** Writes a script as a test for JUnit: the same sends, and the states in the end. */
final class TestWriter {

    private static final String HEAD = """
            import static org.junit.jupiter.api.Assertions.assertEquals;

            import io.github.h11j.*;
            import java.nio.charset.StandardCharsets;
            import org.junit.jupiter.api.Test;

            class ExploredTest {

                @Test
                void the_moves_of_the_explorer_lead_to_these_states() {
                    Connection client = Connection.client(Policy.{client});
                    Connection server = Connection.server(Policy.{server});
            """;

    private static final String TAIL = """
                }

                private static void deliver(byte[] bytes, Connection receiver) {
                    receiver.receiveData(bytes);
                    drain(receiver);
                }

                private static void end(Connection receiver) {
                    receiver.receiveEof();
                    drain(receiver);
                }

                private static void drain(Connection connection) {
                    try {
                        NextEvent next = connection.nextEvent();
                        while (!(next instanceof Signal) && !(next instanceof ConnectionClosed)) {
                            next = connection.nextEvent();
                        }
                    } catch (RemoteProtocolException e) {
                        System.out.println(e.getMessage());
                    }
                }
            }
            """;

    private final StringBuilder out = new StringBuilder();

    /** What is delivered when the wire is no longer held. */
    private final StringBuilder later = new StringBuilder();

    private boolean held;
    private int number;
    private boolean clientByHand;
    private boolean serverByHand;

    private TestWriter() {}

    static String write(String policy, String script) {
        TestWriter writer = new TestWriter();
        writer.out.append(HEAD.replace("{client}", constant(policy, Role.CLIENT))
                .replace("{server}", constant(policy, Role.SERVER)));
        for (String move : script.split(" ", -1)) {
            if (!move.isEmpty()) {
                writer.number++;
                writer.move(move);
            }
        }
        writer.states(Session.after(policy, script, null, 0));
        return writer.out.append(TAIL).toString();
    }

    private static String constant(String policy, Role role) {
        return switch (policy) {
            case "h11" -> "H11";
            case "browser" -> "BROWSER_FACING_SERVER";
            case "tolerant-client" -> role == Role.CLIENT ? "TOLERANT_CLIENT" : "STRICT";
            default -> "STRICT";
        };
    }

    private void line(String statement) {
        out.append("        ").append(statement).append('\n');
    }

    private void move(String move) {
        String what = move.length() < 2 ? "" : move.substring(2);
        boolean byClient = move.startsWith("c");
        String sender = byClient ? "client" : "server";
        String receiver = byClient ? "server" : "client";
        Offer offer = Offer.find(byClient ? Role.CLIENT : Role.SERVER, what);
        if (move.equals("hold")) {
            held = true;
        } else if (move.equals("deliver")) {
            held = false;
            out.append(later);
            later.setLength(0);
        } else if (what.equals("next")) {
            line(sender + ".startNextCycle();");
            line("drain(" + sender + ");");
        } else if (what.equals("eof")) {
            afterwards("end(" + receiver + ");");
        } else if (move.startsWith("=", 1)) {
            clientByHand |= byClient;
            serverByHand |= !byClient;
            String bytes = Escapes.literal(Escapes.bytes(what)) + ".getBytes(StandardCharsets.ISO_8859_1)";
            afterwards("deliver(" + bytes + ", " + receiver + ");");
        } else if (offer != null) {
            line("byte[] bytes" + number + " = " + sender + ".send(" + offer.code() + ");");
            afterwards("deliver(bytes" + number + ", " + receiver + ");");
            if (what.equals("close")) {
                afterwards("end(" + receiver + ");");
            }
        }
    }

    private void afterwards(String statement) {
        if (held) {
            later.append("        ").append(statement).append('\n');
        } else {
            line(statement);
        }
    }

    /** A connection whose own bytes were written by hand does not know what it has sent. */
    private void states(Session session) {
        if (!serverByHand) {
            states(session, Role.SERVER, "server");
        }
        if (!clientByHand) {
            states(session, Role.CLIENT, "client");
        }
        if (serverByHand && clientByHand) {
            line("// The bytes of both peers were written by hand: neither connection knows what it has sent.");
        }
    }

    private void states(Session session, Role view, String name) {
        for (Role role : Role.values()) {
            line("assertEquals(State." + session.side(view).connection.state(role) + ", " + name + ".state(Role." + role
                    + "));");
        }
    }
}
