"""Makes cases for h11 and records what h11 does with them.

    h11_traces.py cases SEED COUNT   writes that many cases, one JSON object a line
    h11_traces.py record             reads cases, writes the trace of each; needs the h11 that is to be recorded
    h11_traces.py version            writes the version of the h11 that is installed

The shapes are those that `h11j replay` reads and writes (../resources/golden/README.md). Cases are near-valid: whole
conversations of a client or a server, and in most of them one or two mutations. The same seed makes the same cases.
"""

import base64
import json
import sys

import h11_cases


def to_bytes(text):
    return text.encode("latin-1")


def text(data):
    return bytes(data).decode("latin-1")


def line(value):
    return json.dumps(value, separators=(",", ":"))


def base64_text(data):
    return base64.b64encode(bytes(data)).decode("ascii")


def fields(headers):
    return [[text(name), text(value)] for name, value in headers.raw_items()]


class Recorder:
    """One connection of h11, driven through the steps of a case."""

    def __init__(self, h11, case):
        self.h11 = h11
        role = h11.SERVER if case["role"] == "server" else h11.CLIENT
        size = case.get("max_incomplete_event_size", 16384)
        self.connection = h11.Connection(role, max_incomplete_event_size=size)

    def record(self, case):
        trace = [self.step(step) for step in case["steps"]]
        trailing, _ = self.connection.trailing_data
        return {"id": case["id"], "trace": trace, "trailing_b64": base64_text(trailing)}

    def step(self, step):
        record = {}
        if "recv_b64" in step:
            record["op"] = "recv"
            self.receive(base64.b64decode(step["recv_b64"]), record)
        elif "eof" in step:
            record["op"] = "eof"
            self.receive(b"", record)
        elif "drain" in step:
            record["op"] = "drain"
            self.drain(record)
        elif "send" in step:
            record["op"] = "send"
            self.send(step["send"], record)
        elif "send_failed" in step:
            record.update(op="send_failed", error=None)
            self.connection.send_failed()
        else:
            record.update(op="next_cycle", error=None)
            try:
                self.connection.start_next_cycle()
            except Exception as error:
                record["error"] = self.error(error, "start_next_cycle")
        self.inspect(record)
        return record

    def inspect(self, record):
        connection = self.connection
        version = connection.their_http_version
        trailing, eof = connection.trailing_data
        record["states"] = {
            "client": str(connection.states[self.h11.CLIENT]),
            "server": str(connection.states[self.h11.SERVER]),
        }
        record["they_are_waiting_for_100_continue"] = connection.they_are_waiting_for_100_continue
        record["their_http_version"] = None if version is None else text(version)
        record["trailing"] = {"len": len(trailing), "eof": eof}

    def receive(self, data, record):
        try:
            self.connection.receive_data(data)
        except Exception as error:
            record["error"] = self.error(error, "receive_data")
        else:
            self.drain(record)

    def drain(self, record):
        record.update(events=[], sentinel=None, error=None)
        try:
            while True:
                event = self.connection.next_event()
                if event is self.h11.NEED_DATA or event is self.h11.PAUSED:
                    record["sentinel"] = str(event)
                    return
                record["events"].append(self.event_json(event))
                if type(event) is self.h11.ConnectionClosed:
                    record["sentinel"] = "CLOSED"
                    return
        except Exception as error:
            record["error"] = self.error(error, "next_event")

    def send(self, event, record):
        record["error"] = None
        try:
            made = self.make_event(event)
        except Exception as error:
            record["error"] = self.error(error, "construct")
            return
        try:
            out = self.connection.send(made)
        except Exception as error:
            record["error"] = self.error(error, "send")
            return
        record["out_b64"] = None if out is None else base64_text(out)

    def make_event(self, event):
        h11 = self.h11
        headers = [(to_bytes(name), to_bytes(value)) for name, value in event.get("headers", [])]
        version = to_bytes(event.get("http_version", "1.1"))
        if event["type"] == "Request":
            return h11.Request(
                method=to_bytes(event["method"]), target=to_bytes(event["target"]), headers=headers, http_version=version
            )
        if event["type"] in ("Response", "InformationalResponse"):
            return getattr(h11, event["type"])(
                status_code=event["status_code"],
                reason=to_bytes(event.get("reason", "")),
                headers=headers,
                http_version=version,
            )
        if event["type"] == "Data":
            return h11.Data(data=base64.b64decode(event["data_b64"]))
        if event["type"] == "EndOfMessage":
            return h11.EndOfMessage(headers=headers)
        return h11.ConnectionClosed()

    def event_json(self, event):
        name = type(event).__name__
        if name == "Request":
            return {
                "type": name,
                "method": text(event.method),
                "target": text(event.target),
                "headers": fields(event.headers),
                "http_version": text(event.http_version),
            }
        if name in ("Response", "InformationalResponse"):
            return {
                "type": name,
                "status_code": event.status_code,
                "reason": text(event.reason),
                "headers": fields(event.headers),
                "http_version": text(event.http_version),
            }
        if name == "Data":
            return {
                "type": name,
                "data_b64": base64_text(event.data),
                "chunk_start": event.chunk_start,
                "chunk_end": event.chunk_end,
            }
        if name == "EndOfMessage":
            return {"type": name, "headers": fields(event.headers)}
        return {"type": name}

    @staticmethod
    def error(error, where):
        return {
            "class": type(error).__name__,
            "hint": getattr(error, "error_status_hint", None),
            "where": where,
        }


def main(arguments):
    if arguments[:1] == ["cases"]:
        seed, count = map(int, arguments[1:])
        for case in h11_cases.cases(seed, count):
            print(line(case))
    elif arguments == ["record"]:
        import h11

        for case in map(json.loads, sys.stdin):
            print(line(Recorder(h11, case).record(case)))
    elif arguments == ["version"]:
        import h11

        print(h11.__version__)
    else:
        sys.exit(__doc__)


if __name__ == "__main__":
    main(sys.argv[1:])
