package io.github.h11j.explorer;

import io.github.h11j.Data;
import io.github.h11j.Event;
import io.github.h11j.RemoteProtocolException;
import io.github.h11j.Role;
import org.jspecify.annotations.Nullable;

/** Everything that was received, whatever the cut: parts of a body are joined. */
final class Essence {

    private final StringBuilder text = new StringBuilder();

    /** Who has received a part of a body as the last thing of all. */
    private @Nullable Role inBody;

    void received(Role at, Event event) {
        if (event instanceof Data data) {
            text.append(at == inBody ? "" : "\n" + at + " Data ");
            text.append(Escapes.latin1(data.bytes().toByteArray()));
            inBody = at;
        } else {
            text.append('\n').append(at).append(' ').append(new Json().event(event));
            inBody = null;
        }
    }

    void fault(Role at, RemoteProtocolException fault) {
        text.append('\n').append(at).append(' ').append(fault.violation()).append(fault.offset());
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
