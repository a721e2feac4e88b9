package io.github.h11j.spec.conformance;

import io.github.h11j.Request;
import io.github.h11j.Violation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** One way in which a server can be wrong. */
final class Mutant extends PeerMutant {

    /** No mutant: the server is correct. */
    static final Mutant NONE = new Mutant("none");

    /** Flaws that are not made by changing bytes. */
    enum Flaw {
        NEVER_CLOSES,
        NEVER_SAYS_CONTINUE,
        TAKES_HTTPS,
        CLOSES_WITHOUT_A_WORD,
        /** Passes the chunk lines to the application as content. */
        KEEPS_CHUNK_LINES,
        /** Writes an exception to the client when a message arrives in pieces. */
        FAILS_ON_PIECES,
        IGNORES_PRECONDITIONS,
        /** Compares entity tags weakly in If-Match. */
        COMPARES_WEAKLY,
        /** Compares entity tags strongly in If-None-Match. */
        COMPARES_STRONGLY,
        /** Looks at If-Modified-Since beside If-None-Match. */
        PREFERS_DATES,
        TAKES_ANY_DATE,
        TAKES_ANY_TAG,
        /** Refuses a length with a 200 that never ends. */
        ANSWERS_REFUSED_WITHOUT_END,
        /** Legal: answers a request with content at once, says close, and closes. */
        ANSWERS_EARLY,
        /** Legal: keeps reading after a refusal until the client ends the connection (RFC 9112 section 9.6). */
        READS_ON_AFTER_REFUSAL,
        /** Legal: closes after each response, and says so. */
        CLOSES_EACH,
        /** Legal: its application has its own response to POST. */
        ECHOES_NOTHING
    }

    private static final Set<Flaw> LEGAL =
            Set.of(Flaw.ANSWERS_EARLY, Flaw.READS_ON_AFTER_REFUSAL, Flaw.CLOSES_EACH, Flaw.ECHOES_NOTHING);

    /** Servers that are unusual but correct: they do what the RFC allows. */
    static List<Mutant> legal() {
        List<Mutant> legal = new ArrayList<>();
        LEGAL.forEach(flaw -> legal.add(flawed(flaw)));
        for (Set<Flaw> flaws : List.of(Set.<Flaw>of(), Set.of(Flaw.CLOSES_EACH))) {
            legal.add(reading("CR as a space", "\\r(?!\\n|$)", " ").with(flaws));
            legal.add(reading("NUL as a space", "\\x00", " ").with(flaws));
            legal.add(reading("folds as spaces", "\\r\\n[ \\t]+(?=\\S)", " ").with(flaws));
        }
        legal.add(writing("501 to methods that it does not know", "^HTTP/1.1 405", "HTTP/1.1 501"));
        legal.add(writing(
                "417 to expectations of HTTP/1.1 that are not 100-continue",
                (bytes, request) -> request.version().toString().equals("1.1")
                                && request.headers().contains("Expect")
                                && !request.headers().toString().contains(" 100-continue")
                        ? bytes.replaceFirst("200 OK", "417 Expectation Failed")
                        : bytes));
        return legal;
    }

    private Set<Flaw> flaws = Set.of();
    private BiFunction<String, Request, String> output = (bytes, request) -> bytes;

    private Mutant(String name) {
        super(name);
    }

    boolean has(Flaw flaw) {
        return flaws.contains(flaw);
    }

    String output(String bytes, Request request) {
        return output.apply(bytes, request);
    }

    /** Lacks one check: answers what breaks the rule as if it were valid. */
    private static Mutant forgiving(Violation... violations) {
        Mutant mutant = new Mutant("forgives " + Arrays.toString(violations));
        mutant.forgiven = Set.of(violations);
        return mutant;
    }

    private static Mutant flawed(Flaw flaw) {
        return new Mutant(flaw.toString()).with(Set.of(flaw));
    }

    private Mutant with(Set<Flaw> added) {
        flaws = added;
        return this;
    }

    /** Does not understand something that it must. */
    private static Mutant refusing(String what, String regex) {
        Mutant mutant = new Mutant("refuses " + what);
        Predicate<String> has = having(regex);
        mutant.refused = (bytes, reads) -> has.test(bytes);
        return mutant;
    }

    /** Writes an exception to the client when it meets something. */
    private static Mutant crashing(String what, String regex) {
        Mutant mutant = new Mutant("crashes on " + what);
        mutant.crashing = having(regex);
        return mutant;
    }

    /** Takes some bytes for others. */
    private static Mutant reading(String what, String regex, String replacement) {
        Mutant mutant = new Mutant("reads " + what);
        mutant.input = replacing(regex, replacement);
        return mutant;
    }

    private static Mutant writing(String what, BiFunction<String, Request, String> output) {
        Mutant mutant = new Mutant("writes " + what);
        mutant.output = output;
        return mutant;
    }

    /** Changes what it writes. */
    private static Mutant writing(String what, String regex, String replacement) {
        UnaryOperator<String> replaced = replacingFirst(regex, replacement);
        return writing(what, (bytes, request) -> replaced.apply(bytes));
    }

    private static Mutant cutting(String what, BiPredicate<String, Integer> refused) {
        Mutant mutant = new Mutant("expects " + what);
        mutant.refused = refused;
        return mutant;
    }

    private static final List<Violation> CHECKS = List.of(
            Violation.MISSING_HOST,
            Violation.MULTIPLE_HOST,
            Violation.BAD_HOST,
            Violation.TARGET_FORM,
            Violation.BARE_CR,
            Violation.LEADING_WHITESPACE,
            Violation.OBS_FOLD,
            Violation.FOLDED_FRAMING_FIELD,
            Violation.WHITESPACE_BEFORE_COLON,
            Violation.BAD_FIELD_VALUE,
            Violation.FIELD_VALUE_CONTROL,
            Violation.BAD_CONTENT_LENGTH,
            Violation.CONTENT_LENGTH_TOO_LARGE,
            Violation.CONFLICTING_CONTENT_LENGTH,
            Violation.CONTENT_LENGTH_WITH_TRANSFER_ENCODING,
            Violation.TRANSFER_ENCODING_IN_HTTP_1_0,
            Violation.BAD_TRANSFER_ENCODING,
            Violation.CHUNKED_NOT_LAST,
            Violation.UNKNOWN_TRANSFER_CODING,
            Violation.CHUNK_SIZE_TOO_LARGE,
            Violation.FORBIDDEN_TRAILER,
            Violation.TRAILER_SECTION_TOO_LARGE,
            Violation.TOO_MANY_TRAILERS,
            Violation.EOF_IN_HEAD,
            Violation.EOF_IN_BODY,
            Violation.EOF_IN_CHUNKED_BODY);

    /** All mutants: a check left out, something not understood, misread, cut badly, answered wrongly. */
    static List<Mutant> all() {
        List<Mutant> mutants = new ArrayList<>();
        CHECKS.forEach(violation -> mutants.add(forgiving(violation)));
        for (Flaw flaw : Flaw.values()) {
            if (!LEGAL.contains(flaw)) {
                mutants.add(flawed(flaw));
            }
        }
        mutants.addAll(refusals());
        mutants.addAll(crashes());
        mutants.addAll(misreadings());
        mutants.addAll(answers());
        mutants.add(cutting("the head in one piece", (bytes, reads) -> reads == 1 && !bytes.contains("\r\n\r\n")));
        mutants.add(cutting("all in one piece", (bytes, reads) -> reads > 1 && !bytes.contains("User-Agent")));
        return mutants;
    }

    private static List<Mutant> refusals() {
        return List.of(
                refusing("absolute-form", "^[A-Z]+ (?i)http:"),
                refusing("field names in capitals", "HOST:"),
                refusing("fields without a space", "\\n[^: ]+:[^ \\t]"),
                refusing("tabs around values", ":\\t|: *\\t"),
                refusing("capitals J and M in fields", "\\n[A-Z]*[JM]"),
                refusing("codings in capitals", "CHUNKED"),
                refusing("chunks", "Transfer-Encoding: chunked"),
                refusing("chunk sizes in capitals", "\\nA\\r"),
                refusing("chunk sizes in small letters", "\\na\\r"),
                refusing("zeros before a chunk size", "\\n000"),
                refusing("chunk extensions", "\\n[0-9]+ ?;"),
                refusing("trailers", "\\n0\\r\\n[A-Z]"),
                refusing("chunked bodies without a chunk", "chunked\\r\\n\\r\\n0\\r\\n\\r\\n$"),
                refusing("HEAD", "^HEAD"),
                refusing("two requests at once", "\\r\\n\\r\\n[A-Z]{3,4} .*\\r\\n\\r\\n"),
                refusing("six requests at once", "(GET[^\\n]*\\n[^\\n]*\\n\\r\\n){6}"),
                refusing("HEAD before GET", "^HEAD.*\\n\\r\\nGET"),
                refusing("GET before HEAD", "^GET.*\\n\\r\\nHEAD"),
                refusing("a request after a body", "helloGET"),
                refusing("a request after chunks", "hello\\r\\n0\\r\\n\\r\\nGET"),
                cutting("no User-Agent first", (bytes, reads) -> reads == 1 && bytes.contains("User-Agent")));
    }

    private static List<Mutant> crashes() {
        return List.of(
                crashing("a bare CR in a target, as HTTP/0.9 would be answered", "\\?a\\rb"),
                crashing("CR CR LF", "\\r\\r\\n"),
                crashing("CR CR CR", "\\r\\r\\r"),
                crashing("folds", "\\r\\n[ \\t]"),
                crashing("NUL", "\\x00"),
                crashing("a Host that is not its own", "Host: other"),
                crashing("long lines", "a{5000}|b{4000}"),
                crashing("several cookies", "Cookie:.*Cookie:"),
                crashing("escaped NUL", "%00"),
                crashing("overlong UTF-8", "%c0"),
                crashing("many fields", "(A: b\\r\\n){1000}"),
                crashing("lists of lengths", "Content-Length: (5,|,)"),
                crashing("repeated lengths", "Content-Length: 5\\r\\nContent-Length: 5"),
                crashing("zeros before a length", "Content-Length: 0."),
                crashing("empty list members", ": ,|,\\r\\n"),
                crashing("space before an extension", "5 ;"),
                crashing("fields of the connection in trailers", "0\\r\\n(Connection|Host|Authorization)"),
                crashing("keep-alive of HTTP/1.0", "HTTP/1.0\\r\\n.*keep-alive\\r"),
                crashing("Upgrade", "Upgrade:"),
                crashing("numbers that are too large", "18446744073709551616"),
                crashing("expectations", "Expect: (y|foo)"),
                crashing("content that comes at once", "Expect: .*\\r\\n\\r\\n."));
    }

    private static List<Mutant> misreadings() {
        return List.of(
                reading("CR as a line end", "\\r(?!\\n)", "\r\n"),
                reading(
                        "a bad length of a second request as none",
                        "(\\r\\n\\r\\nGET [^\\r]*\\r\\nHost: [^\\r]*\\r\\n)Content-Length: x\\r\\n",
                        "$1"),
                reading("NUL as nothing", "\\x00", ""),
                reading("a path up to an escaped NUL", "(GET /)%00\\S*", "$1"),
                reading("overlong dots as dots", "GET /h11j-none/%c0%ae%c0%ae", "GET "),
                reading("dates of RFC 850 as none", "Since: [A-Z][a-z]+day, [^\\r]*", "Since: "),
                reading("dates of asctime as none", "Since: [A-Z][a-z]{2} [^\\r]*", "Since: "),
                reading("no If-Match beside a date", "If-Match: [^\\r]*\\r\\n(If-Unmodified)", "$1"),
                reading(
                        "no If-Match and no date after If-None-Match",
                        "(If-None-Match: [^\\r]*\\r\\n)If-(Match|Unmodified)[^\\r]*\\r\\n",
                        "$1"),
                reading("no condition after Range", "(Range: [^\\r]*\\r\\n)If-None-Match: [^\\r]*\\r\\n", "$1"),
                reading("a length of 50 as 5", "Content-Length: 50", "Content-Length: 5"),
                reading("a head that stalls as whole", "^(GET [^\\r]*\\r\\nHost: [^\\r]*\\r\\n)$", "$1\r\n"),
                reading("lengths of 64 bits as 32", "4294967301", "5"),
                reading("chunk sizes of 64 bits as 32", "100000005", "5"),
                reading("chunk sizes of 32 bits as 5", "FFFFFFFF", "5"),
                reading(
                        "no body of methods that have none",
                        "^((?:GET|HEAD|DELETE|OPTIONS) .*)Content-Length: (27|30|90000)",
                        "$1Content-Length: 0"),
                reading(
                        "no chunks of methods that have none",
                        "^((?:GET|OPTIONS) .*)Transfer-Encoding: chunked\\r\\n",
                        "$1"),
                reading(
                        "a body that does not come with the head as none",
                        "^(POST \\S+ HTTP/1.1\\r\\nHost: [^\\r]+\\r\\n)Content-Length: 27\\r\\n\\r\\n$",
                        "$1Content-Length: 0\r\n\r\n"),
                reading("a length of one too many", "Content-Length: 5(\\r\\n\\r\\nhelloG)", "Content-Length: 6$1"),
                reading("no body after an expectation", "^(POST .*Expect.*)Content-Length: 27", "$1Content-Length: 0"),
                reading("a body of 27 bytes as none", "Content-Length: 27(\\r\\n\\r\\nG)", "Content-Length: 0$1"),
                reading(
                        "a body after each POST",
                        "^(POST \\S+ HTTP/1.1\\r\\nHost: [^\\r]+\\r\\n)\\r\\n",
                        "$1Content-Length: 27\r\n\r\n"),
                reading("chunks up to an empty line", "1b\\r\\n", "0\r\n\r\n"),
                reading("only the first chunk", "2\\r\\nhe\\r\\n3\\r\\nllo", "2\r\nhe"),
                reading("HTTP/1.0 as HTTP/1.1", "HTTP/1\\.0", "HTTP/1.1"),
                reading("closing as keeping", "(?i)Connection: close\\r\\n(?!\\r\\n$)", "Foo: bar\r\n"),
                reading("close in a list as nothing", "Connection: [a-z-]+, ?close", "Foo: bar"),
                reading("the first Connection line only", "Connection: foo\\r\\nConnection: close", "Connection: foo"),
                reading("close in capitals as another word", "CLOSE", "CLOSED"));
    }

    private static List<Mutant> answers() {
        return List.of(
                writing("200 to CONNECT", "^HTTP/1.1 501(?=.*)", "HTTP/1.1 200"),
                writing(
                        "what is escaped in a target",
                        (bytes, request) -> request.target().contains("%0d%0a")
                                ? bytes.replaceFirst("\r\n\r\n", "\r\nInjected: yes\r\n\r\n")
                                : bytes),
                writing("a Date of the past century", "Date: Tue, 24 Nov 2026", "Date: Tuesday, 24-Nov-26"),
                writing("204 with a length", "^(HTTP/1.1 204[^\r]*\r\n)", "$1Content-Length: 0\r\n"),
                writing(
                        "206 to any Range",
                        (bytes, request) -> request.headers().contains("Range")
                                ? bytes.replaceFirst("200 OK", "206 Partial Content")
                                : bytes),
                writing("405 without Allow", "\r\nAllow: [^\r]*", ""),
                writing("no Date", "\r\nDate: [^\r]*", ""),
                writing(
                        "content in answer to HEAD",
                        (bytes, request) -> request.method().equals("HEAD") ? bytes + "hello\n" : bytes),
                badLengthOfHead(),
                writing("no space after the status code", "^(HTTP/1.1 \\d{3}) [^\r]*", "$1"),
                writing("LF for line ends", "\r\n", "\n"),
                writing("length and coding", "Content-Length:", "Transfer-Encoding: identity\r\nContent-Length:"),
                writing(
                        "chunks to HTTP/1.0",
                        (bytes, request) -> request.version().toString().equals("1.0")
                                ? bytes.replaceFirst("\r\n\r\n", "\r\nTransfer-Encoding: identity\r\n\r\n")
                                : bytes),
                writing(
                        "100 to HTTP/1.0",
                        (bytes, request) -> request.version().toString().equals("1.0")
                                ? "HTTP/1.1 100 Continue\r\n\r\n" + bytes
                                : bytes),
                writing(
                        "101 to any Upgrade",
                        (bytes, request) -> request.headers().contains("Upgrade")
                                ? "HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: foo\r\n\r\n"
                                : bytes),
                writing(
                        "417 to any Expect",
                        (bytes, request) -> request.headers().contains("Expect")
                                ? bytes.replaceFirst("200 OK", "417 Expectation Failed")
                                : bytes),
                writing(
                        "only 100",
                        (bytes, request) ->
                                request.headers().contains("Expect") && !bytes.contains(" 100 ") ? "" : bytes),
                writing(
                        "501 to HEAD",
                        (bytes, request) ->
                                request.method().equals("HEAD") ? bytes.replaceFirst("200 OK", "501 No") : bytes),
                writing(
                        "close, and keeps the connection",
                        "Content-Length: 6\r\n",
                        "Content-Length: 6\r\nConnection: close\r\n"));
    }

    /** Answers HEAD with a length that is not a number, and with content. */
    private static Mutant badLengthOfHead() {
        Mutant mutant = writing(
                "content in answer to HEAD with a bad length",
                (bytes, request) -> request.headers().contains("Bad-Length") ? bytes + "hello\n" : bytes);
        mutant.input = replacing("^(HEAD [^\\r]*\\r\\nHost: [^\\r]*\\r\\n)Content-Length: x", "$1Bad-Length: x");
        return mutant;
    }
}
