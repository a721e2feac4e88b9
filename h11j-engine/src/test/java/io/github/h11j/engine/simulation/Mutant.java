package io.github.h11j.engine.simulation;

/**
 * Faults that are put back into the sources of the engine, each to be found by the simulation. The first two components say
 * what it is: a fault of a real server, by what its users saw, where there was one.
 */
enum Mutant {
    AN_ERROR_LEAVES_ITS_EXCHANGE_OPEN(
            "Session", "if (thrown != null && !call", "if (thrown instanceof Exception && !call"),
    A_FAILED_LISTENER_ENDS_MORE_THAN_ITSELF(
            "Call",
            "public void thrown(Throwable thrown, Session caller) {\n            //",
            "public void thrown(Throwable thrown, Session caller) {\n            if (thrown != null) throw new IllegalStateException(thrown); //"),
    AN_EARLY_ANSWER_DOES_NOT_SAY_CLOSE(
            "ResponseWriter", "(leavesTooMuch() && (!bodyWanted || Responses.mayComeEarly(events)))", "false"),
    AN_EARLY_ANSWER_AFTER_ASKING_DOES_NOT_SAY_CLOSE(
            "ResponseWriter", "(!bodyWanted || Responses.mayComeEarly(events))", "!bodyWanted"),
    AN_EMPTY_LINE_BEGINS_A_HEAD(
            "ServerProtocol", "headBegun |= hasHeadBegun()", "headBegun |= http.receivedBytes() > 0"),
    HALF_AN_EMPTY_LINE_BEGINS_A_HEAD("ServerProtocol", "buffered > 1 ||", "buffered > 0 ||"),
    A_STOP_IS_NOT_TOLD_TO_ANOTHER_PROTOCOL("SwitchedProtocol", "if (begun) {", "if (begun && stopped) {"),
    A_STOP_DOES_NOT_END_IDLE_CONNECTIONS(
            "ServerProtocol", "return exchange == null && !headBegun &&", "return exchange != null && !headBegun &&"),
    THE_BODY_IS_TAKEN_AFTER_THE_RESPONSE(
            "ServerExchange",
            "requireOpen();\n        if (body != null)",
            "requireNotFailed();\n        if (body != null)"),
    THE_EXCHANGE_BEFORE_CAN_ABORT(
            "ServerExchange", "if (failure == null && !(responseComplete && requestComplete))", "if (failure == null)"),
    A_STOP_FORGETS_A_REQUEST_THAT_WAITS("ServerProtocol", "&& !hasHeadBegun()", ""),
    WHAT_IS_QUEUED_HAS_NO_BOUND("SessionCore", "&& output.pending() < bounds.queueBytes", ""),
    WHAT_IS_READ_AHEAD_HAS_NO_BOUND("Session", "bounds.readAhead() - protocol.readAhead()", "1000"),
    NOTHING_IS_READ_AHEAD("Session", "bounds.readAhead() - protocol.readAhead()", "0"),
    A_BODY_HAS_NO_DEADLINE("ServerProtocol", "isDropping() ? Waiting.DROP : Waiting.BODY", "Waiting.NONE"),
    THE_REST_OF_A_BODY_HAS_NO_DEADLINE("ServerProtocol", "isDropping() ? Waiting.DROP", "isDropping() ? Waiting.NONE"),
    AN_IDLE_CONNECTION_HAS_NO_DEADLINE("ServerProtocol", "headBegun ? Waiting.HEAD : Waiting.IDLE", "Waiting.NONE"),
    A_WRITE_HAS_NO_DEADLINE("Deadlines", "writing = writes;", "writing = false;"),
    LINGERING_HAS_NO_DEADLINE(
            "SessionCore", "phase == Phase.LINGERING ? Waiting.LINGER", "phase == null ? Waiting.LINGER"),
    A_HANDSHAKE_HAS_NO_DEADLINE("Session", "passed == Waiting.START", "passed == null"),
    DEADLINES_ARE_COMPARED_AS_NUMBERS(
            "Deadlines",
            "waiting != Waiting.NONE && now - inputDeadline() >= 0",
            "waiting != Waiting.NONE && now >= inputDeadline()"),
    THE_CONNECTION_CLOSES_WITH_UNREAD_BYTES(
            "SessionCore",
            "phase == Phase.LINGERING && (inputEnded || lingered > bounds.lingerBytes)",
            "phase == Phase.LINGERING"),
    BORROWED_BYTES_ARE_KEPT("CallQueue", "next.detach();", ""),
    THE_LEASE_IS_NOT_ENDED(
            "HttpProtocol", "public final void release() {\n        http.endLease();", "public final void release() {"),
    A_BODY_IS_PASSED_ON_AFTER_THE_RESPONSE("ServerProtocol", "session.forgetDue();", ""),
    A_BODY_IS_PASSED_ON_WHILE_PAUSED("CallQueue", "if (held != null && !held.owner.isPaused())", "if (held != null)"),
    A_TRUNCATED_RESPONSE_LOOKS_COMPLETE(
            "ServerProtocol",
            "} else {\n            session.lose(cause);",
            "} else {\n            session.beginClose();"),
    A_FAILURE_IS_NOT_TOLD(
            "ServerExchange",
            "session.addNotice(new Call(Call.Listener.LISTENER",
            "session.forget(this); assert null == (new Call(Call.Listener.LISTENER"),
    A_FILE_IS_LEFT_OPEN("OutputQueue", "output.file().ifPresent(OutputQueue::close);", ""),
    A_FILE_IS_LEFT_OPEN_WHEN_IT_IS_REFUSED("ServerExchange", "if (!queued) {", "if (queued && false) {"),
    A_RESPONSE_IS_NOT_FRAMED_BY_THE_FILE("ResponseWriter", "session.lose(e);", ""),
    ONE_HUNDRED_IS_NOT_SENT(
            "ServerProtocol", "writer.write(List.of(new InformationalResponse(100, Headers.EMPTY)), false);", ""),
    AFTER_103_NO_100_IS_OWED("ServerProtocol", "continuing(session.rules.policy())", "session.rules.policy()"),
    AN_ANSWER_IN_PLACE_OF_100_DOES_NOT_SAY_CLOSE(
            "ResponseWriter", "http.theyAreWaitingFor100Continue()\n                        ||", ""),
    BYTES_ARE_NOT_ACCOUNTED(
            "SessionCore", "host.holds(difference);", "if (phase != Phase.CLOSED) host.holds(difference);"),
    BYTES_ARE_NOT_ACCOUNTED_BEFORE_THE_HOST_WAITS("SessionCore", "account();\n        host.flush();", "host.flush();"),
    TWO_CALLS_AT_A_TIME("CallQueue", "if (running != null) {\n            return null;\n        }", ""),
    AN_AGREED_SWITCH_IS_FORGOTTEN(
            "ServerProtocol",
            "&& http.theirState() == State.SWITCHED_PROTOCOL\n",
            "&& http.theirState() == State.IDLE\n"),
    BYTES_OF_THE_OTHER_PROTOCOL_ARE_LOST("SwitchedProtocol", "hold(trailing.bytes());", ""),
    THE_END_OF_THE_OTHER_PROTOCOL_IS_LOST(
            "SwitchedProtocol", "this.endHeld = trailing.eof();", "this.endHeld = false;"),

    // Of a client

    WHAT_NOBODY_ASKED_FOR_IS_AN_ANSWER(
            "ClientProtocol", "Connection.client(refusing(rules.policy()))", "Connection.client(rules.policy())"),
    WHAT_COMES_BEFORE_A_REQUEST_IS_TAKEN_IS_ITS_ANSWER(
            "ClientProtocol", "current != null && !current.taken", "current != null && current.taken != current.taken"),
    AN_UNSENT_REQUEST_IS_LOST_WITH_A_DEAD_CONNECTION(
            "ClientProtocol", "(outcome == Outcome.NOT_GIVEN || request.takeRepeat())", "request.takeRepeat()"),
    AN_ANSWERED_REQUEST_IS_REPEATED("ClientProtocol", "reused && outcome != Outcome.ANSWERED &&", "reused &&"),
    A_REQUEST_IS_REPEATED_WHATEVER_ITS_METHOD("ClientRequest", "&& IDEMPOTENT.contains(head.method())", ""),
    A_REQUEST_IS_REPEATED_THOUGH_ITS_BODY_IS_GONE("ClientRequest", "!repeated && !bodyAsked &&", "!repeated &&"),
    A_REQUEST_ON_A_NEW_CONNECTION_IS_REPEATED("ClientProtocol", "boolean dead = reused &&", "boolean dead ="),
    A_CANCELLED_REQUEST_IS_SENT_AGAIN(
            "ClientRequest",
            "fail(cause);\n        if (current != null) {",
            "if (current == null) {\n            fail(cause);\n        } else {"),
    INTERIM_RESPONSES_PUT_OFF_THE_HEAD(
            "ResponseTime", "headLeft = headUntil - now;", "headLeft = limits.head().toNanos();"),
    THE_HEAD_OF_A_RESPONSE_HAS_NO_DEADLINE(
            "ResponseTime", "return Deadlines.earlier(until, headUntil);", "return until;"),
    THE_WHOLE_HAS_NO_DEADLINE("ResponseTime", "return Deadlines.earlier(until, headUntil);", "return headUntil;"),
    THE_BODY_OF_A_RESPONSE_HAS_NO_DEADLINE("ClientProtocol", "? Waiting.BODY :", "? Waiting.NONE :"),
    ONE_HUNDRED_IS_AWAITED_FOR_EVER("ClientProtocol", "return Waiting.CONTINUE;", "return Waiting.NONE;"),
    WHAT_WAITED_FOR_ONE_HUNDRED_IS_FORGOTTEN("Upload", "restHeld = true;", "restHeld = false;"),
    A_CONNECTION_THAT_RESTS_HAS_NO_DEADLINE("ClientProtocol", "return Waiting.IDLE;", "return Waiting.NONE;"),
    A_RESET_COMPLETES_A_BODY("HttpProtocol", "http.receiveAbort();", "http.receiveEof();"),
    A_FAILURE_FOLLOWS_THE_END("ClientRequest", "!over && (last == null || !last.isEnding())", "!over"),
    A_CONNECTION_IS_USED_BEFORE_IT_WAS_LOOKED_AT(
            "ClientSession", "if (isCalling() || !http.isFree()", "if (!http.isFree()"),
    A_READ_OF_NOTHING_COUNTS("Session", "if (bytes.hasRemaining()) {", "if (true) {"),
    A_CONNECTION_IS_USED_BEFORE_ALL_IS_WRITTEN(
            "ClientSession",
            "!http.isFree() || !output.isEmpty()) {\n            return",
            "!http.isFree()) {\n            return"),
    A_BODY_THAT_WAITED_FOR_100_FOLLOWS_A_FINAL_ANSWER(
            "Upload", "over = true;\n        restHeld = false;\n        session", "over = true;\n        session"),
    A_BODY_THAT_WAITS_FOR_100_FOLLOWS_A_REFUSAL("Attempt", "upload.isRestHeld() || refused", "refused"),
    A_STOP_ENDS_THE_EXCHANGE_OF_A_CLIENT(
            "ClientProtocol",
            "public void stop() {\n        if (attempt == null) {",
            "public void stop() {\n        if (attempt != null) {"),

    A_BODY_THAT_NOBODY_WANTS_IS_NEEDED_FOR_THE_ANSWER(
            "ServerProtocol",
            "http.theirState() == State.SEND_BODY && takesBody();",
            "http.theirState() == State.SEND_BODY;"),

    // For an observer

    AN_EXCHANGE_ENDS_TWICE_FOR_AN_OBSERVER("ObserverWatch", "current = none;\n            long before", "long before"),
    A_CONNECTION_ENDS_TWICE_FOR_AN_OBSERVER("ObserverWatch", "over = true;", ""),
    A_FAILED_EXCHANGE_IS_OBSERVED_AS_COMPLETE("ServerExchange", "session.watch.failed(cause);", ""),
    A_LOST_RESPONSE_IS_OBSERVED_AS_COMPLETE(
            "ObserverWatch", "exchange.outputEnds > sent && exchange.failure == null", "false"),
    THE_CONTENT_OF_A_304_IS_COUNTED("ObserverWatch", "exchange.status != 304", "true"),
    A_RESPONSE_TO_NO_REQUEST_IS_NOT_OBSERVED("ServerProtocol", "session.watch.begin(null);", ""),
    A_SWITCH_FORGETS_WHAT_WAS_RECEIVED_BEFORE_IT("SwitchedProtocol", "return used;", "return 0;"),
    A_RESPONSE_TO_NO_REQUEST_BEGINS_TOO_EARLY("Session", "watch.at(now); // an error", "// an error"),
    A_CONNECTION_FAILS_AFTER_ITS_END(
            "SessionCore",
            "if (phase != Phase.CLOSED) {\n            watch.lost(cause);",
            "watch.lost(cause);\n        if (phase != Phase.CLOSED) {");

    final String file;
    final String original;
    final String replacement;

    Mutant(String file, String original, String replacement) {
        this.file = file;
        this.original = original;
        this.replacement = replacement;
    }
}
