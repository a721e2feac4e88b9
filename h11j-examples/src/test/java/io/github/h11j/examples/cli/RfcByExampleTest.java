package io.github.h11j.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.h11j.Connection;
import io.github.h11j.ConnectionClosed;
import io.github.h11j.EndOfMessage;
import io.github.h11j.Headers;
import io.github.h11j.NextEvent;
import io.github.h11j.Policy;
import io.github.h11j.RemoteProtocolException;
import io.github.h11j.Request;
import io.github.h11j.Role;
import io.github.h11j.Signal;
import io.github.h11j.Violation;
import io.github.h11j.examples.PageCode;
import io.github.h11j.examples.cli.Family.Example;
import io.github.h11j.explorer.Capture;
import io.github.h11j.explorer.Session;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** docs/guide/rfc-by-example.md is what the library does with the examples of {@link Family}. */
class RfcByExampleTest {

    private static final Path PAGE = PageCode.ROOT.resolve("docs/guide/rfc-by-example.md");

    private static final Request ASKED = new Request("GET", "/", Headers.of("Host", "a"));

    private static final Map<String, Policy> POLICIES = new LinkedHashMap<>();

    static {
        POLICIES.put("STRICT", Policy.STRICT);
        POLICIES.put("BROWSER_FACING_SERVER", Policy.BROWSER_FACING_SERVER);
        POLICIES.put("H11", Policy.H11);
        POLICIES.put("TOLERANT_CLIENT", Policy.TOLERANT_CLIENT);
    }

    /** What a policy says to an example. */
    private record Verdict(
            List<String> events,
            List<Violation> tolerated,
            @Nullable RemoteProtocolException fault,
            Connection at) {

        String text() {
            String notes = tolerated.isEmpty() ? "" : ", tolerating " + quoted(tolerated);
            if (fault != null) {
                String answer =
                        at.ourRole() == Role.CLIENT || at.errorResponse(fault).isEmpty()
                                ? ""
                                : ", " + fault.statusHint();
                return "**refused**" + answer + ": `" + fault.violation() + "` at byte "
                        + fault.offset().orElseThrow() + notes;
            }
            String close = at.closeReason().isPresent() ? "; then the connection is closed" : "";
            return "read: " + String.join(", ", events) + notes + close;
        }
    }

    static List<Example> examples() {
        return Family.ALL.stream().flatMap(family -> family.examples().stream()).toList();
    }

    private static byte[] bytes(Example example) {
        return example.bytes().getBytes(StandardCharsets.ISO_8859_1);
    }

    private static Verdict verdict(Example example, Policy policy) {
        List<Violation> tolerated = new ArrayList<>();
        Policy watched = policy.with((sender, violation, offset, excerpt) -> tolerated.add(violation));
        boolean request = example.sender() == Role.CLIENT;
        Connection reader = request ? Connection.server(watched) : Connection.client(watched);
        if (!request) {
            reader.send(ASKED, EndOfMessage.NO_TRAILERS);
        }
        reader.receiveData(bytes(example));
        if (example.end()) {
            reader.receiveEof();
        }
        List<String> events = new ArrayList<>();
        try {
            for (NextEvent next = reader.nextEvent();
                    !(next instanceof Signal) && !(next instanceof ConnectionClosed);
                    next = reader.nextEvent()) {
                events.add(next.getClass().getSimpleName());
            }
            return new Verdict(events, tolerated.stream().distinct().toList(), null, reader);
        } catch (RemoteProtocolException e) {
            return new Verdict(events, tolerated.stream().distinct().toList(), e, reader);
        }
    }

    private static boolean applies(Example example, Policy policy) {
        return example.sender() == Role.SERVER ? policy != Policy.BROWSER_FACING_SERVER : !policy.isOnlyForClients();
    }

    /** The moves that show it in the explorer. */
    private static String script(Example example) {
        byte[] request = Connection.client().send(ASKED, EndOfMessage.NO_TRAILERS);
        String script = example.sender() == Role.CLIENT
                ? Capture.script("strict", bytes(example), new byte[0])
                : Capture.script("strict", request, bytes(example));
        String end = example.sender() == Role.CLIENT ? " c.eof" : " s.eof";
        return example.end() && !script.endsWith(end) ? script + end : script;
    }

    private static String page() {
        StringBuilder page = new StringBuilder("""
            # RFC by example

            This page shows what people and programs get wrong, in families. Each family quotes a sentence of the RFC. Each example
            has bytes, and the verdict of each preset policy on them. `RfcByExampleTest` makes this page from the examples of
            `Family` and from what the library does with them. Do not edit it: `-Dh11j.docs.write=true` writes it anew.

            The [list of all violations](../reference/violations.md) has each with its status and its bytes. If the bytes of an
            example are those of a response, the client has sent `GET /` before. `TOLERANT_CLIENT` reads responses only, and
            `BROWSER_FACING_SERVER` is a policy for servers.

            Each example has a link that opens it in [the explorer](explorer.md). Run
            `java -jar h11j-examples/target/h11j.jar explore` first: it serves the explorer at the address of these links. If your
            explorer has another address, append the part of the link from `#` on to that address.

            """);
        for (Family family : Family.ALL) {
            page.append("- [")
                    .append(family.title())
                    .append("](#")
                    .append(anchor(family.title()))
                    .append(")\n");
        }
        for (Family family : Family.ALL) {
            page.append("\n## ")
                    .append(family.title())
                    .append("\n\n")
                    .append(family.why())
                    .append("\n\n> ");
            page.append(family.quote()).append(" (").append(family.source()).append(")\n");
            family.examples().forEach(example -> write(page, example));
            if (!family.others().isEmpty()) {
                page.append("\nAlso in this family: ")
                        .append(quoted(family.others()))
                        .append(" ([examples](../reference/violations.md)).\n");
            }
        }
        page.append("""

            ## Exercises

            1. Write the shortest request that STRICT accepts: no byte of it can be left out.
            2. Find a character that `BROWSER_FACING_SERVER` reads in a target and STRICT does not. Why does this policy not read a
               faulty field name, too?
            3. `A : b` is refused in a request by every policy. What does `TOLERANT_CLIENT` do with it in a response, and what must not
               follow on that connection?

            [Solutions](../../h11j-examples/src/test/java/io/github/h11j/examples/guide/RfcByExampleExercisesTest.java)

            Next: [testing your server](testing-your-server.md)
            """);
        return page.toString();
    }

    private static String anchor(String title) {
        return title.toLowerCase(Locale.ROOT).replace("/", "").replace(' ', '-');
    }

    private static void write(StringBuilder page, Example example) {
        page.append("\n### `")
                .append(example.violation())
                .append("`: ")
                .append(example.title())
                .append("\n\n");
        if (example.bytes().isEmpty()) {
            page.append("No byte, and the stream ends.\n");
        } else {
            page.append("```\n");
            Visible.lines(bytes(example)).forEach(line -> page.append(line).append('\n'));
            page.append("```\n").append(example.end() ? "\nThen the stream ends.\n" : "");
        }
        page.append("\n| policy | verdict |\n|---|---|\n");
        POLICIES.forEach((name, policy) -> {
            if (applies(example, policy)) {
                page.append("| ")
                        .append(name)
                        .append(" | ")
                        .append(verdict(example, policy).text())
                        .append(" |\n");
            }
        });
        page.append("\n[Open in the explorer](http://127.0.0.1:8080/")
                .append(ExploreCommand.link("strict", script(example)))
                .append(")\n");
    }

    private static String quoted(List<Violation> violations) {
        return String.join(
                ", ", violations.stream().map(each -> "`" + each + "`").toList());
    }

    @Test
    void the_page_is_what_the_library_does() throws IOException {
        if (Boolean.getBoolean("h11j.docs.write")) {
            Files.writeString(PAGE, page());
        }
        assertThat(Files.readString(PAGE))
                .as("written anew by -Dh11j.docs.write=true")
                .isEqualTo(page());
    }

    @Test
    void every_violation_is_in_exactly_one_family() {
        List<Violation> all = Family.ALL.stream()
                .flatMap(family -> Stream.concat(
                        family.examples().stream().map(Example::violation).distinct(), family.others().stream()))
                .toList();
        assertThat(all).containsExactlyInAnyOrder(Violation.values());
    }

    @ParameterizedTest
    @MethodSource("examples")
    void an_example_shows_its_violation_and_the_explorer_says_the_same(Example example) throws IOException {
        Verdict strict = verdict(example, Policy.STRICT);
        if (strict.fault() == null) {
            assertThat(strict.tolerated()).containsExactly(example.violation());
        } else {
            assertThat(strict.fault().violation()).isEqualTo(example.violation());
        }

        List<String> faults = new ArrayList<>();
        new ObjectMapper()
                .readTree(Session.run("strict", script(example)))
                .findValues("fault")
                .forEach(fault -> faults.add(
                        fault.get("violation").asText() + fault.get("offset").asText()));
        assertThat(faults)
                .isEqualTo(
                        strict.fault() == null
                                ? List.of()
                                : List.of(example.violation().toString()
                                        + strict.fault().offset().orElseThrow()));
    }
}
