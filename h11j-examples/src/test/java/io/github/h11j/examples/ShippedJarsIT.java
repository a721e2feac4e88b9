package io.github.h11j.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/** What is shipped is complete: the jars and poms that this build made, opened. */
class ShippedJarsIT {

    private static final List<String> MODULES =
            List.of("h11j-core", "h11j-engine", "h11j-explorer", "spec-tests", "h11j-jdkserver", "h11j-examples");

    /** In bytes: the size when this was written, and some room. */
    private static final long LARGEST = 2_500_000;

    /** Each package of others in a runnable jar, and what THIRD-PARTY.txt calls it. */
    private static final Map<String, String> OWNERS = Map.of(
            "com/fasterxml/jackson/annotation/", "jackson-annotations,",
            "com/fasterxml/jackson/core/", "jackson-core",
            "com/fasterxml/jackson/databind/", "jackson-databind",
            "com/fasterxml/jackson/jr/", "jackson-jr-objects",
            "com/fasterxml/jackson/dataformat/yaml/", "jackson-dataformat-yaml",
            "org/yaml/snakeyaml/", "SnakeYAML",
            "picocli/", "picocli",
            "tlschannel/", "tls-channel");

    private static List<Path> jars() throws IOException {
        List<Path> jars = new ArrayList<>();
        for (String module : MODULES) {
            try (DirectoryStream<Path> found = Files.newDirectoryStream(Path.of("..", module, "target"), "*.jar")) {
                found.forEach(jars::add);
            }
        }
        return jars;
    }

    @ParameterizedTest
    @MethodSource("jars")
    void each_jar_has_the_licence_with_the_credit_to_h11(Path path) throws IOException {
        try (JarFile jar = new JarFile(path.toFile())) {
            assertThat(text(jar, "META-INF/LICENSE")).isEqualTo(Files.readString(Path.of("..", "LICENSE")));
            assertThat(text(jar, "META-INF/LICENSE")).contains("python-hyper/h11", "Nathaniel J. Smith");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "h11j-core/target/h11j-core-VERSION.jar, h11j core",
        "h11j-engine/target/h11j-engine-VERSION.jar, h11j engine",
        "h11j-jdkserver/target/h11j-jdkserver-VERSION.jar, h11j jdkserver",
        "h11j-explorer/target/h11j-explorer-VERSION.jar, h11j explorer",
        "spec-tests/target/h11j-spec-tests-VERSION.jar, h11j spec tests",
        "h11j-examples/target/h11j-examples-VERSION.jar, h11j examples",
        "spec-tests/target/h11j-conformance.jar, h11j spec tests",
        "h11j-examples/target/h11j.jar, h11j examples"
    })
    void a_jar_says_what_it_is_and_which_version(String path, String title) throws IOException {
        try (JarFile jar = open(path)) {
            Attributes manifest = jar.getManifest().getMainAttributes();
            assertThat(manifest.getValue(Attributes.Name.IMPLEMENTATION_TITLE)).isEqualTo(title);
            assertThat(manifest.getValue(Attributes.Name.IMPLEMENTATION_VERSION))
                    .isEqualTo(version());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "h11j-core/target/h11j-core-VERSION.jar, io.github.h11j, java.base org.jspecify",
        "h11j-engine/target/h11j-engine-VERSION.jar, io.github.h11j.engine, io.github.h11j java.base org.jspecify",
        "h11j-jdkserver/target/h11j-jdkserver-VERSION.jar, io.github.h11j.jdkserver, io.github.h11j.engine java.base"
                + " jdk.httpserver org.jspecify",
        "spec-tests/target/h11j-spec-tests-VERSION.jar, io.github.h11j.spec, java.base"
    })
    void a_library_is_a_module(String path, String name, String requires) {
        ModuleDescriptor module = ModuleFinder.of(Path.of("..", path.replace("VERSION", version())))
                .find(name)
                .orElseThrow()
                .descriptor();
        assertThat(module.requires())
                .extracting(ModuleDescriptor.Requires::name)
                .containsExactlyInAnyOrder(requires.split(" "));
    }

    @ParameterizedTest
    @ValueSource(strings = {"spec-tests/target/h11j-conformance.jar", "h11j-examples/target/h11j.jar"})
    void a_runnable_jar_has_the_licences_and_notices_of_all_it_contains(String path) throws IOException {
        try (JarFile jar = open(path)) {
            String list = text(jar, "META-INF/THIRD-PARTY.txt");
            for (String owner : owners(jar)) {
                assertThat(list).contains("  " + owner);
            }
            assertThat(text(jar, "META-INF/licenses/Apache-2.0.txt"))
                    .contains("Apache License", "END OF TERMS AND CONDITIONS");
            assertThat(text(jar, "META-INF/NOTICE"))
                    .contains("Jackson JSON processor", "FastDoubleParser", "Schubfach");
            assertThat(text(jar, "META-INF/FastDoubleParser-LICENSE")).contains("MIT License");
            assertThat(text(jar, "META-INF/FastDoubleParser-ThirdParty-LICENSE"))
                    .isNotEmpty();
            assertThat(text(jar, "META-INF/Schubfach-LICENSE")).contains("Permission is hereby granted");
        }
    }

    @Test
    void the_command_line_stays_small() throws IOException {
        assertThat(Files.size(Path.of("..", "h11j-examples", "target", "h11j.jar")))
                .isLessThan(LARGEST);
        try (JarFile jar = open("h11j-examples/target/h11j.jar")) {
            assertThat(owners(jar)).containsExactly("jackson-core", "jackson-jr-objects", "picocli", "tls-channel");
        }
    }

    @ParameterizedTest
    @MethodSource("modules")
    void a_published_pom_stands_alone_and_says_whose_it_is(String module) throws Exception {
        Element pom = pom(Path.of("..", module, "target", "flattened-pom.xml"));
        assertThat(children(pom)).doesNotContain("parent", "dependencyManagement", "build", "profiles");
        assertThat(children(pom)).contains("name", "description", "url", "licenses", "developers", "scm");
        assertThat(only(only(pom, "licenses"), "license").getElementsByTagName("url"))
                .satisfies(urls -> assertThat(urls.getLength()).isEqualTo(1));
        assertThat(only(pom, "scm").getElementsByTagName("connection").getLength())
                .isEqualTo(1);
        assertThat(pom.getTextContent()).doesNotContain("${");
        for (int i = 0; i < pom.getElementsByTagName("scope").getLength(); i++) {
            assertThat(pom.getElementsByTagName("scope").item(i).getTextContent())
                    .isNotEqualTo("test");
        }
    }

    static List<String> modules() {
        return MODULES;
    }

    @ParameterizedTest
    @CsvSource({
        "h11j-core, jspecify",
        "h11j-engine, h11j-core jspecify",
        "h11j-jdkserver, h11j-core h11j-engine jspecify"
    })
    void the_pom_of_a_library_names_just_what_it_needs(String module, String artifacts) throws Exception {
        Element pom = pom(Path.of("..", module, "target", "flattened-pom.xml"));
        Set<String> named = new TreeSet<>();
        var dependencies = only(pom, "dependencies").getElementsByTagName("artifactId");
        for (int i = 0; i < dependencies.getLength(); i++) {
            named.add(dependencies.item(i).getTextContent());
        }
        assertThat(named).containsExactly(artifacts.split(" "));
    }

    /** Whose classes are in it besides ours; a class of an unknown package fails the test. */
    private static Set<String> owners(JarFile jar) {
        Set<String> owners = new TreeSet<>();
        jar.stream()
                .map(JarEntry::getName)
                .filter(name -> name.endsWith(".class"))
                .map(name -> name.replaceFirst("^META-INF/versions/\\d+/", ""))
                .filter(name -> !name.startsWith("io/github/h11j/"))
                .forEach(name -> owners.add(OWNERS.entrySet().stream()
                        .filter(owner -> name.startsWith(owner.getKey()))
                        .map(Map.Entry::getValue)
                        .findFirst()
                        .orElse("an entry for " + name)));
        return owners;
    }

    private static JarFile open(String path) throws IOException {
        return new JarFile(Path.of("..", path.replace("VERSION", version())).toFile());
    }

    private static String version() {
        return System.getProperty("h11j.version");
    }

    private static String text(JarFile jar, String name) throws IOException {
        JarEntry entry = jar.getJarEntry(name);
        assertThat(entry).as(name).isNotNull();
        try (InputStream in = jar.getInputStream(entry)) {
            return new String(in.readAllBytes(), UTF_8);
        }
    }

    private static Element pom(Path path) throws Exception {
        try (InputStream in = Files.newInputStream(path)) {
            Document document =
                    DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(in);
            return document.getDocumentElement();
        }
    }

    private static List<String> children(Element of) {
        List<String> names = new ArrayList<>();
        for (Node child = of.getFirstChild(); child != null; child = child.getNextSibling()) {
            names.add(child.getNodeName());
        }
        return names;
    }

    private static Element only(Element of, String name) {
        var found = of.getElementsByTagName(name);
        assertThat(found.getLength()).as(name).isEqualTo(1);
        return (Element) found.item(0);
    }
}
