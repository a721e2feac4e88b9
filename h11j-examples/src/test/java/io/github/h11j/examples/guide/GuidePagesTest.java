package io.github.h11j.examples.guide;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.h11j.build.Sample;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The pages of the guide are true: the blocks of each are one program, and the text below a block is what it prints. */
class GuidePagesTest {

    static final Path GUIDE = Path.of("..", "docs", "guide");

    /** In these, each block of Java is a program of its own, or a part of one, that another test compiles. */
    private static final Set<String> TESTED_ELSEWHERE = Set.of(
            "adapters.md", // ReadmeTest
            "gateway.md", // ReadmeTest
            "property-testing.md", // PropertyTestingPageTest
            "testing-your-client.md", // the kit's GuideTest
            "testing-your-server.md");

    /** The lecturer's notes, whose questions are in the text, and a list of words. */
    private static final Set<String> WITHOUT_EXERCISES = Set.of("course.md", "glossary.md");

    private static final String MARK = "== what the next block prints ==\n";

    private static final Pattern BLOCK = Pattern.compile("```(java|text)\n(.*?)```\n", Pattern.DOTALL);

    @TempDir
    Path folder = Path.of("");

    static List<String> pages() throws IOException {
        return allPages()
                .filter(name -> !TESTED_ELSEWHERE.contains(name) && read(name).contains("```java\n"))
                .toList();
    }

    private static Stream<String> allPages() throws IOException {
        try (Stream<Path> files = Files.list(GUIDE)) {
            List<String> names = files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".md"))
                    .sorted()
                    .toList();
            return names.stream();
        }
    }

    private static String read(String name) {
        try {
            return Files.readString(GUIDE.resolve(name));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @MethodSource("pages")
    void each_block_compiles_and_prints_what_stands_below_it(String name) throws Exception {
        String page = read(name);
        String written = withOutput(page, run(program(page)));
        if (Boolean.getBoolean("h11j.docs.write")) {
            Files.writeString(GUIDE.resolve(name), written);
        }
        assertThat(read(name)).as("written anew by -Dh11j.docs.write=true").isEqualTo(written);
    }

    @Test
    void every_page_is_in_the_index_and_ends_with_exercises_and_a_link_to_their_solutions() throws IOException {
        String index = read("README.md");
        List<String> pages =
                allPages().filter(name -> !name.equals("README.md")).toList();
        assertThat(pages).hasSizeGreaterThan(20);
        for (String name : pages) {
            String page = read(name);
            assertThat(index).contains("(" + name + ")");
            int exercises = page.indexOf("\n## Exercises\n");
            assertThat(exercises < 0).as(name).isEqualTo(WITHOUT_EXERCISES.contains(name));
            if (exercises > 0) {
                assertSolved(name, page.substring(exercises));
            }
        }
    }

    /** Each exercise of a page is a method of the class that its link names. */
    private static void assertSolved(String name, String exercises) throws IOException {
        Matcher link = Pattern.compile("\\]\\(([^)]*ExercisesTest\\.java)\\)").matcher(exercises);
        assertThat(link.find()).as(name).isTrue();
        String solutions = Files.readString(GUIDE.resolve(link.group(1)));
        assertThat(solutions).contains("docs/guide/").contains(name);
        List<String> numbers = Pattern.compile("(?m)^([0-9])\\. ")
                .matcher(exercises)
                .results()
                .map(number -> number.group(1))
                .toList();
        assertThat(numbers).as(name).hasSizeBetween(2, 3);
        for (String number : numbers) {
            assertThat(solutions).as(name).contains("exercise_" + number + "_");
        }
    }

    /**
     * Imports first, then members, then what is executed; before each executed block that prints, a mark. A page without
     * imports has those of the index, and its helpers.
     */
    private static String program(String page) {
        StringBuilder imports = new StringBuilder();
        StringBuilder members = new StringBuilder();
        StringBuilder statements = new StringBuilder();
        boolean whole = page.contains("```java\nimport ");
        Matcher block = BLOCK.matcher(whole ? page : read("README.md") + page);
        while (block.find()) {
            String code = block.group(2);
            if (block.group(1).equals("text")) {
                continue;
            }
            if (code.startsWith("import ")) {
                imports.append(code);
            } else if (code.startsWith("static ")) {
                members.append(code);
            } else {
                statements.append("System.out.print(MARK);\n").append(code);
            }
        }
        return imports + "public class Tutorial {\nstatic final String MARK = \"" + MARK.replace("\n", "\\n") + "\";\n"
                + members + "public static void main(String[] arguments) throws Exception {\n" + statements + "}\n}\n";
    }

    private String run(String program) throws Exception {
        Path source = folder.resolve("Tutorial.java");
        Files.writeString(source, program);
        String classPath = System.getProperty("java.class.path");
        int result = ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, "-proc:none", "-cp", classPath, "-d", folder.toString(), source.toString());
        assertThat(result).as("%s", program).isZero();
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        Path output = folder.resolve("output");
        List<String> command = new ArrayList<>(List.of(java.toString()));
        command.addAll(Sample.JVM_OPTIONS);
        command.addAll(List.of(
                // whatever the locale is: of JDK 17 and of 19 and later
                "-Dfile.encoding=UTF-8",
                "-Dstdout.encoding=UTF-8",
                "-cp",
                folder + File.pathSeparator + classPath,
                "Tutorial"));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        assertThat(process.waitFor()).as("%s", Files.readString(output)).isZero();
        return Files.readString(output).replace(System.lineSeparator(), "\n");
    }

    private static boolean isText(String page, int block) {
        return block >= 0 && page.startsWith("```text\n", block);
    }

    /** The page with the output of each executed block in the text block that follows it. */
    private static String withOutput(String page, String output) {
        String[] printed = output.split(Pattern.quote(MARK), -1);
        StringBuilder written = new StringBuilder();
        int at = 0;
        int executed = 0;
        Matcher block = BLOCK.matcher(page);
        while (block.find()) {
            String code = block.group(2);
            if (block.group(1).equals("text")) {
                written.append(page, at, block.start(2)).append(printed[executed]);
                at = block.end(2);
            } else if (!code.startsWith("import ") && !code.startsWith("static ")) {
                executed++;
                boolean shown = isText(page, page.indexOf("```", block.end()));
                assertThat(printed[executed].isEmpty()).as("%s", code).isEqualTo(!shown);
            }
        }
        assertThat(executed).isEqualTo(printed.length - 1);
        return written.append(page.substring(at)).toString();
    }
}
