package io.github.h11j.explorer.diagram;

import io.github.h11j.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The pictures of the state machine, written from its rows: {@code docs/guide/state-machine/*.svg}, and the tables
 * beside them and the Mermaid text in {@code docs/guide/state-machine.md}, and that of the client in {@code README.md}.
 */
public final class Diagrams {

    private static final String FOLDER = "docs/guide/state-machine/";
    private static final String GUIDE = "docs/guide/state-machine.md";
    private static final String README = "README.md";

    private Diagrams() {}

    /**
     * Writes the files anew.
     *
     * @param arguments the root folder of the project
     * @throws IOException if a file cannot be read or written
     */
    public static void main(String[] arguments) throws IOException {
        Path root = Path.of(arguments[0]);
        for (Map.Entry<String, String> file : files(root).entrySet()) {
            Path path = root.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.writeString(path, file.getValue());
        }
    }

    /** What each file has to say, by its path below the root. */
    static Map<String, String> files(Path root) throws IOException {
        Map<String, String> files = new LinkedHashMap<>();
        String guide = Files.readString(root.resolve(GUIDE));
        for (Diagram diagram : Layouts.all()) {
            files.put(FOLDER + diagram.name() + ".svg", SvgWriter.file(diagram));
            guide = between(guide, diagram.name(), Tables.markdown(diagram));
        }
        String client = fenced(Tables.mermaid(Layouts.client(), Role.CLIENT));
        guide = between(guide, "client as Mermaid", client);
        guide = between(guide, "server as Mermaid", fenced(Tables.mermaid(Layouts.server(), Role.SERVER)));
        files.put(GUIDE, guide);
        files.put(README, drawn(Files.readString(root.resolve(README)), client));
        return files;
    }

    /**
     * The picture of an automaton for the page of the explorer.
     *
     * @param name client, server, keep-alive or switches
     * @return an element of SVG that the page colours
     */
    public static String inPage(String name) {
        return Layouts.all().stream()
                .filter(diagram -> diagram.name().equals(name))
                .map(SvgWriter::inPage)
                .findFirst()
                .orElseThrow();
    }

    private static String fenced(String mermaid) {
        return "```mermaid\n" + mermaid + "```\n";
    }

    /** Replaces the only block of Mermaid of a page. */
    private static String drawn(String page, String fenced) {
        String begin = "```mermaid\n";
        int from = page.indexOf(begin);
        int to = page.indexOf("```\n", from + begin.length());
        if (from < 0 || to < 0) {
            throw new IllegalStateException("no block of Mermaid");
        }
        return page.substring(0, from) + fenced + page.substring(to + "```\n".length());
    }

    /** Replaces what stands between {@code <!-- rows of NAME -->} and {@code <!-- end of NAME -->}. */
    private static String between(String page, String name, String text) {
        String begin = "<!-- rows of " + name + " -->\n";
        int from = page.indexOf(begin);
        int to = page.indexOf("<!-- end of " + name + " -->");
        if (from < 0 || to < from) {
            throw new IllegalStateException("no place for the rows of " + name);
        }
        return page.substring(0, from + begin.length()) + "\n" + text + "\n" + page.substring(to);
    }
}
