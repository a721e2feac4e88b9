"""Near-valid conversations with HTTP/1.1 clients and servers, the same for the same seed.

A case is a script, made without asking any implementation: what the peer sends, cut into pieces, and what the side under
test sends in between. Most cases have one or two mutations: of bytes on the wire, of events to send, or of the order of
the steps. Each case names its mutations.
"""

import base64
import random

MAX_PIECES = 5


class Maker:
    """One case. Draws only `random()`, whose sequence Python promises to keep."""

    def __init__(self, seed, number):
        self.random = random.Random("%d/%d" % (seed, number)).random
        self.id = "gen-%d-%d" % (seed, number)
        self.steps = []
        self.mutations = []
        self.spoils = False

    def below(self, bound):
        return int(self.random() * bound)

    def pick(self, *choices):
        return choices[self.below(len(choices))]

    def often(self, probability):
        return self.random() < probability

    def seldom(self, probability):
        """Whether to spoil something, in the one exchange that may be spoilt: else conversations end too early."""
        return self.spoils and self.random() < probability

    def exchanges(self):
        """Up to three; tells each whether it may be spoilt."""
        count = 1 + self.below(3)
        victim = self.below(count) if self.often(0.7) else -1
        for i in range(count):
            self.spoils = i == victim
            yield i == count - 1

    def make(self):
        role = self.pick("server", "client")
        if role == "server":
            self.server()
        else:
            self.client()
        if self.often(0.12):
            self.disorder()
        case = {"id": self.id, "role": role, "mutations": self.mutations, "steps": self.steps}
        if self.often(0.07):
            case["max_incomplete_event_size"] = 20 + self.below(180)
        return case

    # Steps

    def receive(self, text):
        """In pieces, cut anywhere."""
        cuts = sorted(self.below(len(text) + 1) for _ in range(self.below(MAX_PIECES)))
        start = 0
        for cut in cuts + [len(text)]:
            if cut > start:
                data = text[start:cut].encode("latin-1")
                self.steps.append({"recv_b64": base64.b64encode(data).decode("ascii")})
            start = cut

    def send(self, **event):
        self.steps.append({"send": event})

    def send_data(self, text):
        self.send(type="Data", data_b64=base64.b64encode(text.encode("latin-1")).decode("ascii"))

    def send_end(self, trailers=()):
        if trailers:
            self.send(type="EndOfMessage", headers=trailers)
        else:
            self.send(type="EndOfMessage")

    def disorder(self):
        """Steps that come twice, not at all, or in another order: what the state machine is for."""
        self.mutations.append("steps")
        for _ in range(1 + self.below(2)):
            i = self.below(len(self.steps))
            kind = self.below(4)
            if kind == 0 and len(self.steps) > 1:
                del self.steps[i]
            elif kind == 1:
                self.steps.insert(i, self.steps[i])
            elif kind == 2:
                j = self.below(len(self.steps))
                self.steps[i], self.steps[j] = self.steps[j], self.steps[i]
            else:
                self.steps.insert(
                    i, self.pick({"send_failed": True}, {"next_cycle": True}, {"eof": True}, {"send": {"type": "ConnectionClosed"}})
                )

    # A server under test

    def server(self):
        wire = ""
        waiting = 0
        pipelined = self.often(0.4)
        for last in self.exchanges():
            wire += self.mutated(self.request_text())
            waiting += 1
            if last or not pipelined:
                self.receive(wire)
                wire = ""
                for _ in range(waiting):
                    self.answer()
                    self.steps.append({"next_cycle": True})
                    if pipelined:
                        self.steps.append({"drain": True})
                waiting = 0
        self.finish()

    def answer(self):
        if self.often(0.15):
            self.interim_to_send()
        if self.seldom(0.06):
            return
        status = self.pick(200, 200, 200, 200, 201, 204, 205, 206, 304, 301, 400, 404, 413, 500, 503)
        if self.seldom(0.05):
            status = self.pick(426, 599, 999)
        body = self.body()
        headers, chunked = self.framing_to_send(body)
        self.send(
            type="Response",
            status_code=status,
            reason=self.pick("", "", "OK", "Not Found", "caf\xe9", "a  b\tc"),
            headers=self.mutated_headers(self.shuffled(headers + self.fields())),
            **self.version_to_send()
        )
        self.body_to_send(body, status in (204, 205, 304) and not self.seldom(0.4))
        self.send_end(self.trailers_to_send(chunked))

    def interim_to_send(self):
        status = self.pick(100, 100, 102, 103, 101 if self.seldom(0.8) else 199)
        headers = self.pick([], [["Link", "</a>"]], [["Upgrade", "websocket"]], [["Connection", "upgrade"], ["Upgrade", "a/1"]])
        self.send(type="InformationalResponse", status_code=status, reason=self.pick("", "Continue"), headers=headers)

    # A client under test

    def client(self):
        for _ in self.exchanges():
            self.request_to_send()
            wire = ""
            if self.often(0.2):
                wire += self.interim_text()
            wire += self.response_text()
            wire = self.mutated(wire)
            if self.seldom(0.12):
                wire += self.pick("\r\n", "\r\n\r\n", "HTTP/1.1 408 Timeout\r\n\r\n", "x", "\0")
            self.receive(wire)
            if self.often(0.1):
                self.steps.append({"eof": True})
            self.steps.append({"next_cycle": True})
        self.finish()

    def request_to_send(self):
        method = self.pick("GET", "GET", "GET", "POST", "POST", "PUT", "HEAD", "CONNECT", "OPTIONS", "DELETE", "TRACE", "x-y")
        target = "a.example:443" if method == "CONNECT" else self.target()
        body = self.body() if method in ("POST", "PUT") or self.often(0.1) else ""
        headers, chunked = self.framing_to_send(body) if body or self.often(0.2) else ([], False)
        headers = headers + [[self.pick("Host", "host", "HOST"), self.pick("a", "a.example", "[::1]:80", "")]]
        if self.often(0.15):
            headers += self.pick(
                [["Upgrade", "websocket"], ["Connection", "Upgrade"]],
                [["Upgrade", "a/1, b"]],
                [["Expect", "100-continue"]],
                [["Expect", "100-Continue"], ["Upgrade", "a/1"], ["Connection", "upgrade"]],
            )
        self.send(
            type="Request",
            method=method,
            target=target,
            headers=self.mutated_headers(self.shuffled(headers + self.fields())),
            **self.version_to_send()
        )
        if self.seldom(0.08):
            return
        self.body_to_send(body, False)
        self.send_end(self.trailers_to_send(chunked))

    # What is sent: parts

    def framing_to_send(self, body):
        if self.seldom(0.1):
            return self.odd_framing_to_send(body), False
        kind = self.below(19)
        if kind < 10:
            return [[self.pick("Content-Length", "content-length"), str(len(body))]], False
        if kind < 17:
            return [["Transfer-Encoding", self.pick("chunked", "chunked", "Chunked")]], True
        return [], True

    def odd_framing_to_send(self, body):
        self.mutations.append("framing to send")
        return self.pick(
            [["Content-Length", "%d, %d" % (len(body), len(body))]],
            [["Content-Length", str(len(body))], ["Content-Length", str(len(body))]],
            [["Content-Length", str(len(body))], ["Transfer-Encoding", "chunked"]],
            [["Content-Length", "+%d" % len(body)]],
            [["Content-Length", "0%d" % len(body)]],
            [["Transfer-Encoding", "gzip, chunked"]],
            [["Transfer-Encoding", "chunked"], ["Transfer-Encoding", "chunked"]],
            [["Content-Length", str(len(body) + 1)]],
        )

    def body_to_send(self, body, none):
        if none:
            return
        start = 0
        while start < len(body):
            end = start + 1 + self.below(len(body) - start)
            self.send_data(body[start:end])
            start = end
        if self.seldom(0.1):
            self.mutations.append("body to send")
            self.send_data(self.pick("", "x", "more than that"))

    def trailers_to_send(self, chunked):
        if not self.often(0.25 if chunked else 0.02):
            return ()
        if self.seldom(0.5):
            self.mutations.append("trailers to send")
            return self.pick([["Content-Length", "1"]], [["Host", "a"]], [["a b", "c"]], [["X", "\r\n"]])
        return self.pick([["X-Sum", "1"]], [["ETag", '"a"'], ["x-y", ""]])

    def version_to_send(self):
        return {"http_version": self.pick("1.0", "1.1", "1.2", "2.0", "0.9")} if self.seldom(0.04) else {}

    def mutated_headers(self, headers):
        if not self.seldom(0.14) or not headers:
            return headers
        self.mutations.append("headers to send")
        i = self.below(len(headers))
        name, value = headers[i]
        kind = self.below(8)
        if kind == 0:
            return headers[:i] + headers[i + 1 :]
        if kind == 1:
            return headers[: i + 1] + [[name, value]] + headers[i + 1 :]
        if kind == 2:
            changed = [name, self.pick(" ", "\t") + value]
        elif kind == 3:
            changed = [name, value + self.pick(" ", "\t ", "\r\n", "\n", "\0", "\x0b")]
        elif kind == 4:
            at = self.below(len(value) + 1)
            changed = [name, value[:at] + self.pick("\0", "\r", "\n", "\r\n", "\x01", "\x7f", "\x80", "\xff", ",", ";") + value[at:]]
        elif kind == 5:
            changed = [name + self.pick(" ", ":", "\0", "\r\n", "(", "\x80"), value]
        elif kind == 6:
            changed = ["", value]
        else:
            changed = [swapped(name), swapped(value)]
        return headers[:i] + [changed] + headers[i + 1 :]

    # What is received

    def target(self):
        if self.seldom(0.1):
            self.mutations.append("target")
            return self.pick("/a b", "/[1]", "/caf\xe9", "/#f", "/?q=100%", "a.example:443", "")
        return self.pick("/", "/", "/a", "/a/b?c=d", "/%41", "*", "http://a.example/x", "//a")

    def version(self):
        if self.seldom(0.08):
            self.mutations.append("version")
            return self.pick("HTTP/1.2", "HTTP/2.0", "http/1.1", "HTTP/1.10", "HTTP/0.9", "HTTP/1")
        return self.pick(*["HTTP/1.1"] * 6, "HTTP/1.0")

    def fields(self):
        made = []
        for _ in range(self.below(4)):
            made.append(
                self.pick(
                    ["Accept", "*/*"],
                    ["Connection", self.pick("close", "keep-alive", "Close", "x, close", "close, close", "upgrade", "keep-alive, Upgrade", ",")],
                    ["X-Empty", ""],
                    ["Cookie", "a=b; c=d"],
                    ["Cookie", "e=f"],
                    ["X-Latin", "caf\xe9"],
                    ["X-Tab", "a\tb"],
                    ["Date", "Sun, 06 Nov 1994 08:49:37 GMT"],
                    ["Keep-Alive", "timeout=5"],
                    ["TE", "trailers"],
                    ["X_~!#$%&'*+-.^`|", "odd but a token"],
                )
            )
        return made

    def shuffled(self, items):
        items = list(items)
        for i in range(len(items) - 1, 0, -1):
            j = self.below(i + 1)
            items[i], items[j] = items[j], items[i]
        return items

    def lines(self, headers):
        return "".join(
            name + ":" + self.pick(" ", " ", " ", "", "  ", "\t") + value + self.pick("", "", "", "", " ", "\t ") + "\r\n"
            for name, value in headers
        )

    def body(self):
        return self.pick("", "a", "abc", "hello, world", "0\r\n\r\n", "GET / HTTP/1.1\r\n\r\n", "\0\xff" * 9)

    def framed(self, body):
        """Fields and the bytes of a body."""
        if self.seldom(0.2):
            return self.odd_framing(body)
        kind = self.below(20)
        if kind < 10:
            return [[self.pick("Content-Length", "content-length"), str(len(body))]], body
        if kind < 19:
            return [["Transfer-Encoding", self.pick("chunked", "chunked", "Chunked", "CHUNKED")]], self.chunked(body)
        return [], body

    def odd_framing(self, body):
        self.mutations.append("framing")
        return self.pick(
            ([["Content-Length", "%d, %d" % (len(body), len(body))]], body),
            ([["Content-Length", "%d , %d" % (len(body), len(body) + 1)]], body),
            ([["Content-Length", str(len(body))], ["content-length", str(len(body))]], body),
            ([["Content-Length", str(len(body))], ["Content-Length", str(len(body) + 1)]], body),
            ([["Content-Length", str(len(body))], ["Transfer-Encoding", "chunked"]], self.chunked(body)),
            ([["Content-Length", "abc"], ["Transfer-Encoding", "chunked"]], self.chunked(body)),
            ([["Content-Length", self.pick("+1", "-1", "0x1", "1 1", "", "1,", "18446744073709551617", "9" * 25)]], body),
            ([["Content-Length", "000%d" % len(body)]], body),
            ([["Transfer-Encoding", self.pick("gzip, chunked", "identity", "chunked, gzip", "chunked, chunked", "xchunked", "chunked;a=b", "")]], self.chunked(body)),
            ([["Transfer-Encoding", "chunked"], ["Transfer-Encoding", self.pick("chunked", "gzip", "")]], self.chunked(body)),
        )

    def chunked(self, body):
        made = ""
        start = 0
        while start < len(body):
            end = start + 1 + self.below(len(body) - start)
            size = "%x" % (end - start)
            made += self.pick(size, size, size.upper(), "0" + size) + self.extension() + "\r\n" + body[start:end] + "\r\n"
            start = end
        return made + self.pick("0", "0", "0", "00") + self.extension() + "\r\n" + self.trailer_lines() + "\r\n"

    def extension(self):
        if not self.often(0.2):
            return ""
        if not self.seldom(0.5):
            return self.pick(";a", ";a=b", ';a="b c"', ";a=b;c")
        return self.pick(" ;a", "; a = b", '; a="\\""', ";", " ", "\t", ";a=\x80", ";a\x01", ';a="\r')

    def trailer_lines(self):
        if not self.often(0.25):
            return ""
        if self.seldom(0.5):
            return self.lines([self.pick(["Content-Length", "3"], ["Transfer-Encoding", "chunked"], ["Host", "b"])])
        return self.lines([self.pick(["X-Sum", "1"], ["etag", '"a"'], ["A", ""])])

    def request_text(self):
        method = self.pick("GET", "GET", "GET", "POST", "POST", "PUT", "HEAD", "CONNECT", "OPTIONS", "DELETE", "PRI", "x-y", "get")
        target = "a.example:443" if method == "CONNECT" else self.target()
        if method in ("POST", "PUT") or self.often(0.1):
            framing, body = self.framed(self.body())
        else:
            framing, body = [], ""
        version = self.version()
        headers = framing + self.fields()
        if not self.seldom(0.06):
            headers.append([self.pick("Host", "host"), self.pick("a", "a", "a.example:80", "")])
        if self.often(0.12):
            headers += self.pick(
                [["Upgrade", "websocket"], ["Connection", "Upgrade"]],
                [["Upgrade", "a/1, b"]],
                [["Expect", "100-continue"]],
                [["Expect", "100-CONTINUE"], ["Upgrade", "a/1"], ["Connection", "upgrade"]],
                [["Expect", "other"]],
            )
        start = (self.pick("\r\n", "\n") if self.seldom(0.1) else "") + "%s %s %s\r\n" % (method, target, version)
        return start + self.lines(self.shuffled(headers)) + "\r\n" + body

    def response_text(self):
        status = self.pick("200", "200", "200", "204", "206", "304", "404", "500", "205")
        if self.seldom(0.1):
            self.mutations.append("status")
            status = self.pick("101", "600", "099", "20", "2000", "2x0", "")
        framing, body = self.framed(self.body())
        headers = self.shuffled(framing + self.fields())
        reason = self.pick(" OK", " OK", " OK", " Not Found", " ", "", " caf\xe9", " a\tb", "  two")
        return "%s %s%s\r\n" % (self.version(), status, reason) + self.lines(headers) + "\r\n" + body

    def interim_text(self):
        status = self.pick("100 Continue", "100", "102 x", "103 Early Hints", "101 Switching Protocols", "199 ")
        headers = self.pick([], [["Link", "</a>"]], [["Upgrade", "websocket"], ["Connection", "upgrade"]], [["Content-Length", "3"]])
        return "HTTP/1.1 %s\r\n" % status + self.lines(headers) + "\r\n"

    def mutated(self, text):
        if not self.seldom(0.6):
            return text
        for _ in range(self.pick(1, 1, 1, 2)):
            name = self.pick(*sorted(MUTATIONS))
            self.mutations.append(name)
            text = MUTATIONS[name](self, text)
        return text

    def finish(self):
        if self.often(0.3):
            self.steps.append({"eof": True})
        if self.often(0.1):
            self.send(type="ConnectionClosed")
        if self.often(0.05):
            self.receive(self.pick("x", "\r\n", "GET / HTTP/1.1\r\nHost: a\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"))


def swapped(text):
    """With the case of letters swapped; one of ISO-8859-1 can have its other case outside of it."""
    return "".join(c.swapcase() if c.isascii() else c for c in text)


def at(maker, text):
    """A place; the beginning, where the interesting bytes are, more often than the end."""
    return int(maker.random() * maker.random() * (len(text) + 1))


def place_of(maker, text, part):
    places = [i for i in range(len(text)) if text.startswith(part, i)]
    return maker.pick(*places) if places else 0


def insert(maker, text):
    i = at(maker, text)
    byte = maker.pick("\0", "\r", "\n", " ", "\t", "\x01", "\x0b", "\x0c", "\x7f", "\x80", "\xff", ":", ",", ";", '"', "\\", "0", "a")
    return text[:i] + byte + text[i:]


def replace(maker, text):
    i = at(maker, text)
    return text[:i] + chr(maker.below(256)) + text[i + 1 :]


def delete(maker, text):
    i = at(maker, text)
    return text[:i] + text[i + 1 :]


def cut_off(maker, text):
    return text[: maker.below(len(text) + 1)]


def line_end(maker, text):
    i = place_of(maker, text, "\r\n")
    return text[:i] + maker.pick("\n", "\r", "\r\r\n", "\n\n", " \r\n", "\r\n\r\n", "\0\r\n", "") + text[i + 2 :]


def all_bare_lf(maker, text):
    return text.replace("\r\n", "\n")


def fold(maker, text):
    i = place_of(maker, text, ": ")
    return text[: i + 1] + maker.pick("\r\n ", "\r\n\t", "\n ", "\r\n  \r\n ") + text[i + 2 :]


def colon(maker, text):
    i = place_of(maker, text, ":")
    return text[:i] + maker.pick(" :", "\t:", "", "::", ": :", "\r\n:") + text[i + 1 :]


def twice(maker, text):
    lines = text.split("\r\n")
    i = maker.below(len(lines))
    return "\r\n".join(lines[: i + 1] + lines[i:])


def without_line(maker, text):
    lines = text.split("\r\n")
    del lines[maker.below(len(lines))]
    return "\r\n".join(lines)


def space(maker, text):
    i = place_of(maker, text, " ")
    return text[:i] + maker.pick("  ", "\t", "", " \t ", "\xa0") + text[i + 1 :]


def case(maker, text):
    i = at(maker, text)
    return text[:i] + swapped(text[i : i + 6]) + text[i + 6 :]


def long_run(maker, text):
    i = at(maker, text)
    return text[:i] + maker.pick("a", "0", "\r\n", " ", "x: y\r\n") * (3 + maker.below(40)) + text[i:]


def digit(maker, text):
    digits = [i for i in range(len(text)) if text[i].isdigit() and text[i].isascii()]
    if not digits:
        return text
    i = maker.pick(*digits)
    return text[:i] + maker.pick("0", "7", "9", "f", "00", "", "-1", "+", "9999999999999999999") + text[i + 1 :]


MUTATIONS = {
    "insert": insert,
    "replace": replace,
    "delete": delete,
    "cut off": cut_off,
    "line end": line_end,
    "all bare LF": all_bare_lf,
    "fold": fold,
    "colon": colon,
    "twice": twice,
    "without line": without_line,
    "space": space,
    "case": case,
    "long run": long_run,
    "digit": digit,
}


def cases(seed, count):
    for number in range(count):
        yield Maker(seed, number).make()
