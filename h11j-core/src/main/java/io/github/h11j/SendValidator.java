package io.github.h11j;

/** Finds faults in events to send that do not depend on the state. */
final class SendValidator {

    private final Policy policy;
    private final ViolationHandler.Sending violations;

    SendValidator(Policy policy, Role ourRole) {
        this.policy = policy;
        this.violations = new ViolationHandler.Sending(policy, ourRole);
    }

    /**
     * Checks the events of one call. Returns the length of the body that the head among them announces, as in
     * {@link Framing}. The events of one call belong to one exchange: the state machine refuses a second head, so only
     * the first one counts.
     *
     * @param whole the length of the body if the head does not announce it, {@link Framing#NO_LENGTH} if unknown
     */
    long requireValid(Event[] events, long whole) {
        long length = 0;
        boolean hasHead = false;
        for (Event event : events) {
            if (event instanceof Request || event instanceof Response) {
                long announced =
                        event instanceof Request request ? request(request, whole) : response((Response) event);
                length = hasHead ? length : announced;
                hasHead = true;
            } else if (event instanceof InformationalResponse response) {
                responseHead(response.reason(), response.headers(), response.version());
            } else if (event instanceof EndOfMessage end && !end.trailers().isEmpty()) {
                trailers(end.trailers());
            }
        }
        return length;
    }

    private long request(Request request, long whole) {
        requireSendable(request.headers());
        boolean strict = policy.has(Option.CHECK_BEFORE_SENDING);
        if (strict) {
            requireVersion(request.version());
            connectionOptions(request.headers());
        }
        target(request.method(), request.target());
        long length = Framing.ofRequest(request, Math.max(0, whole), violations);
        // "A client MUST NOT generate a 100-continue expectation in a request that does not include content."
        // (RFC 9110 §10.1.1)
        if (strict && length == 0 && Framing.expectsContinue(request)) {
            int expect = request.headers().indexOf(FieldName.EXPECT, 0);
            throw violations.exception(
                    Violation.EXPECT_WITHOUT_CONTENT, request.headers().excerpt(expect), LineExcerpt.NOWHERE);
        }
        return length;
    }

    private void target(String method, String target) {
        // A "#" ends the target for some recipients and is a part of the path or query for others.
        int numberSign = target.indexOf('#');
        if (numberSign >= 0 || !Target.isAllowed(method, target)) {
            violations.report(Violation.TARGET_FORM, LineExcerpt.ofTarget(target), numberSign);
        }
        int bad = Target.indexOfBadCharacter(target, Grammar.URI);
        if (bad == target.length()) {
            return;
        }
        int nonAscii = Grammar.skip(target, Grammar.VISIBLE);
        if (nonAscii < target.length()) {
            violations.report(Violation.TARGET_NON_ASCII, LineExcerpt.ofTarget(target), nonAscii);
            bad = Target.indexOfBadCharacter(target, Grammar.URI | Grammar.OBS_TEXT);
        }
        if (bad < target.length()) {
            violations.report(Violation.TARGET_CHARACTER, LineExcerpt.ofTarget(target), bad);
        }
    }

    /**
     * "A sender of Upgrade MUST also send an "Upgrade" connection option" (RFC 9110 §7.8), and likewise for TE
     * (§10.1.4), so that an intermediary does not forward them. The option is not added to a request: a proxy that has
     * removed Connection but forgotten Upgrade would then propose a switch by mistake.
     */
    private void connectionOptions(Headers headers) {
        if (Framing.lacksUpgradeOption(headers)) {
            throw violations.exception(
                    Violation.UPGRADE_WITHOUT_CONNECTION_OPTION,
                    headers.excerpt(headers.indexOf(FieldName.UPGRADE, 0)),
                    LineExcerpt.NOWHERE);
        }
        if (headers.contains("TE")) {
            if (!headers.containsToken("Connection", "TE")) {
                throw violations.exception(
                        Violation.TE_WITHOUT_CONNECTION_OPTION,
                        "TE: " + headers.first("TE").orElseThrow());
            }
            for (String coding : headers.tokens("TE")) {
                if (coding.split(";", 2)[0].strip().equalsIgnoreCase("chunked")) {
                    throw violations.exception(
                            Violation.TE_CHUNKED, "TE: " + headers.first("TE").orElseThrow());
                }
            }
        }
    }

    private long response(Response response) {
        // "The server MUST send an Upgrade header field in a 426 response" (RFC 9110 §15.5.22)
        if (response.statusCode() == 426
                && response.headers().count(FieldName.UPGRADE) == 0
                && policy.has(Option.CHECK_BEFORE_SENDING)) {
            throw violations.exception(Violation.MISSING_UPGRADE, "");
        }
        return responseHead(response.reason(), response.headers(), response.version());
    }

    private long responseHead(String reason, Headers headers, HttpVersion version) {
        // a phrase that was received and tolerated is never forwarded, whatever the policy
        int valid = Grammar.skip(reason, Grammar.VALUE);
        if (valid < reason.length()) {
            throw violations.exception(Violation.BAD_REASON, LineExcerpt.of(reason), valid);
        }
        requireSendable(headers);
        if (policy.has(Option.CHECK_BEFORE_SENDING)) {
            requireVersion(version);
        }
        return Framing.ofResponseFields(headers, version, violations);
    }

    private void trailers(Headers trailers) {
        requireSendable(trailers);
        if (policy.has(Option.CHECK_TRAILERS)) {
            Trailers.checkSent(trailers);
        } else {
            Framing.checkTrailers(trailers, violations);
        }
    }

    private void requireSendable(Headers headers) {
        if (!headers.isClean()) {
            int i = 0;
            while (headers.isClean(i)) {
                i++;
            }
            int at = headers.name(i).length() + 2 + Grammar.skip(headers.value(i), Grammar.VALUE);
            violations.report(Violation.FIELD_VALUE_CONTROL, headers.excerpt(i), at);
        }
    }

    /**
     * Only HTTP/1.1 can be sent: the version is that of the sender, not the one that the peer understands (RFC 9110
     * §2.5).
     */
    static void requireVersion(HttpVersion version) {
        if (!version.equals(HttpVersion.HTTP_1_1)) {
            throw new LocalProtocolException(Violation.VERSION_NOT_SENT, version.toString());
        }
    }
}
