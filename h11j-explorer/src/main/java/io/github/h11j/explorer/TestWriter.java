package io.github.h11j.explorer;

import io.github.h11j.Data;
import io.github.h11j.EndOfMessage;
import io.github.h11j.Event;
import io.github.h11j.Headers;
import io.github.h11j.InformationalResponse;
import io.github.h11j.Request;
import io.github.h11j.Response;
import io.github.h11j.Role;

/** Writes the calls of a script as a test for JUnit: what was sent, what was refused, and the states in the end. */
final class TestWriter {

    private static final String HEAD = """
            import static org.junit.jupiter.api.Assertions.assertEquals;
            import static org.junit.jupiter.api.Assertions.assertThrows;

            import io.github.h11j.*;
            import java.nio.charset.StandardCharsets;
            import org.junit.jupiter.api.Test;
            import org.junit.jupiter.api.function.Executable;

            class ExploredTest {

                private final Connection client = Connection.client(Policy.{client});
                private final Connection server = Connection.server(Policy.{server});

                @Test
                void the_moves_of_the_explorer_lead_to_these_states() {
            """;

    private static final String TAIL = """
                }

                private static byte[] bytes(String... parts) {
                    return String.join("", parts).getBytes(StandardCharsets.ISO_8859_1);
                }

                private static void deliver(Connection receiver, byte[]... parts) {
                    for (byte[] part : parts) {
                        receiver.receiveData(part);
                    }
                    drain(receiver);
                }

                private static void end(Connection receiver) {
                    receiver.receiveEof();
                    drain(receiver);
                }

                private static void drain(Connection receiver) {
                    NextEvent next = receiver.nextEvent();
                    while (!(next instanceof Signal) && !(next instanceof ConnectionClosed)) {
                        next = receiver.nextEvent();
                    }
                }

                private static void refused(Violation violation, Executable call) {
                    assertEquals(violation, assertThrows(ProtocolException.class, call).violation());
                }
            }
            """;

    /** A method may have 64 kB of bytecode, which is less than twice its source; a statement more is short. */
    private static final int METHOD = 20_000;

    /** A string may have 65,535 bytes in a class file, in which some characters take two. */
    private static final int LITERAL = 20_000;

    private final StringBuilder out = new StringBuilder();

    /** What is on its way to each peer, as arguments: bytes that may be held. */
    private String toServer = "";

    private String toClient = "";

    private int number;

    /** Where the method begins that is being written. */
    private int method;

    private TestWriter() {}

    static String write(String policy, String script) {
        TestWriter writer = new TestWriter();
        writer.out.append(HEAD.replace("{client}", constant(policy, Role.CLIENT))
                .replace("{server}", constant(policy, Role.SERVER)));
        Session session = Session.after(policy, script, null, 0);
        for (Call call : session.calls()) {
            writer.write(call);
        }
        writer.states(session);
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

    private void write(Call call) {
        String name = Rows.name(call.at());
        String what = call.what();
        boolean byHand = what.equals("raw");
        String expression;
        if (call.event() != null) {
            expression = name + ".send(" + code(call.event()) + ")";
        } else if (byHand) {
            expression = bytes(call.bytes());
        } else if (what.equals("next")) {
            expression = name + ".startNextCycle()";
        } else {
            expression = what + "(" + name + (what.equals("deliver") ? arrived(call.at()) : "") + ")";
        }
        if (call.refused() != null) {
            line("refused(Violation." + call.refused().violation() + ", () -> " + expression + ");");
        } else if (byHand) {
            sent(call.at(), expression);
        } else if (!call.bytes().isEmpty()) {
            number++;
            line("byte[] bytes" + number + " = " + expression + ";");
            sent(call.at(), "bytes" + number);
        } else {
            line(expression + ";" + (what.equals("again") ? " // by hand, above" : ""));
        }
    }

    private void line(String statement) {
        if (out.length() - method > METHOD && toServer.isEmpty() && toClient.isEmpty()) {
            number++;
            out.append("        more" + number + "();\n    }\n\n    private void more" + number + "() {\n");
            method = out.length();
        }
        out.append("        ").append(statement).append('\n');
    }

    private void sent(Role sender, String bytes) {
        if (sender == Role.CLIENT) {
            toServer += ", " + bytes;
        } else {
            toClient += ", " + bytes;
        }
    }

    private String arrived(Role receiver) {
        String arguments = receiver == Role.CLIENT ? toClient : toServer;
        if (receiver == Role.CLIENT) {
            toClient = "";
        } else {
            toServer = "";
        }
        return arguments;
    }

    private void states(Session session) {
        for (Role view : Role.values()) {
            for (Role role : Role.values()) {
                line("assertEquals(State." + session.side(view).connection.state(role) + ", " + Rows.name(view)
                        + ".state(Role." + role + "));");
            }
        }
    }

    private static String code(Event event) {
        if (event instanceof Request request) {
            return "new Request(" + literal(request.method()) + ", " + literal(request.target()) + ", "
                    + headers(request.headers()) + ")";
        }
        if (event instanceof Response response) {
            return response("Response(", response.statusCode(), response.reason(), response.headers());
        }
        if (event instanceof InformationalResponse response) {
            return response("InformationalResponse(", response.statusCode(), response.reason(), response.headers());
        }
        if (event instanceof Data data) {
            return "Data.of(" + bytes(Escapes.latin1(data.bytes().toByteArray())) + ")";
        }
        if (event instanceof EndOfMessage end) {
            return "new EndOfMessage(" + (end.trailers().isEmpty() ? "" : headers(end.trailers())) + ")";
        }
        return "new ConnectionClosed()";
    }

    private static String response(String type, int status, String reason, Headers headers) {
        return "new " + type + status + ", " + literal(reason) + ", " + headers(headers) + ")";
    }

    private static String headers(Headers headers) {
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < headers.size(); i++) {
            all.append(i > 0 ? ", " : "").append(literal(headers.name(i)));
            all.append(", ").append(literal(headers.value(i)));
        }
        return headers.isEmpty() ? "Headers.EMPTY" : "Headers.of(" + all + ")";
    }

    private static String bytes(String all) {
        StringBuilder parts = new StringBuilder();
        for (int i = 0; i < all.length(); i += LITERAL) {
            parts.append(i > 0 ? ", " : "").append(literal(all.substring(i, Math.min(all.length(), i + LITERAL))));
        }
        return "bytes(" + parts + ")";
    }

    private static String literal(String text) {
        return Escapes.literal(text);
    }
}
