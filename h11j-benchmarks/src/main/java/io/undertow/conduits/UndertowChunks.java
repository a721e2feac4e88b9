package io.undertow.conduits;

import io.undertow.util.Attachable;
import io.undertow.util.AttachmentKey;
import io.undertow.util.HeaderMap;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Reaches Undertow's reader of chunks, which is package-private. */
public final class UndertowChunks {

    private static final AttachmentKey<HeaderMap> TRAILERS = AttachmentKey.create(HeaderMap.class);

    private final ChunkReader reader;
    private boolean finished;

    public UndertowChunks(Attachable owner) {
        reader = new ChunkReader(owner, TRAILERS, BytesCounter.NULL);
    }

    /** Passes over framing and answers how many bytes of body are next in the buffer. The caller takes them all. */
    public int next(ByteBuffer bytes) throws IOException {
        long remaining = reader.readChunk(bytes);
        if (remaining < 0) {
            finished = true;
            return 0;
        }
        int available = (int) Math.min(remaining, bytes.remaining());
        reader.setChunkRemaining(remaining - available);
        return available;
    }

    public boolean isFinished() {
        return finished;
    }
}
