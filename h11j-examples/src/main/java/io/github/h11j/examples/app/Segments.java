package io.github.h11j.examples.app;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The path of a request-target, in decoded segments; each could be the name of a file. */
final class Segments {

    private static final String UNRESERVED = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";

    private Segments() {}

    /**
     * Splits the path of a target in origin-form or absolute-form (RFC 9112 §3.2). A trailing slash adds an empty
     * segment at the end.
     *
     * @return at least one segment; empty if there is no path, or a segment is not a file name: {@code .}, {@code ..},
     *     empty before the last, not UTF-8, or with a slash, a backslash or a control character
     */
    static Optional<List<String>> of(String target) {
        String path = path(target);
        if (!path.startsWith("/")) {
            return Optional.empty();
        }
        List<String> segments = new ArrayList<>();
        String[] raw = path.substring(1).split("/", -1);
        for (int i = 0; i < raw.length; i++) {
            Optional<String> segment = decode(raw[i]).filter(Segments::isName);
            if (segment.isEmpty() || (segment.get().isEmpty() && i < raw.length - 1)) {
                return Optional.empty();
            }
            segments.add(segment.get());
        }
        return Optional.of(segments);
    }

    private static String path(String target) {
        int query = target.indexOf('?');
        String path = query < 0 ? target : target.substring(0, query);
        if (path.startsWith("/")) {
            return path;
        }
        try {
            URI uri = new URI(path);
            String absolute = uri.getScheme() == null || uri.getRawPath() == null ? "" : uri.getRawPath();
            return absolute.isEmpty() && uri.getHost() != null ? "/" : absolute;
        } catch (URISyntaxException e) {
            return "";
        }
    }

    private static boolean isName(String segment) {
        return !segment.equals(".")
                && !segment.equals("..")
                && segment.chars().noneMatch(c -> c == '/' || c == '\\' || Character.isISOControl(c));
    }

    private static Optional<String> decode(String raw) {
        ByteBuffer bytes = ByteBuffer.allocate(raw.length());
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (c != '%') {
                bytes.put((byte) c);
            } else if (i + 2 < raw.length()
                    && HexFormat.isHexDigit(raw.charAt(i + 1))
                    && HexFormat.isHexDigit(raw.charAt(i + 2))) {
                bytes.put((byte) HexFormat.fromHexDigits(raw, i + 1, i + 3));
                i += 2;
            } else {
                return Optional.empty();
            }
        }
        try {
            return Optional.of(
                    StandardCharsets.UTF_8.newDecoder().decode(bytes.flip()).toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    /** Returns a segment as it stands in a path. */
    static String encode(String segment) {
        StringBuilder encoded = new StringBuilder();
        for (byte b : segment.getBytes(StandardCharsets.UTF_8)) {
            if (UNRESERVED.indexOf(b) >= 0) {
                encoded.append((char) b);
            } else {
                encoded.append(String.format(Locale.ROOT, "%%%02X", b));
            }
        }
        return encoded.toString();
    }
}
