package io.github.h11j.examples.cli;

import io.github.h11j.examples.output.JsonTree;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Both directions of a conversation for people, on 80 columns. */
final class ConversationText {

    private static final String INDENT = "    ";
    private static final int LONGEST_LINE = ByteText.WIDTH - INDENT.length();
    private static final int MOST_LINES = 20;

    private final PrintWriter out;
    private final JsonTree run;
    private final boolean coloured;

    private ConversationText(PrintWriter out, JsonTree run, boolean coloured) {
        this.out = out;
        this.run = run;
        this.coloured = coloured;
    }

    /**
     * Writes a conversation.
     *
     * @param run the output of the explorer's session
     * @param coloured whether the writer is a terminal
     */
    static void write(PrintWriter out, JsonTree run, boolean coloured) {
        new ConversationText(out, run, coloured).write();
    }

    private void write() {
        out.println("> the client sends   < the server sends   = a call   | a signal");
        for (JsonTree step : run.get("steps")) {
            boolean any = false;
            String reader = "server";
            for (JsonTree line : step.get("log")) {
                if (line(line)) {
                    any = true;
                    reader = line.get("at").text();
                }
            }
            if (any) {
                JsonTree states = step.get(reader.equals("client") ? "atClient" : "atServer");
                out.println("  client " + states.get("client").text() + ", server "
                        + states.get("server").text());
            }
        }
        left("server", "client");
        left("client", "server");
    }

    /** Returns whether there was something to say. */
    private boolean line(JsonTree line) {
        String at = line.get("at").text();
        String text = line.get("text").text();
        switch (line.get("kind").text()) {
            case "received" -> {
                int from = line.get("from").number(0);
                int to = line.get("to").number(0);
                boolean byClient = at.equals("server");
                title(
                        byClient ? Colour.CLIENT : Colour.SERVER,
                        (byClient ? "> " : "< ") + Visible.escaped(text),
                        to > from ? "bytes [" + from + "," + to + ")" : "");
                ByteText.lines(Arrays.copyOfRange(received(at), from, to), LONGEST_LINE, MOST_LINES)
                        .forEach(bytes -> out.println(INDENT + Colour.BYTES.in(bytes, coloured)));
            }
            case "called" -> out.println("= " + text + " of the " + at);
            case "signal" -> {
                if (text.equals("NEED_DATA")) {
                    return false;
                }
                out.println("| the " + at + " gets " + text);
            }
            case "end" -> out.println("= the stream of the " + at + " ends");
            case "fault" -> fault(at, line.get("fault"));
            default -> {
                return false;
            }
        }
        return true;
    }

    private void title(Colour colour, String left, String right) {
        String cut = ByteText.cut(left, ByteText.WIDTH - right.length() - 1);
        String gap = " ".repeat(Math.max(1, ByteText.WIDTH - cut.length() - right.length()));
        out.println((colour.in(cut, coloured) + gap + right).stripTrailing());
    }

    /** Returns all bytes that a peer has received. */
    private byte[] received(String peer) {
        return run.get(peer.equals("server") ? "c" : "s").text().getBytes(StandardCharsets.ISO_8859_1);
    }

    /** The line at fault, a caret under its byte, and the rule. */
    private void fault(String at, JsonTree fault) {
        String sender = at.equals("server") ? "client" : "server";
        boolean known = fault.get("offset").isNumber();
        int offset = fault.get("offset").number(0);
        title(
                Colour.FAULT,
                "! VIOLATION " + fault.get("violation").text(),
                known ? "byte " + offset + " of the " + sender : "");
        if (known) {
            ByteText.caret(received(at), offset, LONGEST_LINE).forEach(line -> out.println(INDENT + line));
        }
        String answer =
                at.equals("server") ? "; the answer is " + fault.get("status").number(0) : "";
        out.println(INDENT + fault.get("why").text());
        out.println(INDENT + fault.get("source").text() + answer);
    }

    private void left(String peer, String sender) {
        JsonTree steps = run.get("steps");
        if (steps.size() == 0) {
            return;
        }
        JsonTree last = steps.get(steps.size() - 1).get(peer.equals("server") ? "atServer" : "atClient");
        int unused = last.get("unused").number(0);
        if (unused > 0) {
            out.println("  " + unused + " bytes of the " + sender + " are not read as HTTP");
        }
    }
}
