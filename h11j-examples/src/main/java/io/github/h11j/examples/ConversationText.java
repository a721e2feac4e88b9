package io.github.h11j.examples;

import io.github.h11j.examples.json.JsonTree;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** Both directions of a conversation for people, on 80 columns. */
final class ConversationText {

    private static final int WIDTH = 80;
    private static final String INDENT = "    ";
    private static final int LONGEST_LINE = WIDTH - INDENT.length();
    private static final int MOST_LINES = 20;
    private static final String CUT = "...";

    private final PrintWriter out;
    private final JsonTree run;
    private boolean legal = true;

    private ConversationText(PrintWriter out, JsonTree run) {
        this.out = out;
        this.run = run;
    }

    /**
     * Writes a conversation.
     *
     * @param run the output of the explorer's session
     * @return whether all of it was legal
     */
    static boolean write(PrintWriter out, JsonTree run) {
        return new ConversationText(out, run).write();
    }

    private boolean write() {
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
        return legal;
    }

    /** Whether there was something to say. */
    private boolean line(JsonTree line) {
        String at = line.get("at").text();
        String text = line.get("text").text();
        switch (line.get("kind").text()) {
            case "received" -> {
                int from = line.get("from").number(0);
                int to = line.get("to").number(0);
                title((at.equals("server") ? "> " : "< ") + text, to > from ? "bytes [" + from + "," + to + ")" : "");
                bytes(Arrays.copyOfRange(received(at), from, to));
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

    private void title(String left, String right) {
        int room = WIDTH - right.length() - 1;
        String cut = left.length() > room ? left.substring(0, room - CUT.length()) + CUT : left;
        out.println((cut + " ".repeat(Math.max(1, WIDTH - cut.length() - right.length())) + right).stripTrailing());
    }

    /** All that has come to a peer. */
    private byte[] received(String peer) {
        return run.get(peer.equals("server") ? "c" : "s").text().getBytes(StandardCharsets.ISO_8859_1);
    }

    private void bytes(byte[] bytes) {
        List<String> lines = Visible.lines(bytes);
        for (String line : lines.subList(0, Math.min(MOST_LINES, lines.size()))) {
            out.println(INDENT
                    + (line.length() > LONGEST_LINE ? line.substring(0, LONGEST_LINE - CUT.length()) + CUT : line));
        }
        if (lines.size() > MOST_LINES) {
            out.println(INDENT + CUT + " " + (lines.size() - MOST_LINES) + " more lines");
        }
    }

    /** The line at fault, a caret under its byte, and the rule. */
    private void fault(String at, JsonTree fault) {
        legal = false;
        String sender = at.equals("server") ? "client" : "server";
        boolean known = fault.get("offset").isNumber();
        int offset = fault.get("offset").number(0);
        title("! VIOLATION " + fault.get("violation").text(), known ? "byte " + offset + " of the " + sender : "");
        byte[] bytes = received(at);
        if (known && offset < bytes.length) {
            caret(bytes, offset);
        }
        String answer =
                at.equals("server") ? "; the answer is " + fault.get("status").number(0) : "";
        out.println(INDENT + fault.get("why").text());
        out.println(INDENT + fault.get("source").text() + answer);
    }

    private void caret(byte[] bytes, int offset) {
        int from = offset;
        while (from > 0 && bytes[from - 1] != '\n') {
            from--;
        }
        int to = offset;
        while (to < bytes.length && bytes[to] != '\n') {
            to++;
        }
        String before = line(bytes, from, offset);
        String after = line(bytes, offset, Math.min(bytes.length, to + 1));
        int half = LONGEST_LINE / 2;
        if (before.length() > half) {
            before = CUT + before.substring(before.length() - half + CUT.length());
        }
        int room = LONGEST_LINE - before.length();
        out.println(INDENT + before + (after.length() > room ? after.substring(0, room - CUT.length()) + CUT : after));
        out.println(INDENT + " ".repeat(before.length()) + "^");
    }

    private static String line(byte[] bytes, int from, int to) {
        return String.join("", Visible.lines(Arrays.copyOfRange(bytes, from, to)));
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
