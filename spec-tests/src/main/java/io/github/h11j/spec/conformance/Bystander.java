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

    /** Returns the status of the final response, or 0 if there was none. */
    private int status() {
        Transcript transcript = new Transcript();
        try (Link link = Link.connect(target.address(), transcript, target.timeout())) {
            link.send(target.plainGet(target.getPath()));
            WireReader reader = WireReader.ofResponses();
            long deadline = System.nanoTime() + target.timeout().toNanos();
            while (link.read(reader, deadline) == Link.Read.BYTES) {
                int status = finalStatus(reader, false);
                if (status != 0) {
                    return status;
                }
            }
            return finalStatus(reader, true);
        } catch (IOException e) {
            transcript.note("no second connection: " + e.getMessage());
            return 0;
        }
    }

    private static int finalStatus(WireReader reader, boolean ended) {
        WireMessage message = reader.next("GET", ended);
        while (message != null && message.status() / 100 == 1) {
            message = reader.next("GET", ended);
        }
        return message == null ? 0 : message.status();
    }
}
