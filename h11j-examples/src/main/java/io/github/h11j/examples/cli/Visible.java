package io.github.h11j.examples.cli;

import io.github.h11j.ConnectionClosed;
import io.github.h11j.Data;
import io.github.h11j.EndOfMessage;
import io.github.h11j.Event;
import io.github.h11j.Headers;
import io.github.h11j.InformationalResponse;
import io.github.h11j.NextEvent;
import io.github.h11j.Request;
import io.github.h11j.Response;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Events and bytes as human-readable text. */
final class Visible {

    private Visible() {}

    /** Bytes as lines of text: printable US-ASCII as it is, the rest escaped, a new line after each LF. */
    static List<String> lines(byte[] bytes) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (byte b : bytes) {
            escape(b & 0xFF, line);
            if (b == '\n') {
                lines.add(line.toString());
                line.setLength(0);
            }
        }
        if (line.length() > 0) {
            lines.add(line.toString());
        }
        return lines;
    }

    /** Returns what a peer has sent as it may go to a terminal: printable US-ASCII as it is, the rest escaped. */
    static String escaped(String text) {
        StringBuilder out = new StringBuilder();
        text.chars().forEach(c -> escape(c, out));
        return out.toString();
    }

    private static void escape(int b, StringBuilder out) {
        switch (b) {
            case '\r' -> out.append("\\r");
            case '\n' -> out.append("\\n");
            case '\t' -> out.append("\\t");
            case '\\' -> out.append("\\\\");
            default -> {
                if (b >= 0x20 && b < 0x7F) {
                    out.append((char) b);
                } else {
                    out.append("\\x").append(HexFormat.of().toHexDigits((byte) b));
                }
            }
        }
    }

    /** Returns a description of an event, without its fields. */
    static String title(NextEvent event) {
        if (event instanceof Request request) {
            return "Request " + escaped(request.method() + " " + request.target()) + " HTTP/" + request.version();
        }
        if (event instanceof Response response) {
            return "Response " + response.statusCode() + " " + escaped(response.reason()) + " HTTP/"
                    + response.version();
        }
        if (event instanceof InformationalResponse response) {
            return "InformationalResponse " + response.statusCode() + " " + escaped(response.reason());
        }
        if (event instanceof Data data) {
            return "Data " + data.bytes() + size(data);
        }
        if (event instanceof EndOfMessage) {
            return "EndOfMessage";
        }
        return event instanceof ConnectionClosed ? "ConnectionClosed" : event.toString();
    }

    /** Returns the same in at most this many characters: of {@code Data} the bytes are cut, but not their number. */
    static String title(NextEvent event, int width) {
        if (event instanceof Data data) {
            String size = size(data);
            return "Data " + ByteText.cut(data.bytes().toString(), width - "Data ".length() - size.length()) + size;
        }
        return ByteText.cut(title(event), width);
    }

    private static String size(Data data) {
        String part = data.chunkStart() && data.chunkEnd()
                ? ", a whole chunk"
                : data.chunkStart() ? ", the start of a chunk" : data.chunkEnd() ? ", the end of a chunk" : "";
        return " (" + count(data.bytes().length()) + part + ")";
    }

    private static String count(int bytes) {
        return bytes == 1 ? "1 byte" : bytes + " bytes";
    }

    /** Returns the fields or trailers of an event, one a line. */
    static List<String> fields(Event event) {
        Headers headers = Headers.EMPTY;
        if (event instanceof Request request) {
            headers = request.headers();
        } else if (event instanceof Response response) {
            headers = response.headers();
        } else if (event instanceof InformationalResponse response) {
            headers = response.headers();
        } else if (event instanceof EndOfMessage end) {
            headers = end.trailers();
        }
        List<String> lines = new ArrayList<>();
        for (Headers.Field field : headers) {
            lines.add(escaped(field.name() + ": " + field.value()));
        }
        return lines;
    }
}
