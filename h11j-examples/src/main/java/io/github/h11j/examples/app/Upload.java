package io.github.h11j.examples.app;

import io.github.h11j.Bytes;
import io.github.h11j.Data;
import io.github.h11j.EndOfMessage;
import io.github.h11j.handler.BodyHandler;
import io.github.h11j.handler.Exchange;
import io.github.h11j.handler.Responses;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Counts a body and digests it, and answers with both as JSON. Keeps nothing. */
final class Upload implements BodyHandler {

    private final Exchange exchange;
    private final MessageDigest digest;
    private long bytes;

    Upload(Exchange exchange) {
        this.exchange = exchange;
        try {
            this.digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has it", e);
        }
    }

    @Override
    public void data(Data data) {
        bytes += data.bytes().length();
        digest.update(data.bytes().asByteBuffer());
    }

    @Override
    public void end(EndOfMessage end) {
        String sha256 = HexFormat.of().formatHex(digest.digest());
        String answer = "{\"bytes\":" + bytes + ",\"sha256\":\"" + sha256 + "\"}\n";
        exchange.send(Responses.bytes(200, "application/json", Bytes.utf8(answer)));
    }
}
