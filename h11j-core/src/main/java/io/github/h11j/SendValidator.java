package io.github.h11j;

/** Finds the faults that events to send have by themselves, whatever the state. */
final class SendValidator {

    private final Policy policy;
    private final ViolationHandler.Sending violations;

    SendValidator(Policy policy, Role ourRole) {
        this.policy = policy;
        this.violations = new ViolationHandler.Sending(policy, ourRole);
    }

    /**
     * Judges the events of one call. Returns the length of the body that the head among them announces, as in
     * {@link Framing}. One call is a part of one exchange: of two heads the state machine refuses the second, so the
     * first decides.
     */
    long requireValid(Event[] events) {
        long length = 0;
        boolean hasHead = false;
        for (Event event : events) {
            if (event instanceof Request || event instanceof Response) {
                long announced = event instanceof Request request ? request(request) : response((Response) event);
                length = hasHead ? length : announced;
                hasHead = true;
            } else if (event instanceof InformationalResponse response) {
                responseHead(response.headers(), response.version());
            } else if (event instanceof EndOfMessage end && !end.trailers().isEmpty()) {
                trailers(end.trailers());
            }
        }
        return length;
    }

    private long request(Request request) {
        requireSendable(request.headers());
        boolean strict = policy.has(Option.CHECK_BEFORE_SENDING);
        if (strict) {
            requireVersion(request.version());
            if (!Target.isAllowed(request.method(), request.target())) {
                throw violations.exception(
                        Violation.TARGET_FORM, LineExcerpt.ofTarget(request.target()), LineExcerpt.NOWHERE);
            }
            int badCharacter = Target.indexOfBadCharacter(request.target());
            if (badCharacter < request.target().length()) {
                throw violations.exception(
                        Violation.TARGET_CHARACTER, LineExcerpt.ofTarget(request.target()), badCharacter);
            }
        }
        long length = Framing.ofRequest(request, violations);
        // "A client MUST NOT generate a 100-continue expectation in a request that does not include content."
        // (RFC 9110 §10.1.1)
        if (strict && length == 0 && Framing.expectsContinue(request)) {
            int expect = request.headers().indexOf(FieldName.EXPECT, 0);
            throw violations.exception(
                    Violation.EXPECT_WITHOUT_CONTENT, request.headers().excerpt(expect), LineExcerpt.NOWHERE);
        }
        return length;
    }

    private long response(Response response) {
        return responseHead(response.headers(), response.version());
    }

    private long responseHead(Headers headers, HttpVersion version) {
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

    /** Only HTTP/1.1 is sent: the version is that of the sender, not of what the peer understands (RFC 9110 §2.5). */
    static void requireVersion(HttpVersion version) {
        if (!version.equals(HttpVersion.HTTP_1_1)) {
            throw new LocalProtocolException(Violation.VERSION_NOT_SENT, version.toString());
        }
    }
}
