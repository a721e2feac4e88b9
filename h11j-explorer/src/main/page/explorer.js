"use strict";
(() => {
  const core = exports;
  const $ = id => document.getElementById(id);
  const scenarios = JSON.parse(core.scenarios());
  const state = { policy: "strict", moves: [], at: 0, view: "server", scenario: "" };
  const rows = JSON.parse(core.rows());
  let shown = null, trying = null;

  const run = moves => JSON.parse(core.run(state.policy, moves.join(" ")));
  const el = (name, attributes = {}, ...children) => {
    const node = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) {
      if (key.startsWith("on")) node.addEventListener(key.slice(2), value); else node.setAttribute(key, value);
    }
    return fill(node, children);
  };
  // The children may be lists: spread out as arguments, more than about 100,000 are too many for a browser.
  const fill = (node, children) => {
    node.replaceChildren();
    for (const each of children.flat()) node.append(each);
    return node;
  };

  // ---- the link: everything is in the fragment ----
  const fragment = () => "#" + new URLSearchParams({ p: state.policy, at: state.at, m: state.moves.join(" "),
    ...(state.scenario && { s: state.scenario }), ...(state.view === "client" && { v: "client" }) });
  function readFragment() {
    const from = new URLSearchParams((location.hash || document.body.dataset.start || "").slice(1));
    const lesson = scenarios.find(each => each.key === from.get("s"));
    state.view = from.get("v") === "client" ? "client" : "server";
    if (!from.has("m")) { choose(lesson ?? scenarios[0]); return; }
    state.policy = ["strict", "browser", "h11", "tolerant-client"].find(each => each === from.get("p")) ?? "strict";
    state.moves = from.get("m").split(" ").filter(each => each);
    state.scenario = lesson ? lesson.key : "";
    go(parseInt(from.get("at"), 10) || 0);
  }
  function choose(lesson) {
    state.policy = lesson.policy;
    state.moves = lesson.script.split(" ");
    state.scenario = lesson.key;
    go(state.moves.length);
  }

  // ---- going back is running a shorter script; a new move discards what came after ----
  function go(at) {
    state.at = Math.max(0, Math.min(state.moves.length, at));
    draw();
  }
  function move(what) {
    state.moves = [...state.moves.slice(0, state.at), what];
    go(state.moves.length);
  }

  function draw() {
    const focused = document.activeElement, wire = focused?.closest(".wire"), item = focused?.closest("#log>li,#levels>li");
    const list = item?.parentNode, place = list && [...list.children].indexOf(item);
    shown = run(state.moves.slice(0, state.at));
    const lesson = scenarios.find(each => each.key === state.scenario);
    $("lesson").hidden = !lesson;
    $("lesson-title").textContent = lesson?.title ?? "";
    $("lesson-text").textContent = lesson?.lesson ?? "";
    $("trap").hidden = state.scenario !== "trap" || !(lesson.script.startsWith(played()) || played().startsWith(lesson.script));
    for (const each of all("#trap [data-at]")) each.classList.toggle("later", each.dataset.at > state.at);
    $("scenario").value = state.scenario;
    $("policy").value = state.policy;
    document.querySelector(`[name=view][value=${state.view}]`).checked = true;
    $("slider").max = state.moves.length;
    $("slider").value = state.at;
    $("count").textContent = `move ${state.at} of ${state.moves.length}`;
    $("share").textContent = "Copy link";
    $("why").textContent = "";
    $("element").textContent = "";
    trying = null;
    $("cuts-result").textContent = CUT;
    drawPeer("client");
    drawPeer("server");
    drawLog();
    drawWire("c", "server");
    drawWire("s", "client");
    drawMachine();
    drawLevels();
    $("status").textContent = summary();
    // what had the focus has been drawn anew: the focus goes to what stands in its place
    if (focused && !focused.isConnected) (wire ?? list?.children[place]?.querySelector("button,summary"))?.focus({ preventScroll: true });
    // Firefox and Safari refuse too many changes of the address in a few seconds, as by an arrow key that is held down
    try { history.replaceState(null, "", fragment()); } catch { /* the next move tries again */ }
  }

  const count = bytes => bytes === 1 ? "1 byte" : bytes + " bytes";
  const range = (from, to) => to - from > 1 ? `bytes ${from} to ${to - 1}` : to > from ? "byte " + from : "no bytes";
  const all = selector => document.querySelectorAll(selector);
  const CUT = "TCP may cut these bytes anywhere. The events must not depend on it.";
  const played = () => state.moves.slice(0, state.at).join(" ");
  const START = { client: "IDLE", server: "IDLE", keepAlive: true, pending: [], fired: [], reusable: false, unused: 0 };
  const view = who => {
    const last = shown.steps[shown.steps.length - 1];
    return last ? last[who === "client" ? "atClient" : "atServer"] : START;
  };

  function summary() {
    const last = shown.steps[shown.steps.length - 1];
    const what = last ? last.log.map(each => `${each.at} ${words(each)}`).join("; ") || silent(state.at) : "Nothing has happened yet";
    const states = who => `. Client ${view(who).client}, server ${view(who).server}`;
    return what + states(state.view) + (states("client") === states("server") ? "." : `, as the ${state.view} sees it.`);
  }
  const silent = at => "wire: " + state.moves[at - 1];
  const words = each => ({ sent: "sends ", received: "receives ", refused: each.text.endsWith("()") ? "may not call " : "may not send ",
    fault: "finds: ", signal: "waits: ", called: "calls ", raw: "writes ", end: "", unknown: "" })[each.kind] + each.text;

  function drawPeer(who) {
    const v = view(who), chips = [["c", "client ", v.client], ["s", "server ", v.server]];
    if (!v.keepAlive) chips.push(["o", "keep-alive ", "off"]);
    for (const each of v.pending) chips.push(["o", each + " ", "pending"]);
    if (v.waiting100) chips.push(["o", "waits for ", "100"]);
    if (v.unused) chips.push(["", "unused ", count(v.unused)]);
    if (v.why) chips.push(["o", "", v.why]);
    $(who + "-states").replaceChildren(...chips.map(([kind, before, value]) =>
      el("span", { class: "chip " + kind }, before, el("b", {}, value))));
    const letter = who[0];
    const moves = shown.open.filter(each => each.role === who).map(each => [each, letter + "." + each.key, each.label]);
    moves.push([shown.next.find(each => each.role === who), letter + ".next", "startNextCycle()"]);
    moves.push([{}, letter + ".eof", "its stream ends"]);
    if (who === "client") moves.push([{}, ...(shown.held ? ["deliver", "deliver"] : ["hold", "hold the wire"])]);
    moves.forEach((each, i) => drawButton($(who + "-moves").children[i] ?? $(who + "-moves").appendChild(button()), ...each));
  }
  // The same buttons for ever: they keep the focus, and the pointer, which has not moved, comes to none of them.
  const offers = new Map();
  function button() {
    const node = el("button", { type: "button" });
    const tell = () => offers.get(node).refused && explain(node.textContent, offers.get(node).refused);
    node.addEventListener("click", () => offers.get(node).refused ? tell() : move(node.dataset.move));
    for (const each of ["focus", "mouseenter"]) node.addEventListener(each, tell);
    for (const each of ["blur", "mouseleave"]) node.addEventListener(each, () => $("why").replaceChildren());
    return node;
  }
  function drawButton(node, offer, what, label) {
    offers.set(node, offer);
    node.dataset.move = what;
    node.textContent = label;
    node.removeAttribute("aria-disabled");
    node.removeAttribute("title");
    if (!offer.refused) return;
    node.setAttribute("aria-disabled", "true");
    node.title = `${offer.refused.violation}: ${offer.refused.why} (${offer.refused.source})`;
  }
  function explain(label, refused) {
    $("why").replaceChildren(el("b", {}, label), " is not possible now. ", refused.why, " ",
      el("span", { class: "row" }, `${refused.violation} · ${refused.source}`));
  }

  // ---- the log ----
  function drawLog() {
    const whole = state.at === state.moves.length ? shown : run(state.moves);
    let number = 0;
    fill($("log"), whole.steps.map((step, i) => el("li",
      { class: i + 1 === state.at ? "now" : i + 1 > state.at ? "later" : "" },
      el("button", { type: "button", "aria-label": `Go to move ${i + 1}`, onclick: () => go(i + 1) }, String(i + 1)),
      el("ul", {}, step.log.length ? "" : silent(i + 1), step.log.map(each => {
        const line = el("li", {}, el("span", { class: "at " + each.at }, each.at), " ",
          each.fault ? el("span", { class: "fault" }, "finds: " + each.fault.message)
            : el("span", { class: each.refused ? "fault" : "" }, words(each)));
        if (each.refused) line.append(" ", each.refused.why);
        const reason = each.fault ?? each.refused;
        if (reason) line.append(el("span", { class: "row" },
          `${reason.violation} · ${reason.source}${each.fault ? " · answer " + reason.status : ""}`));
        if (each.kind === "received" && i < state.at) line.dataset.event = number++;
        if (each.fired && i < state.at) {
          line.dataset.rows = each.fired.join(" ");
          lights(line, () => [`${each.at} ${words(each)}${bytesAndRows(each)}`, [line], each.fired]);
        }
        for (const row of each.fired ?? []) line.append(el("span", { class: "row", title: rows[row] }, row));
        return line;
      })))));
  }

  // ---- the bytes ----
  const visible = c => {
    const code = c.charCodeAt(0);
    if (code === 13) return ["CR", ""];
    if (code === 10) return ["LF", "\n"];
    if (code === 9) return ["HT", ""];
    if (code === 32) return ["·", ""];
    if (code < 32 || code > 126) return ["\\x" + code.toString(16).padStart(2, "0"), ""];
    return null;
  };
  function drawWire(stream, receiver, cut = 0) {
    const bytes = shown[stream], events = [], faults = [];
    let number = 0;
    for (const step of shown.steps) for (const each of step.log) {
      if (each.kind === "received") {
        const event = { ...each, number: number++, step };
        if (each.at === receiver) events.push(event);
      } else if (each.kind === "fault" && each.at === receiver && each.fault.offset !== null) faults.push(each.fault.offset);
    }
    const spans = [];
    let at = 0;
    const text = (from, to) => {
      const parts = [];
      let plain = "";
      const add = (...some) => { if (plain) parts.push(plain); plain = ""; parts.push(...some); };
      for (let i = from; i < to; i++) {
        if (cut && i === cut) add(el("b", { class: "cut" }));
        const special = visible(bytes[i]), fault = faults.includes(i);
        const part = special ? el("i", {}, special[0]) : bytes[i];
        if (fault) add(el("b", { class: "caret", title: "the byte at fault" }, part));
        else if (special) add(part); else plain += part;
        if (special) plain += special[1];
      }
      add();
      return parts;
    };
    events.filter(each => each.to > each.from).forEach((event, i) => {
      // a body need not end its line
      if (at && bytes[at - 1] !== "\n" && /^(Req|Res|Inf)/.test(event.text)) spans.push(el("br"));
      for (const [from, to, kind] of event.elements) {
        const span = el("span", { class: "e" + i % 2, "data-from": from, "data-to": to, "data-kind": kind,
          "data-event": event.number, "aria-label": `${kind.replace("-", " ")}, ${range(from, to)}, ${event.text}` },
        text(from, to));
        lights(span, () => [`${kind.replace("-", " ")}, ${range(from, to)}, part of ${event.text}${bytesAndRows(event, true)}`,
          [span], event.fired]);
        spans.push(span);
        at = to;
      }
    });
    if (at < bytes.length) spans.push(el("span", { class: "unused", "data-from": at, "data-to": bytes.length }, text(at, bytes.length)));
    fill($("wire-" + stream), spans);
    $("cut-" + stream).max = Math.max(0, bytes.length - 1);
    $("cut-" + stream).value = cut;
  }

  // ---- what belongs together lights up together, for the pointer and for the keyboard ----
  const bytesAndRows = (event, alone) => (!alone && event.to > event.from ? ", " + range(event.from, event.to) : "")
    + (event.fired.length ? `, which fired ${event.fired.join(", ")}` : "");
  // From what it returns: a sentence, elements of the log and of the bytes, which light all that have the same event, and rows.
  function lights(node, what) {
    const light = () => {
      unlight();
      const [text, nodes, fired] = what();
      for (const each of nodes) {
        each.classList.add(each.dataset.kind ? "element" : "lit");
        if (each.dataset.event) all(`[data-event="${each.dataset.event}"]`).forEach(other => other.classList.add("lit"));
      }
      core.light(fired);
      $("element").textContent = text;
    };
    node.setAttribute("tabindex", "0");
    for (const each of ["mouseenter", "focus"]) node.addEventListener(each, light);
    for (const each of ["mouseleave", "blur"]) node.addEventListener(each, unlight);
  }
  function unlight() {
    all(".lit,.element").forEach(each => each.classList.remove("lit", "element"));
    drawMachine();
  }

  // ---- the machine ----
  function drawMachine() {
    const v = view(state.view);
    all(".here").forEach(each => each.classList.remove("here"));
    const here = (picture, name) => document.querySelector(`#diagrams figure:nth-child(${picture}) [data-state="${name}"]`)
      ?.classList.add("here");
    here(1, v.client);
    here(2, v.server);
    here(3, v.keepAlive ? "keep-alive on" : "keep-alive off");
    for (const each of ["UPGRADE", "CONNECT"]) here(4, v.pending.includes(each) ? each + " pending" : "no " + each);
    core.light(v.fired);
  }
  // Lights these rows and no others.
  core.light = fired => {
    all(".fired").forEach(each => each.classList.remove("fired"));
    for (const row of fired) all(`[data-row="${row}"],[data-echo="${row}"]`).forEach(each => each.classList.add("fired"));
  };

  // ---- bytes by hand ----
  const escaped = id => typed.bytesOf($(id).value).map(b => b > 32 && b < 127 && b !== 37 ? String.fromCharCode(b) : "%" + typed.hex(b)).join("");

  // ---- two readers ----
  const CL_TE = "POST / HTTP/1.1\nHost: h11j.example\nContent-Length: 37\nTransfer-Encoding: chunked\n\n0\n\nGET /admin HTTP/1.1\nHost: x\n\n";
  const TE_CL = "POST / HTTP/1.1\nHost: h11j.example\nContent-Length: 4\nTransfer-Encoding: chunked\n\n20\nGET /admin HTTP/1.1\nHost: x\n\n\n0\n\n";
  const FOLD = "GET / HTTP/1.1\nHost: h11j.example\nX-Long: one\n two\n\n";
  function heard(each) {
    if (each.fault) return [`refused with ${each.fault.status}: ${each.fault.message}`];
    const dropped = each.elements.find(([, , kind]) => kind === "dropped");
    const lines = [`${each.text}, ${range(each.from, dropped ? dropped[0] : each.to)}`];
    return dropped ? [...lines, `dropped: ${range(...dropped)}`] : lines;
  }
  // What the reader still waits for, or does not read.
  function rest(lines, end) {
    if (lines.some(each => each.fault)) return [];
    if (end.client === "SEND_BODY") return ["waits for the rest of the body"];
    if (end.unused) return [`${count(end.unused)} ${end.client === "SWITCHED_PROTOCOL" ? "of the other protocol" : "of a head that is not complete"}`];
    return lines.length ? [] : ["there is no request"];
  }
  function read() {
    const answers = ["strict", "browser", "h11"].map(policy => {
      let script = `c=${escaped("bytes-c")}`, more = " s.nothing s.end s.next", steps;
      // each request is answered, until an answer brings no other
      do {
        script += more;
        more += more;
        steps = JSON.parse(core.run(policy, script)).steps;
      } while (steps[steps.length - 1].log.some(each => each.kind === "received"));
      const lines = steps.flatMap(step => step.log).filter(each => each.at === "server" && /received|fault/.test(each.kind));
      return [policy, [...lines.flatMap(heard), ...rest(lines, steps[steps.length - 1].atServer)]];
    });
    const common = answers[0][1].findIndex((line, i) => answers.some(each => each[1][i] !== line));
    $("readers").replaceChildren(...answers.map(([policy, lines]) => el("div", {}, el("h3", {}, document.querySelector(`#policy [value=${policy}]`).text),
      el("ul", {}, ...lines.map((line, i) => el("li", { class: common >= 0 && i >= common ? "part" : "" }, line))))));
  }

  // ---- levels, and the moves as a test ----
  function drawLevels() {
    const script = played();
    const open = [...all("#levels details")].map(each => each.open);
    $("levels").replaceChildren(...JSON.parse(core.levels(state.policy, script)).map((each, i) => el("li",
      { class: each.reached ? "reached" : "" }, each.goal + " ", el("small", {}, each.reached
        ? `Reached in ${state.at}; ${each.least} are enough. ` : `${each.least} ${each.least > 1 ? "moves are" : "move is"} enough. `),
      el("details", open[i] ? { open: "" } : {}, el("summary", {}, "Hint"), each.hint))));
    $("code").textContent = core.test(state.policy, script);
    $("test").textContent = "Copy as JUnit test";
  }
  async function copy(button, text) {
    try { await navigator.clipboard.writeText(text); button.textContent = "Copied"; }
    catch {
      button.textContent = "Select and copy it by hand";
      if (text === $("code").textContent) $("code").parentNode.open = true;
    }
  }

  // ---- start ----
  $("scenario").append(el("option", { value: "" }, "your own moves"),
    ...scenarios.map(each => el("option", { value: each.key }, each.title)));
  $("scenario").addEventListener("change", () => {
    const lesson = scenarios.find(each => each.key === $("scenario").value);
    if (lesson) choose(lesson); else { state.scenario = ""; state.moves = []; go(0); }
  });
  $("policy").addEventListener("change", () => { state.policy = $("policy").value; draw(); });
  $("slider").addEventListener("input", () => go(+$("slider").value));
  $("first").addEventListener("click", () => go(0));
  $("back").addEventListener("click", () => go(state.at - 1));
  $("forward").addEventListener("click", () => go(state.at + 1));
  $("end").addEventListener("click", () => go(state.moves.length));
  $("send-c").addEventListener("click", () => move("c=" + escaped("bytes-c")));
  $("send-s").addEventListener("click", () => move("s=" + escaped("bytes-s")));
  $("capture").addEventListener("click", () => {
    state.scenario = "";
    state.moves = core.capture(state.policy, escaped("bytes-c"), escaped("bytes-s")).split(" ").filter(each => each);
    go(state.moves.length);
  });
  for (const id of ["bytes-c", "bytes-s"]) {
    $(id).addEventListener("dragover", event => event.preventDefault());
    $(id).addEventListener("drop", async event => {
      const file = event.dataTransfer.files[0];
      if (file) { event.preventDefault(); $(id).value = typed.textOf(new Uint8Array(await file.arrayBuffer())); }
    });
  }
  for (const [id, text] of [["clte", CL_TE], ["tecl", TE_CL], ["fold", FOLD]]) {
    $(id).addEventListener("click", () => { $("bytes-c").value = text; read(); });
  }
  $("read").addEventListener("click", read);
  $("restart").addEventListener("click", () => { state.scenario = ""; state.moves = []; go(0); });
  $("test").addEventListener("click", () => copy($("test"), $("code").textContent));
  for (const each of all("[name=view]")) {
    each.addEventListener("change", () => { state.view = each.value; draw(); });
  }
  document.addEventListener("keydown", event => {
    if (/^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName) || event.altKey || event.ctrlKey || event.metaKey) return;
    // a box that can be scrolled sideways takes the arrow keys itself
    if (event.target.matches("#code,.scroll,#trap") && event.target.scrollWidth > event.target.clientWidth) return;
    if (event.key === "ArrowLeft") go(state.at - 1);
    if (event.key === "ArrowRight") go(state.at + 1);
  });
  // Some cuts at a time: with a long body all of them take minutes, and the page must not stand still.
  $("cuts").addEventListener("click", async () => {
    const mine = trying = {}, policy = state.policy, script = played(), streams = [["server", shown.c.length], ["client", shown.s.length]];
    const total = streams.reduce((sum, [, length]) => sum + Math.max(0, length - 1), 0);
    let tried = 0, told = Date.now(), paused = told;
    for (const [receiver, length] of streams) for (let from = 1; from < length;) {
      const to = Math.min(length, from + 16), different = core.cuts(policy, script, receiver, from, to);
      if (different) { $("cuts-result").textContent = `A cut at byte ${different} makes a difference.`; return; }
      tried += to - from;
      from = to;
      if (Date.now() - told >= 1000) { $("cuts-result").textContent = `${tried} of ${total} cuts tried ...`; told = Date.now(); }
      if (Date.now() - paused < 50) continue;
      await new Promise(done => setTimeout(done));
      if (mine !== trying) return;
      paused = Date.now();
    }
    $("cuts-result").textContent = `${total} cuts tried, one after each byte: the same events and states every time.`;
  });
  for (const [stream, receiver] of [["c", "server"], ["s", "client"]]) {
    $("cut-" + stream).addEventListener("input", () => {
      const at = +$("cut-" + stream).value, result = JSON.parse(core.cut(state.policy, played(), receiver, at));
      trying = null;
      drawWire("c", "server", stream === "c" ? at : 0);
      drawWire("s", "client", stream === "s" ? at : 0);
      $("cuts-result").textContent = at ? `The ${receiver} gets ${count(at)}, then the others: ${result.events.join(", ")}. `
        + (result.same ? "Without the cut it gets the same." : "Without the cut it gets something else!") : CUT;
    });
  }
  $("share").addEventListener("click", () => copy($("share"), location.href.split("#")[0] + fragment()));
  all("#diagrams svg").forEach(each => each.setAttribute("role", "group"));
  for (const [row, text] of Object.entries(rows)) {
    for (const each of all(`[data-row="${row}"],[data-echo="${row}"]`)) {
      const title = document.createElementNS("http://www.w3.org/2000/svg", "title");
      title.textContent = text;
      each.prepend(title);
      each.setAttribute("role", "img");
      lights(each, () => [text, all(`#log [data-rows~="${row}"]`), [row]]);
    }
    const label = document.querySelector(`[data-row="${row}"] text`).textContent;
    $("rows").append(el("tr", {}, el("th", { scope: "row" }, row), el("td", {}, label), el("td", {}, text.slice(row.length + 2))));
  }
  // the table instead of what no screen reader sees; on paper it is open
  const paper = matchMedia("print"), unfold = () => { $("rows").parentNode.open = paper.matches; };
  paper.addEventListener("change", unfold);
  unfold();
  window.addEventListener("hashchange", readFragment);
  readFragment();
})();
