package io.github.h11j.mutation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/**
 * One mutant of PIT's report.
 *
 * @param type the simple name of the source file's class
 * @param status PIT's word: KILLED, TIMED_OUT, SURVIVED ...
 * @param isKilled as PIT counts: by a failed test, by running out of time or of memory
 * @param place where it is and what was changed
 */
record Mutant(String type, String status, boolean isKilled, Place place) {

    private static final String PACKAGE = "io/github/h11j/";

    /**
     * What stays the same when lines move.
     *
     * @param type the simple name of the class
     * @param method its method
     * @param source the line of source, without indentation
     * @param change what PIT did to it
     */
    record Place(String type, String method, String source, String change) {}

    /** Returns all mutants of a report, in the order of the source. */
    static List<Mutant> read(Path report, Path sources) {
        try {
            NodeList nodes = DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(report.toFile())
                    .getElementsByTagName("mutation");
            Map<String, List<String>> files = new HashMap<>();
            List<Mutant> mutants = new ArrayList<>();
            for (int i = 0; i < nodes.getLength(); i++) {
                mutants.add(read((Element) nodes.item(i), sources, files));
            }
            return mutants;
        } catch (IOException | SAXException | ParserConfigurationException e) {
            throw new IllegalStateException(report + " cannot be read", e);
        }
    }

    private static Mutant read(Element mutation, Path sources, Map<String, List<String>> files) throws IOException {
        String file = text(mutation, "sourceFile");
        if (!files.containsKey(file)) {
            files.put(file, Files.readAllLines(sources.resolve(file)));
        }
        String type = text(mutation, "mutatedClass").replaceFirst(".*\\.", "");
        String source = files.get(file).get(Integer.parseInt(text(mutation, "lineNumber")) - 1);
        Place place = new Place(type, text(mutation, "mutatedMethod"), source.strip(), change(mutation));
        return new Mutant(
                file.replace(".java", ""),
                mutation.getAttribute("status"),
                Boolean.parseBoolean(mutation.getAttribute("detected")),
                place);
    }

    /** PIT's description without the class and method that it is of. */
    private static String change(Element mutation) {
        return text(mutation, "description")
                .replaceFirst(" for \\S+::\\S+$", "")
                .replace(PACKAGE, "");
    }

    private static String text(Element mutation, String name) {
        return mutation.getElementsByTagName(name).item(0).getTextContent();
    }
}
