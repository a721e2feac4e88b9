package io.github.h11j.spec.conformance;

import java.io.StringWriter;
import java.time.Duration;
import java.util.Locale;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * A run as JUnit XML, which CI systems read. Inconclusive cases are skipped tests, but those in which the subject could
 * not be reached are errors.
 */
public final class JUnitReport {

    private JUnitReport() {}

    /**
     * Returns the report.
     *
     * @param run what happened
     * @return an XML document
     */
    public static String of(ConformanceRun run) {
        StringWriter out = new StringWriter();
        try {
            XMLStreamWriter xml = XMLOutputFactory.newInstance().createXMLStreamWriter(out);
            xml.writeStartDocument("UTF-8", "1.0");
            xml.writeCharacters("\n");
            xml.writeStartElement("testsuite");
            xml.writeAttribute("name", "h11j-conformance " + run.kind().label() + " " + Printable.of(run.subject()));
            xml.writeAttribute("tests", Integer.toString(run.results().size()));
            xml.writeAttribute("failures", Integer.toString(run.count(Verdict.FAIL)));
            xml.writeAttribute("errors", Integer.toString(run.countUnreachable()));
            xml.writeAttribute("skipped", Integer.toString(run.count(Verdict.INCONCLUSIVE) - run.countUnreachable()));
            xml.writeAttribute("time", seconds(run.duration()));
            xml.writeAttribute("timestamp", run.started().toString());
            for (CaseResult result : run.results()) {
                xml.writeCharacters("\n  ");
                write(xml, run, result);
            }
            xml.writeCharacters("\n");
            xml.writeEndElement();
            xml.writeEndDocument();
            xml.close();
        } catch (XMLStreamException e) {
            throw new IllegalStateException(e);
        }
        return out + "\n";
    }

    private static void write(XMLStreamWriter xml, ConformanceRun run, CaseResult result) throws XMLStreamException {
        xml.writeStartElement("testcase");
        xml.writeAttribute("classname", "h11j-conformance." + run.kind().label());
        xml.writeAttribute("name", Printable.of(result.test().toString()));
        xml.writeAttribute("time", seconds(result.duration()));
        if (result.verdict() == Verdict.FAIL) {
            xml.writeStartElement("failure");
            xml.writeAttribute("message", result.explanation());
            xml.writeAttribute("type", result.test().level().label());
            xml.writeCharacters(result.transcript().toString());
            xml.writeEndElement();
        } else if (result.verdict() == Verdict.INCONCLUSIVE) {
            xml.writeEmptyElement(result.isUnreachable() ? "error" : "skipped");
            xml.writeAttribute("message", result.explanation());
        }
        xml.writeEndElement();
    }

    private static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%.3f", duration.toNanos() / 1e9);
    }
}
