package io.github.h11j.examples.conformance;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * One way in which a proxy is wrong: what comes to a right one, or goes from it, is changed. A proxy that does not see
 * a fault is one before which the fault is mended.
 */
final class ProxyMutant {

    /** No mutant: the proxy is correct. */
    static final ProxyMutant NONE = new ProxyMutant("none");

    private static final String REFUSAL = "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";

    private final String name;
    private UnaryOperator<String> requestIn = bytes -> bytes;
    private UnaryOperator<String> requestOut = bytes -> bytes;
    private UnaryOperator<String> responseIn = bytes -> bytes;
    private UnaryOperator<String> responseOut = bytes -> bytes;
    private Pattern refused = Pattern.compile("(?!)");
    private String refusal = REFUSAL;
    private boolean repeats;
    private boolean ofForwardProxies = true;

    private ProxyMutant(String name) {
        this.name = name;
    }

    private ProxyMutant notOfForwardProxies() {
        ofForwardProxies = false;
        return this;
    }

    /** Whether a proxy of this kind can be wrong in this way. */
    boolean isOf(boolean forward) {
        return ofForwardProxies || !forward;
    }

    /** What is changed between the client and the right proxy. */
    Interposer.Change before() {
        return new Interposer.Change() {
            @Override
            public String forth(String bytes) {
                return requestIn.apply(bytes);
            }

            @Override
            public String back(String bytes) {
                return responseOut.apply(bytes);
            }

            @Override
            public Optional<String> answer(String bytes) {
                return refused.matcher(bytes).find() ? Optional.of(refusal) : Optional.empty();
            }
        };
    }

    /** What is changed between the right proxy and the origin. */
    Interposer.Change behind() {
        return new Interposer.Change() {
            @Override
            public String forth(String bytes) {
                return requestOut.apply(bytes);
            }

            @Override
            public String back(String bytes) {
                return responseIn.apply(bytes);
            }

            @Override
            public boolean repeats() {
                return repeats;
            }
        };
    }

    @Override
    public String toString() {
        return name;
    }

    private static UnaryOperator<String> replacing(String regex, String replacement) {
        Pattern pattern = Pattern.compile(regex, Pattern.DOTALL);
        return bytes -> pattern.matcher(bytes).replaceAll(replacement);
    }

    /** Refuses what it has to forward. */
    private static ProxyMutant refusing(String what, String regex) {
        ProxyMutant mutant = new ProxyMutant("refuses " + what);
        mutant.refused = Pattern.compile(regex, Pattern.DOTALL);
        return mutant;
    }

    /** Answers 200 where it has to forward or to refuse. */
    private static ProxyMutant answering(String what, String regex) {
        ProxyMutant mutant = new ProxyMutant("answers " + what);
        mutant.refused = Pattern.compile(regex, Pattern.DOTALL);
        mutant.refusal = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
        return mutant;
    }

    /** Takes a request for another. */
    private static ProxyMutant reading(String what, String regex, String replacement) {
        ProxyMutant mutant = new ProxyMutant("reads " + what);
        mutant.requestIn = replacing(regex, replacement);
        return mutant;
    }

    /** Sends another request. */
    private static ProxyMutant forwarding(String what, String regex, String replacement) {
        ProxyMutant mutant = new ProxyMutant("forwards " + what);
        mutant.requestOut = replacing(regex, replacement);
        return mutant;
    }

    /** Takes a response for another. */
    private static ProxyMutant hearing(String what, String regex, String replacement) {
        ProxyMutant mutant = new ProxyMutant("hears " + what);
        mutant.responseIn = replacing(regex, replacement);
        return mutant;
    }

    /** Sends another response. */
    private static ProxyMutant giving(String what, String regex, String replacement) {
        ProxyMutant mutant = new ProxyMutant("returns " + what);
        mutant.responseOut = replacing(regex, replacement);
        return mutant;
    }

    /** Does not recognise fields of a request, and forwards them. */
    private static ProxyMutant passing(String what, String regex) {
        ProxyMutant mutant = new ProxyMutant("passes on " + what);
        mutant.requestIn = replacing("\n(" + regex + ")", "\nHidden-$1");
        mutant.requestOut = replacing("Hidden-", "");
        return mutant;
    }

    /** Does not recognise fields of a response, and forwards them. */
    private static ProxyMutant passingBack(String what, String regex) {
        ProxyMutant mutant = new ProxyMutant("passes back " + what);
        mutant.responseIn = replacing("\n(" + regex + ")", "\nHidden-$1");
        mutant.responseOut = replacing("Hidden-", "");
        return mutant;
    }

    /** Sends a request to the origin again if there was no response. */
    private static ProxyMutant repeating() {
        ProxyMutant mutant = new ProxyMutant("repeats requests without a response");
        mutant.repeats = true;
        return mutant;
    }

    private static ProxyMutant namesWithSpace() {
        ProxyMutant mutant = hearing("names with a space as names", "X-Odd : ", "Hidden-X-Odd: ");
        mutant.responseOut = replacing("Hidden-X-Odd: ", "X-Odd : ");
        return mutant;
    }

    static List<ProxyMutant> all() {
        List<ProxyMutant> mutants = new ArrayList<>();
        mutants.addAll(ofRequests());
        mutants.addAll(ofFaultyRequests());
        mutants.addAll(ofResponses());
        mutants.addAll(ofFaultyResponses());
        mutants.add(repeating());
        return mutants;
    }

    /** Gateways that are unusual but correct: they do what the RFC allows. */
    static List<ProxyMutant> legal() {
        return List.of(
                giving("503 instead of 502", "HTTP/1.1 502", "HTTP/1.1 503"),
                hearing(
                        "no interim responses, as a gateway may",
                        "HTTP/1.1 (103|199|102)[^\r]*\r\n(Link: [^\r]*\r\n)?\r\n",
                        ""),
                forwarding(
                        "paths without dots and repeated slashes, as a gateway may",
                        "(GET \\S*)(/a/\\.\\.|//a//)",
                        "$1"),
                reading("CR as a space", "\r(?!\n|$)", " "),
                hearing("CR as a space", "\r(?!\n|$)", " "));
    }

    private static List<ProxyMutant> ofRequests() {
        return List.of(
                forwarding("no Via", "Via: [^\r]*\r\n", ""),
                forwarding("no Host", "Host: [^\r]*\r\n", ""),
                forwarding("other content", "llo", "lla"),
                reading("what there is as all, by length", "Content-Length: 10(\r\n.*hello)$", "Content-Length: 5$1"),
                reading("what there is as all, of chunks", "(5\r\nhello\r\n)$", "$10\r\n\r\n"),
                forwarding("* as /", "^OPTIONS \\*", "OPTIONS /"),
                forwarding("methods in capitals", "^get", "GET"),
                forwarding("the version of the client", "HTTP/1.1(\r\n.*Via: 1.[02])", "HTTP/1.2$1"),
                passing("fields of the connection", "Connection: (?!close|keep-alive)|TE:|Upgrade:"),
                passing("Max-Forwards", "Max-Forwards:"),
                refusing("unknown fields", "X-Odd"),
                refusing("unusual targets", "^GET \\S*(\\?|%|/\\.|//a|;)"),
                refusing("absolute targets of a gateway", "^GET http:").notOfForwardProxies(),
                refusing("bytes that come one by one", "^.$"),
                reading("close as nothing", "Connection: close\r\n(?!\r\n$)", ""),
                reading("HEAD as GET", "^HEAD", "GET"),
                reading("the second target as the first", "(GET \\S+/)1( .*GET \\S+/)2", "$12$21"),
                reading(
                        "framing fields away that Connection names",
                        "Connection: (content-length|transfer-encoding)\r\n[^\r]*\r\n",
                        ""),
                reading("trailers as fields", "(POST [^\r]*\r\n)(.*\r\n0\r\n)(X-T: [^\r]*\r\n)", "$1$3$2"),
                reading("OPTIONS of a server as of its first page", "^OPTIONS (http://[^/ ]+) ", "OPTIONS $1/ "),
                reading(
                        "HTTP/1.0 with keep-alive as HTTP/1.1",
                        "HTTP/1.0\r\n(Host: [^\r]*\r\nConnection: keep-alive)",
                        "HTTP/1.1\r\n$1"),
                reading("HTTP/1.0 as HTTP/1.1", "^(GET \\S+ )HTTP/1.0(\r\nHost: [^\r]*\r\n\r\n)$", "$1HTTP/1.1$2"),
                reading("no chunks of OPTIONS", "^(OPTIONS .*)Transfer-Encoding: chunked\r\n", "$1"),
                reading(
                        "content that does not come with the head as none",
                        "^(POST .*)Content-Length: 43\r\n\r\n$",
                        "$1Content-Length: 0\r\n\r\n"),
                reading("a target up to an escaped NUL", "(GET \\S*?)%00\\S*", "$1"),
                reading("overlong dots as dots", "%c0%ae", "."),
                reading("one Cookie line only", "(Cookie: [^\r]*\r\n)(Cookie: [^\r]*\r\n)+", "$1"),
                reading("no more than 4000 bytes of a value", "b{4000,}", "b"),
                reading("no X-Hop, not even in tunnels", "X-Hop: [^\r]*\r\n", ""));
    }

    private static List<ProxyMutant> ofFaultyRequests() {
        return List.of(
                answering("a CONNECT without a port", "^CONNECT localhost "),
                answering(
                        "what has no Host, or several", "^GET [^\r]*\r\n(?!.*Host)|Host:.*Host: other|Host: [^\r]*/a"),
                answering("a Host that is not the target's", "Host: other.example"),
                answering("invalid lengths", "Content-Length:(?! \\d{1,9}\r)|Content-Length:.*Content-Length:"),
                answering("other codings", "Encoding:(?! chunked\r)|Encoding:.*Encoding:"),
                answering("codings in HTTP/1.0", "HTTP/1.0.*Encoding:"),
                answering("both length and chunks", "Length:.*Encoding:|Encoding:.*Length:"),
                answering("odd bytes", "\\x00|\r\r|\r[^\\n]|\\n[ \\t]|\\n[^:\r\n]+[ \\t]:"),
                answering("invalid chunk sizes", "\\n(\\+|0x|FFFF|1000)[^\r]*\r\n"));
    }

    private static List<ProxyMutant> ofResponses() {
        return List.of(
                giving("no interim responses", "HTTP/1.1 (103|199|102)[^\r]*\r\n([^\r]+\r\n)*\r\n", ""),
                giving("no Date", "Date: [^\r]*\r\n", ""),
                giving("content with 204 and 304", "(HTTP/1.1 [23]04.*\r\n\r\n)$", "$1hello"),
                giving(
                        "content that was only announced",
                        "(Content-Length: (7|40)\r\n(?:.*\r\n)?\r\n)$",
                        "$1hello, more than enough for either of the two"),
                giving("an end of chunks after a head", "(chunked\r\n(?:.*\r\n)?\r\n)$", "$10\r\n\r\n"),
                giving("no Via", "Via: [^\r]*\r\n", ""),
                giving("no space after the status", "(HTTP/1.1 \\d{3}) \r", "$1\r"),
                giving("the version of the origin", "HTTP/1.1( 200[^\r]*\r\n.*Via: 1.[02])", "HTTP/1.0$1"),
                passingBack("fields of the connection", "Connection: (?!close|keep-alive)"),
                passingBack("the close of the origin", "Connection: close"),
                hearing("no unknown fields", "X-Odd: [^\r]*\r\n", ""),
                hearing("less than there is until close", "(HTTP/1.. 200 OK\r\n(?:[^CT\r][^\r]*\r\n)*\r\nhel)lo", "$1"),
                hearing("less than there is in chunks", "5\r\nhello\r\n0", "4\r\nhell\r\n0"),
                hearing("the first chunk only", "(2;a=b\r\nhe\r\n)3\r\nllo\r\n", "$1"),
                hearing("other content", "again", "evil!"),
                hearing("101 as 200", "HTTP/1.1 101", "HTTP/1.1 200"),
                giving(
                        "a 101 that nobody asked for where the right answer is 502",
                        "HTTP/1.1 502.*",
                        "HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: x-odd\r\n\r\n"),
                hearing("no bytes that come one by one", "^.$", ""),
                hearing("trailers as fields", "(HTTP/1.1 200 OK\r\n)(.*\r\n0\r\n)(X-T: [^\r]*\r\n)", "$1$3$2"),
                hearing("no interim responses", "HTTP/1.1 (103|199|102)[^\r]*\r\n(Link: [^\r]*\r\n)?\r\n", ""),
                hearing("103 as 200", "HTTP/1.1 103 Early Hints", "HTTP/1.1 200 OK"),
                hearing("HTTP/1.0 as HTTP/1.1", "HTTP/1.0", "HTTP/1.1"),
                hearing("403 as 503", "HTTP/1.1 403", "HTTP/1.1 503"),
                hearing("the last of two responses", "^HTTP/1.*?(HTTP/1.1 200 OK\r\nContent-Length: 4)", "$1"));
    }

    private static List<ProxyMutant> ofFaultyResponses() {
        return List.of(
                hearing("what there is as all, by length", "Content-Length: 10(\r\n\r\nhello)$", "Content-Length: 5$1"),
                hearing("what there is as all, of chunks", "(5\r\nhello\r\n)$", "$10\r\n\r\n"),
                hearing("what there is as all, of a chunk", "5\r\n(hel)$", "3\r\n$1\r\n0\r\n\r\n"),
                hearing(
                        "what there is as all, of a head",
                        "(HTTP/1.1 200 OK\r\n)(Content-Le|[^\r]*\r\n)?$",
                        "$1Content-Length: 0\r\n\r\n"),
                hearing(
                        "invalid lengths as valid ones",
                        "(Content-Length: [^\r]*\r\n)+\r\nhello",
                        "Content-Length: 5\r\n\r\nhello"),
                hearing(
                        "the length where there are chunks",
                        "Transfer-Encoding: chunked\r\n(Content-Length: 2)|(Content-Length: 2\r\n)Transfer-Encoding: chunked\r\n",
                        "$1$2"),
                hearing(
                        "invalid chunks as valid ones",
                        "chunked\r\n\r\n[^5].*$",
                        "chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n"),
                hearing("an invalid chunk size as the last chunk", "\r\n[g-z]\r\n.*$", "\r\n0\r\n\r\n"),
                hearing(
                        "what there is as all, without a length",
                        "(200 OK\r\n)(\r\nhello)$",
                        "$1Content-Length: 5\r\n$2"),
                hearing("a chunk that has no end as one", "5\r\nhello(?!\r\n).*$", "5\r\nhello\r\n0\r\n\r\n"),
                hearing("CR as a line end", "\r(?=[A-Z])", "\r\n"),
                hearing("no NUL", "\\x00", ""),
                hearing("no folded fields", "[^\r\n]+\r\n[ \t][^\r]*\r\n", ""),
                hearing("white space before the first field away", "(200 OK\r\n)[ \t]+", "$1"),
                namesWithSpace());
    }
}
