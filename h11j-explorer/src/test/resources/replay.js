// In the browser what Golden.replay does on the JVM: the same calls of the same methods, the answers joined.
window.replay = (recorded, policy) => {
  const answers = [], core = exports;
  const number = core.recorded(recorded.role ?? "", policy, recorded.max_incomplete_event_size ?? 0);
  const drain = () => {
    for (;;) {
      const answer = core.call(number, "event", "");
      answers.push(answer);
      if (!answer.startsWith('{"event"') || answer.includes('"ConnectionClosed"')) return;
    }
  };
  for (const step of recorded.steps) {
    if ("recv_b64" in step) { answers.push(core.call(number, "receive", atob(step.recv_b64))); drain(); }
    else if ("eof" in step) { answers.push(core.call(number, "eof", "")); drain(); }
    else if ("drain" in step) drain();
    else if ("send" in step) {
      const event = step.send, request = event.type === "Request";
      answers.push(core.send(number, event.type, (request ? event.method : String(event.status_code ?? "0")) ?? "",
        (request ? event.target : event.reason) ?? "", event.http_version ?? "1.1", (event.headers ?? []).flat(),
        atob(event.data_b64 ?? "")));
    } else if ("send_failed" in step) answers.push(core.call(number, "failed", ""));
    else answers.push(core.call(number, "next", ""));
    answers.push(core.call(number, "status", ""));
  }
  return answers.join("\n");
};
