package io.github.h11j.spec.conformance;

import java.io.IOException;

/**
 * Lets a server read what a case has sent, without a fixed pause: makes an exchange on a separate connection.
 * Once its response arrives, a server that serves its connections in turn has read what came before.
 */
final class Bystander {

    private final ServerTarget target;
    private final boolean able;

    Bystander(ServerTarget target, boolean able) {
        this.target = target;
        this.able = able;
    }

    /** Returns whether there was a response. */
    boolean roundTrip() {
        return able && status() != 0;
    }

    /** Returns whether a plain request was answered with 200. */
    boolean isServed() {
        return status() == 200;
    }

    /** Returns the status of the response, or 0 if there was none. */
    private int status() {
        Transcript transcript = new Transcript();
        try (Link link = Link.connect(target.address(), transcript, target.timeout())) {
            link.send(target.plainGet(target.getPath()));
            WireReader reader = WireReader.ofResponses();
            long deadline = System.nanoTime() + target.timeout().toNanos();
            while (link.read(reader, deadline) == Link.Read.BYTES) {
                WireMessage message = reader.next("GET", false);
                if (message != null) {
                    return message.status();
                }
            }
            WireMessage last = reader.next("GET", true);
            return last == null ? 0 : last.status();
        } catch (IOException e) {
            transcript.note("no second connection: " + e.getMessage());
            return 0;
        }
    }
}
