#!/bin/sh
# the content of a POST; what ends early is refused
[ "$REQUEST_METHOD" = POST ] || { printf 'Status: 405 Method Not Allowed\r\nAllow: POST\r\n\r\n'; exit; }
content=$(mktemp)
trap 'rm -f "$content"' EXIT
if [ -n "${CONTENT_LENGTH:-}" ]; then head -c "$CONTENT_LENGTH"; else cat; fi >"$content"
[ "$(stat -c %s "$content")" = "${CONTENT_LENGTH:-$(stat -c %s "$content")}" ] || { printf "Status: 400 Bad Request\r\n\r\n"; exit; }
printf 'Content-Type: text/plain\r\n\r\n'
cat "$content"
