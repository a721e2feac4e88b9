package io.github.h11j.spec.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.h11j.spec.conformance.Observation.Message;
import java.io.StringReader;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

/** The report in JUnit's XML, whatever the software under test has said. */
class JUnitReportTest {

    private static final String ANYTHING =
            IntStream.rangeClosed(0, 0x100).mapToObj(Character::toString).collect(Collectors.joining())
                    + "\uD800 \uFFFE \uFFFF \uD83D\uDE00";

    private static Document report(Verdict verdict) throws Exception {
        ConformanceCase test = CaseFile.builtIn(CaseKind.SERVER).get(0);
        Transcript wire = new Transcript();
        wire.note(ANYTHING);
        CaseResult result = new CaseResult(test, verdict, new Observation(List.of()), ANYTHING, wire, Duration.ZERO);
        String xml = JUnitReport.of(
                new ConformanceRun(CaseKind.SERVER, ANYTHING, "", Instant.EPOCH, Duration.ZERO, List.of(result)));
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(xml)));
    }

    @Test
    void it_is_well_formed_and_shows_what_XML_does_not_allow() throws Exception {
        Document failed = report(Verdict.FAIL);
        assertThat(failed.getElementsByTagName("failure").item(0).getTextContent())
                .contains("\\x00\\x01", "\\x1b", " !\"#", "\\xd800 \\xfffe \\xffff \uD83D\uDE00");
        assertThat(failed.getDocumentElement().getAttribute("name")).contains("\\x00", "\\x1b", "&'");
        Document skipped = report(Verdict.INCONCLUSIVE);
        assertThat(skipped.getElementsByTagName("skipped")
                        .item(0)
                        .getAttributes()
                        .getNamedItem("message")
                        .getNodeValue())
                .contains("\\x00", "\\x1b");
    }

    @Test
    void what_people_read_has_no_control_characters() {
        WireMessage odd = new WireMessage(
                "G\u0001\u001b[31m / HTTP/1.1", List.of(), WireMessage.Framing.NONE, "", List.of(), true, List.of());
        assertThat(new Observation(List.of(new Message(odd, false)))).asString().isEqualTo("G\\x01\\x1b[31m");
        CaseResult result = CaseResult.inconclusive(
                CaseFile.builtIn(CaseKind.SERVER).get(0), "a\u001b\u009bb\r\nc", new Transcript());
        assertThat(result.explanation()).isEqualTo("a\\x1b\\x9bb\\x0d\nc");
    }
}
