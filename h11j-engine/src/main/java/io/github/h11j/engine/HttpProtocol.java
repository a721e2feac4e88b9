package io.github.h11j.engine;

import io.github.h11j.CloseReason;
import io.github.h11j.Connection;
import io.github.h11j.NextEvent;
import io.github.h11j.RemoteProtocolException;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * HTTP/1.1 in one of the two roles: the parts of the driving loop of {@link io.github.h11j} that both have in common.
 */
abstract class HttpProtocol implements Protocol {

    final Connection http;
    private final SessionCore session;

    /** What {@code nextEvent} returned last, as long as another call would return the same. */
    @Nullable
    NextEvent stuck;

    HttpProtocol(SessionCore session, Connection http) {
        this.session = session;
        this.http = http;
    }

    /** Step 2. */
    @Override
    public void received(ByteBuffer bytes) {
        stuck = null;
        http.receiveBorrowed(bytes);
    }

    @Override
    public final void ended(boolean inOrder) {
        stuck = null;
        if (inOrder) {
            http.receiveEof();
        } else {
            http.receiveAbort();
        }
    }

    @Override
    public final void release() {
        http.endLease();
    }

    @Override
    public final int buffered() {
        return http.bufferedBytes();
    }

    @Override
    public final long used() {
        return http.receivedBytes() - http.bufferedBytes();
    }

    @Override
    public final Optional<CloseReason> closeReason() {
        return http.closeReason();
    }

    @Override
    public final @Nullable Call next() {
        try {
            Call call = proceed();
            if (call != null) {
                return call;
            }
        } catch (RemoteProtocolException e) {
            broken(e);
        } catch (Throwable e) { // a listener of the policy has thrown, possibly an undeclared checked exception
            session.host.callFailed("a listener of the policy has failed", e);
            listenerFailed(asException(e));
        }
        switchIfAgreed();
        return null;
    }

    /** Steps 1 to 7, as far as possible now. Returns the next call that is due; null if there is none. */
    abstract @Nullable Call proceed() throws RemoteProtocolException;

    /** Step 8. */
    abstract void broken(RemoteProtocolException error);

    /** The policy's listener has failed, and nothing more can be read. */
    abstract void listenerFailed(Exception cause);

    abstract void switchIfAgreed();

    static Exception asException(Throwable thrown) {
        return thrown instanceof Exception exception ? exception : new IllegalStateException(thrown);
    }
}
