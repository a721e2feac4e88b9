package io.github.h11j.explorer;

import io.github.h11j.Event;
import io.github.h11j.ProtocolException;
import io.github.h11j.Role;
import org.jspecify.annotations.Nullable;

/**
 * A call that a session has made, for {@link TestWriter}.
 *
 * @param at whose connection was called; of bytes by hand, whose they are
 * @param what send, again (of an event whose bytes were by hand), next, raw, deliver, end or drain
 * @param event what was sent, or null
 * @param bytes what the send returned or what was written by hand, each as a character
 * @param refused what the call threw, or null
 */
record Call(
        Role at,
        String what,
        @Nullable Event event,
        String bytes,
        @Nullable ProtocolException refused) {}
