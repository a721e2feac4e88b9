package io.github.h11j.spec.conformance;

import io.github.h11j.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** One way in which a client can be wrong. */
final class ClientMutant extends PeerMutant {

    /** No mutant: the client is correct. */
    static final ClientMutant NONE = new ClientMutant("none");

    /** Flaws that are not made by changing bytes. */
    enum Flaw {
        /** Reuses a connection whatever has arrived on it. */
        KEEPS_ALWAYS,
        /** Takes bytes after a response for the beginning of the next one. */
        TAKES_SURPLUS,
        /** Sends a POST again when there was no response. */
        REPEATS_POST,
        /** Forgets that the method was HEAD. */
        TAKES_HEAD_FOR_GET,
        WAITS_FOR_100
    }

    private Set<Flaw> flaws = Set.of();
    private UnaryOperator<String> output = bytes -> bytes;
    private Predicate<String> hanging = bytes -> false;
    private Predicate<String> losing = bytes -> false;

    private ClientMutant(String name) {
        super(name);
    }

    boolean has(Flaw flaw) {
        return flaws.contains(flaw);
    }

    String output(String bytes) {
        return output.apply(bytes);
    }

    /** The content as the caller gets it. */
    String content(String content, String received) {
        return losing.test(received) ? "" : content;
    }

    boolean hangs(String received) {
        return hanging.test(received);
    }

    /** Lacks one check: accepts what breaks the rule, as far as it was read. */
    private static ClientMutant forgiving(Violation violation) {
        ClientMutant mutant = new ClientMutant("forgives " + violation);
        mutant.forgiven = Set.of(violation);
        return mutant;
    }

    private static ClientMutant flawed(Flaw flaw) {
        ClientMutant mutant = new ClientMutant(flaw.toString());
        mutant.flaws = Set.of(flaw);
        return mutant;
    }

    /** Takes bytes after a response for the next one, whatever they are: as a response of HTTP/0.9, which has no head. */
    private static ClientMutant takingAnything() {
        ClientMutant mutant = new ClientMutant("takes any surplus for a response");
        mutant.flaws = Set.of(Flaw.KEEPS_ALWAYS);
        mutant.forgiven = Set.of(Violation.BAD_VERSION, Violation.BAD_STATUS_LINE, Violation.BAD_STATUS_CODE);
        return mutant;
    }

    /** Does not understand something that it must. */
    private static ClientMutant refusing(String what, String regex) {
        ClientMutant mutant = new ClientMutant("refuses " + what);
        Predicate<String> has = having(regex);
        mutant.refused = (bytes, reads) -> has.test(bytes);
        return mutant;
    }

    /** Waits for more, and so for the end of the connection. */
    private static ClientMutant waiting(String what, String regex) {
        ClientMutant mutant = new ClientMutant("waits after " + what);
        mutant.hanging = having(regex);
        return mutant;
    }

    /** Fails in an unexpected way. */
    private static ClientMutant crashing(String what, String regex) {
        ClientMutant mutant = new ClientMutant("crashes on " + what);
        mutant.crashing = having(regex);
        return mutant;
    }

    /** Returns no content where there is some. */
    private static ClientMutant losing(String what, String regex) {
        ClientMutant mutant = new ClientMutant("loses the content with " + what);
        mutant.losing = having(regex);
        return mutant;
    }

    /** Takes some bytes for others. */
    private static ClientMutant reading(String what, String regex, String replacement) {
        ClientMutant mutant = new ClientMutant("reads " + what);
        mutant.input = replacing(regex, replacement);
        return mutant;
    }

    /** Changes what it writes. */
    private static ClientMutant writing(String what, String regex, String replacement) {
        ClientMutant mutant = new ClientMutant("writes " + what);
        mutant.output = replacingFirst(regex, replacement);
        return mutant;
    }

    private static ClientMutant cutting(String what, BiPredicate<String, Integer> refused) {
        ClientMutant mutant = new ClientMutant("expects " + what);
        mutant.refused = refused;
        return mutant;
    }

    private static final List<Violation> CHECKS = List.of(
            Violation.BAD_CONTENT_LENGTH,
            Violation.CONTENT_LENGTH_TOO_LARGE,
            Violation.CONFLICTING_CONTENT_LENGTH,
            Violation.BAD_TRANSFER_ENCODING,
            Violation.BAD_CHUNK_SIZE,
            Violation.CHUNK_SIZE_TOO_LARGE,
            Violation.BAD_CHUNK_END,
            Violation.BAD_CHUNK_LINE_END,
            Violation.BAD_CHUNK_EXTENSION,
            Violation.BARE_CR,
            Violation.BAD_FIELD_VALUE,
            Violation.SWITCH_NOT_OFFERED,
            Violation.EOF_BEFORE_RESPONSE,
            Violation.EOF_IN_HEAD,
            Violation.EOF_IN_BODY,
            Violation.EOF_IN_CHUNKED_BODY,
            Violation.CONNECTION_ABORTED);

    /** All mutants: a check left out, something not understood, misread, cut badly, sent wrongly. */
    static List<ClientMutant> all() {
        List<ClientMutant> mutants = new ArrayList<>();
        CHECKS.forEach(violation -> mutants.add(forgiving(violation)));
        for (Flaw flaw : Flaw.values()) {
            mutants.add(flawed(flaw));
        }
        mutants.addAll(refusals());
        mutants.addAll(misreadings());
        mutants.addAll(waits());
        mutants.addAll(requests());
        mutants.addAll(crashes());
        mutants.add(takingAnything());
        mutants.add(losing("an unknown status", "HTTP/1.1 499"));
        mutants.add(cutting("the head in one piece", (bytes, reads) -> reads == 1 && !bytes.contains("\r\n\r\n")));
        mutants.add(cutting("all in one piece", (bytes, reads) -> reads > 1));
        return mutants;
    }

    /** Clients that are unusual but correct: they do what the RFC allows. */
    static List<ClientMutant> legal() {
        return List.of(
                forgiving(Violation.SWITCH_NOT_OFFERED),
                reading("CR as a space", "\\r(?!\\n|$)", " "),
                // "in field values" (RFC 9110 §5.5): before a colon it would belong to the name
                reading("NUL as a space", "\\x00(?!:)", " "));
    }

    private static List<ClientMutant> refusals() {
        return List.of(
                refusing("an empty reason", "HTTP/1.. \\d{3} \\r"),
                refusing("bytes above 127", "[\\x80-\\xff]"),
                refusing("tabs", "\\t"),
                refusing("capitals J and M", "JM"),
                refusing("folds", "\\r\\n[ \\t]"),
                refusing("names in another case", "ONTENT|content|NCODING|encoding"),
                refusing("empty values", "\\nX-[A-Za-z]+: ?\\r"),
                refusing("fields without a space", "\\n[^: ]+:[^ \\t\\r]"),
                refusing("other statuses of 2xx", "HTTP/1.. 299"),
                refusing("HTTP/1.0", "HTTP/1\\.0"),
                refusing("codings in capitals", "CHUNKED"),
                refusing("empty members", "Encoding: ,|,\\r"),
                refusing("zeros before a length", "Length: 0\\d"),
                refusing("a length of 0", "Length: 0\\r"),
                refusing("chunks", "Encoding: chunked"),
                refusing("chunk extensions", "\\n[0-9]+;"),
                refusing("trailers", "\\n0\\r\\n[A-Z]"),
                refusing("interim responses", "HTTP/1.1 1"),
                refusing("204", "HTTP/1.1 204"),
                refusing("responses without length", "HTTP/1.. 200 OK\\r\\n(Connection: [a-z-]+\\r\\n)?\\r\\n"));
    }

    private static List<ClientMutant> misreadings() {
        return List.of(
                reading("lengths of 64 bits as 32", "4294967301", "5"),
                reading("lengths that are too large as small", "18446744073709551621", "5"),
                reading("lengths that are too large as none", "Content-Length: 18446744073709551615\\r\\n", ""),
                reading("lengths to the first other character", "(Content-Length:) ?(\\d+)[^\\d\\r][^\\r]*", "$1 $2"),
                reading("white space before the first field away", "(OK\\r\\n)[ \\t]+", "$1"),
                reading("a folded field as another", "(Content-Length|Transfer-Encoding):\\r\\n ", "X-A: "),
                reading("repeated lengths as none", "Content-Length: 5(\\r\\nContent-Length: 5|, 5)\\r\\n", ""),
                reading("all that has chunked in it as chunked", "Encoding:[^\\r]*chunked[^\\r]*", "Encoding: chunked"),
                reading("unknown codings as chunked", "Encoding: foo\\r", "Encoding: chunked\r"),
                reading("unknown codings as none", "Transfer-Encoding: (foo|identity)\\r\\n", ""),
                reading(
                        "the first coding only",
                        "Encoding: (foo|chunked)(, |\\r\\nTransfer-Encoding: )\\w+",
                        "Encoding: $1"),
                reading(
                        "the length, whatever the coding",
                        "Transfer-Encoding: chunked\\r\\n(Content-Length)|(Content-Length: \\w+\\r\\n)Transfer-Encoding: chunked\\r\\n",
                        "$1$2"),
                reading("close as keep-alive", "(?i)\\bclose\\b", "keep-alive"),
                reading("HTTP/1.0 as HTTP/1.1", "HTTP/1\\.0", "HTTP/1.1"));
    }

    private static List<ClientMutant> waits() {
        return List.of(
                waiting("204", "HTTP/1.1 204"),
                waiting("304", "HTTP/1.1 304"),
                waiting("403", "HTTP/1.1 403"),
                waiting("205", "HTTP/1.1 205"),
                waiting("interim responses", "HTTP/1.1 1\\d\\d"));
    }

    private static List<ClientMutant> requests() {
        return List.of(
                writing("no Host", "Host: [^\\r]*\\r\\n", ""),
                writing("LF for line ends", "\\r\\n", "\n"),
                writing("close, and keeps the connection", "\\r\\n\\r\\n", "\r\nConnection: close\r\n\r\n"),
                writing("less content than it says", "hello$", "hell"),
                writing("no chunks where it says so", "Content-Length: 5", "Transfer-Encoding: chunked"),
                writing("an expectation without content", "^(GET [^\r]*\\r\\n)", "$1Expect: 100-continue\r\n"),
                writing("absolute targets", "^GET /", "GET http://a/"),
                writing("escapes as what they stand for", "%2F", "/"),
                writing("chunked in TE, and no option for it", "^(GET [^\r]*\\r\\n)", "$1TE: chunked\r\n"),
                writing("Upgrade, and no option for it", "^(GET [^\r]*\\r\\n)", "$1Upgrade: foo\r\n"));
    }

    private static List<ClientMutant> crashes() {
        return List.of(
                crashing("lengths of letters", "Length: abc"),
                crashing("NUL", "\\x00"),
                crashing("codings in HTTP/1.0", "HTTP/1.0 200 OK\\r\\nTransfer-Encoding"),
                crashing("framing in trailers", "\\n0\\r\\n(Content-Length|Transfer-Encoding|HTTP/)"),
                crashing("half an end of chunks", "\\n0(\\r\\n(X-T: v)?)?$"));
    }
}
