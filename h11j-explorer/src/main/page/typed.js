"use strict";
// The bytes that a text stands for: escapes, a hex dump, or UTF-8; and a text that stands for bytes.
const typed = (() => {
  const UTF8 = new TextEncoder();
  const hex = b => b.toString(16).padStart(2, "0");
  // What xxd, hexdump -C, od -A x -t x1z and Wireshark write, or pairs of digits alone; null if the text is no such thing.
  function dumped(text) {
    const lines = text.split(/\r?\n/).filter(each => each.trim()), bytes = [];
    const add = digits => { for (const each of digits.match(/[0-9a-f]{2}/gi) ?? []) bytes.push(parseInt(each, 16)); };
    if (!/^([0-9a-f]{6} |[0-9a-f]{4,8}(:|  ))/i.test(lines[0])) {
      return /^([0-9a-f]{2}|\s)+$/i.test(text) && text.trim() ? (add(text), bytes) : null;
    }
    let same = false;
    for (const line of lines) {
      if (line.trim() === "*") { same = true; continue; }
      // 8 bytes, a gap and more bytes, or bytes without a gap; what follows the next gap is the same in letters
      const parts = /^([0-9a-f]{4,8}):?\s*((?:[0-9a-f]{2} ?){8} (?=[0-9a-f]{2}( |$)))?((?:[0-9a-f]{2} ?)*)(\s|$)/i.exec(line);
      if (!parts) return null;
      const to = parseInt(parts[1], 16) - parseInt(lines[0], 16);
      while (same && bytes.length < to) bytes.push(bytes[bytes.length - 16]);
      if (bytes.length !== to) return null;
      same = false;
      add((parts[2] ?? "") + parts[4]);
    }
    return bytes.length ? bytes : null;
  }
  function bytesOf(text) {
    const dump = dumped(text);
    if (dump) return dump;
    const bytes = [];
    for (const [, escape, plain] of text.replace(/\r?\n/g, "\r\n").matchAll(/\\([rnt\\]|x[0-9a-fA-F]{2})|([^\\]+|\\)/g)) {
      if (plain) { for (const b of UTF8.encode(plain)) bytes.push(b); continue; }
      bytes.push({ r: 13, n: 10, t: 9, "\\": 92 }[escape] ?? parseInt(escape.slice(1), 16));
    }
    return bytes;
  }
  const textOf = bytes => [...bytes].map((b, i) => b === 13 && bytes[i + 1] === 10 ? "" : b === 10 ? bytes[i - 1] === 13 ? "\n" : "\\n"
    : b === 92 ? "\\\\" : b >= 32 && b < 127 ? String.fromCharCode(b) : "\\x" + hex(b)).join("");
  return { hex, bytesOf, textOf };
})();
