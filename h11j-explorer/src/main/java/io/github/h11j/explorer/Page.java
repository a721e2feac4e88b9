package io.github.h11j.explorer;

import io.github.h11j.explorer.diagram.Diagrams;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.stream.Collectors;

/** Puts the page together: one file with its style, its scripts, its pictures and the library, which asks no host for more. */
public final class Page {

    private Page() {}

    /**
     * Writes the page.
     *
     * @param arguments the folder of its parts, the compiled library, the file to write
     * @throws IOException if a file cannot be read or written
     */
    public static void main(String[] arguments) throws IOException {
        Path parts = Path.of(arguments[0]);
        // in a block of its own, so that its names are not those of the page's script
        String library = "var exports = {};\n{" + Files.readString(Path.of(arguments[1])) + "}";
        String page = page(parts, library);
        Path file = Path.of(arguments[2]);
        Files.createDirectories(file.getParent());
        Files.writeString(file, page);
    }

    private static String page(Path parts, String library) throws IOException {
        String style = trimmed(parts.resolve("explorer.css"))
                .replaceAll("\\s*([{};,])\\s*", "$1"); // white space that separates nothing
        // line ends that separate no words; and what ends a script element may stand in no script
        String compiled = library.replaceAll("(?<![\\w$])\n|\n(?![\\w$])", "").replace("</script", "<\\/script");
        String script = trimmed(parts.resolve("typed.js")) + trimmed(parts.resolve("explorer.js"));
        String policy = "default-src 'none'; base-uri 'none'; form-action 'none'; img-src data:; style-src "
                + hash(style) + "; script-src " + hash(compiled) + " " + hash(script);
        return trimmed(parts.resolve("explorer.html"))
                .replace("{policy}", policy)
                .replace("{client}", Diagrams.inPage("client"))
                .replace("{server}", Diagrams.inPage("server"))
                .replace("{keep-alive}", Diagrams.inPage("keep-alive"))
                .replace("{switches}", Diagrams.inPage("switches"))
                .replace("{style}", style)
                .replace("{script}", script)
                .replace("{library}", compiled);
    }

    /** Without what only people who read the source need: indentation, and lines of comment. No text of the page needs them. */
    private static String trimmed(Path file) throws IOException {
        return Files.readString(file)
                .lines()
                .map(String::strip)
                .filter(line -> !line.startsWith("//"))
                .collect(Collectors.joining("\n", "", "\n"));
    }

    /** With it a browser runs exactly this text, and nothing that was put into the page later. */
    private static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return "'sha256-" + Base64.getEncoder().encodeToString(digest) + "'";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
