package io.github.h11j;

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The rules by which a {@link Connection} accepts and sends messages: which violations it tolerates in what it
 * receives, which it may commit in what it sends, its {@link Option}s, and its {@link Limits}. Immutable: any number of
 * connections may have the same policy. Start from a preset and change it with the methods below.
 *
 * <p>Tolerating a violation in received messages does not allow sending it. A proxy that has to forward what it
 * tolerates also needs {@link #allowingToSend(Violation...)}.
 */
public final class Policy {

    /** What h11 0.16 sends too, without {@link Option#CHECK_BEFORE_SENDING}. */
    private static final Set<Violation> SENT_BY_H11 = Collections.unmodifiableSet(EnumSet.of(
            Violation.TARGET_CHARACTER,
            Violation.TARGET_FORM,
            Violation.FIELD_VALUE_CONTROL,
            Violation.BAD_HOST,
            Violation.REPEATED_CONTENT_LENGTH,
            Violation.CONTENT_LENGTH_WITH_TRANSFER_ENCODING,
            Violation.TRANSFER_ENCODING_IN_HTTP_1_0, // then the version is at fault
            Violation.TRACE_WITH_CONTENT));

    /**
     * RFC 9112 at its safest: requests that another recipient could frame differently are rejected. In requests it
     * tolerates only {@link Violation#EMPTY_LINE_BEFORE_START_LINE} and {@link Violation#REMOVED_TRAILER}; in responses
     * also {@link Violation#OBS_FOLD}, {@link Violation#MISSING_SPACE_AFTER_STATUS},
     * {@link Violation#REPEATED_CONTENT_LENGTH} and {@link Violation#CONTENT_LENGTH_WITH_TRANSFER_ENCODING}. It has all
     * {@link Option}s and {@link Limits#DEFAULT}.
     */
    public static final Policy STRICT = new Policy(
            EnumSet.of(Violation.EMPTY_LINE_BEFORE_START_LINE, Violation.REMOVED_TRAILER),
            EnumSet.of(
                    Violation.EMPTY_LINE_BEFORE_START_LINE,
                    Violation.REMOVED_TRAILER,
                    Violation.OBS_FOLD,
                    Violation.MISSING_SPACE_AFTER_STATUS,
                    Violation.REPEATED_CONTENT_LENGTH,
                    Violation.CONTENT_LENGTH_WITH_TRANSFER_ENCODING),
            EnumSet.noneOf(Violation.class),
            EnumSet.allOf(Option.class),
            Limits.DEFAULT,
            null,
            false);

    /** h11's default for {@code max_incomplete_event_size}. */
    private static final int H11_SIZE = 16_384;

    /**
     * Accepts and does what h11 0.16 accepts and does, with few exceptions, for migration and for comparison. The page
     * {@code differences-from-h11.md} of the documentation lists the exceptions.
     */
    public static final Policy H11 = h11();

    /**
     * {@link #STRICT}, but also tolerates common faults of servers that Chromium accepts too:
     * {@link Violation#BARE_LF}, {@link Violation#BAD_REASON}, {@link Violation#FIELD_VALUE_CONTROL},
     * {@link Violation#EXTRA_SPACE_BEFORE_STATUS}, {@link Violation#WHITESPACE_AFTER_CHUNK_SIZE},
     * {@link Violation#UNKNOWN_TRANSFER_CODING}; and {@link Violation#WHITESPACE_BEFORE_COLON},
     * {@link Violation#MISSING_COLON} and {@link Violation#BAD_CHUNK_LINE_END}, after which the connection is not used
     * again, because another recipient could have framed the response differently. For clients only.
     *
     * <p>Browsers accept more: a response without a status line, fields whose name is not a token, content of another
     * length than announced. This policy rejects those.
     */
    public static final Policy TOLERANT_CLIENT = tolerantClient();

    /**
     * {@link #STRICT}, but also tolerates {@link Violation#TARGET_CHARACTER} and {@link Violation#TARGET_NON_ASCII} in
     * requests. Browsers send {@code [}, {@code |}, <code>&#123;</code> or a lone {@code %} as a user or a script wrote
     * them; other clients send UTF-8. No recipient can frame such a request differently. The application receives the
     * target unchanged.
     */
    public static final Policy BROWSER_FACING_SERVER =
            STRICT.tolerating(Role.CLIENT, Violation.TARGET_CHARACTER, Violation.TARGET_NON_ASCII);

    private final EnumSet<Violation> inRequests;
    private final EnumSet<Violation> inResponses;
    private final EnumSet<Violation> sendable;
    private final EnumSet<Option> options;
    private final Limits limits;
    private final @Nullable ToleranceListener listener;
    private final boolean onlyForClients;

    private Policy(
            EnumSet<Violation> inRequests,
            EnumSet<Violation> inResponses,
            EnumSet<Violation> sendable,
            EnumSet<Option> options,
            Limits limits,
            @Nullable ToleranceListener listener,
            boolean onlyForClients) {
        this.inRequests = inRequests;
        this.inResponses = inResponses;
        this.sendable = sendable;
        this.options = options;
        this.limits = limits;
        this.listener = listener;
        this.onlyForClients = onlyForClients;
    }

    /**
     * Called for each violation that a policy tolerates, for example to find out what a stricter policy would reject.
     * All connections with the policy call it, so several threads may call it at the same time.
     */
    @FunctionalInterface
    public interface ToleranceListener {
        /**
         * Called from {@link Connection#nextEvent()}. If this method throws, {@code nextEvent()} throws the same, and
         * the peer's state becomes {@link State#ERROR}. This method must not call the connection.
         *
         * @param sender the peer that broke the rule
         * @param violation the rule
         * @param offset the position of the fault, as in {@link ProtocolException#offset()}
         * @param excerpt the bytes at fault, as in {@link ProtocolException#excerpt()}
         */
        void tolerated(Role sender, Violation violation, long offset, String excerpt);
    }

    private static Policy h11() {
        EnumSet<Violation> both = EnumSet.of(
                Violation.TARGET_CHARACTER,
                Violation.TARGET_FORM,
                Violation.UNSUPPORTED_VERSION,
                Violation.MISSING_SPACE_AFTER_STATUS,
                Violation.BAD_REASON,
                Violation.BARE_LF,
                Violation.FIELD_VALUE_CONTROL,
                Violation.OBS_FOLD,
                Violation.BAD_HOST,
                Violation.REPEATED_CONTENT_LENGTH,
                Violation.CONTENT_LENGTH_WITH_TRANSFER_ENCODING,
                Violation.TRANSFER_ENCODING_IN_HTTP_1_0,
                Violation.WHITESPACE_AFTER_CHUNK_SIZE,
                Violation.TRACE_WITH_CONTENT,
                Violation.UPGRADE_WITHOUT_CONNECTION_OPTION);
        // h11 bounds what it has buffered and counts nothing
        Limits limits = Limits.ofHead(H11_SIZE)
                .withFields(Limits.MAX)
                .withTrailers(Limits.MAX)
                .withChunkExtensions(Limits.MAX)
                .withLeadingEmptyLines(Limits.MAX)
                .withInformationalResponses(Limits.MAX);
        return new Policy(
                both, both, EnumSet.noneOf(Violation.class), EnumSet.noneOf(Option.class), limits, null, false);
    }

    private static Policy tolerantClient() {
        return STRICT.tolerating(
                        Role.SERVER,
                        Violation.EXTRA_SPACE_BEFORE_STATUS,
                        Violation.BAD_REASON,
                        Violation.BARE_LF,
                        Violation.WHITESPACE_BEFORE_COLON,
                        Violation.MISSING_COLON,
                        Violation.FIELD_VALUE_CONTROL,
                        Violation.UNKNOWN_TRANSFER_CODING,
                        Violation.BAD_CHUNK_LINE_END,
                        Violation.WHITESPACE_AFTER_CHUNK_SIZE)
                .forClientsOnly();
    }

    private Policy forClientsOnly() {
        return new Policy(inRequests, inResponses, sendable, options, limits, listener, true);
    }

    /**
     * Returns this policy, tolerating more of what one peer sends.
     *
     * @param sender {@link Role#CLIENT} for requests, {@link Role#SERVER} for responses
     * @param violations what to tolerate
     * @return a changed copy
     * @throws IllegalArgumentException if one of them is not {@linkplain Violation#isTolerable(Role) tolerable} in what
     *     this peer sends
     */
    public Policy tolerating(Role sender, Violation... violations) {
        for (Violation violation : violations) {
            if (!violation.isTolerable(sender)) {
                throw new IllegalArgumentException(violation + " cannot be tolerated in what a " + sender + " sends");
            }
        }
        EnumSet<Violation> more = EnumSet.copyOf(tolerated(sender));
        more.addAll(Arrays.asList(violations));
        return withTolerated(sender, more);
    }

    /**
     * Returns this policy, rejecting more of what one peer sends.
     *
     * @param sender {@link Role#CLIENT} for requests, {@link Role#SERVER} for responses
     * @param violations what to reject; those that are not tolerated have no effect
     * @return a changed copy
     */
    public Policy refusing(Role sender, Violation... violations) {
        EnumSet<Violation> fewer = EnumSet.copyOf(tolerated(sender));
        fewer.removeAll(Arrays.asList(violations));
        return withTolerated(sender, fewer);
    }

    private Policy withTolerated(Role sender, EnumSet<Violation> set) {
        return sender == Role.CLIENT
                ? new Policy(set, inResponses, sendable, options, limits, listener, onlyForClients)
                : new Policy(inRequests, set, sendable, options, limits, listener, onlyForClients);
    }

    /**
     * Returns this policy, allowing to send what is a violation. This is for proxies that forward what they tolerate,
     * and for clients of servers that expect it. Only the following may be allowed, because no recipient frames or
     * routes a message differently because of them: {@link Violation#TARGET_CHARACTER},
     * {@link Violation#TARGET_NON_ASCII} and {@link Violation#FIELD_VALUE_CONTROL} (but not in fields such as
     * Content-Length, where it makes the value invalid).
     *
     * @param violations what may be sent
     * @return a changed copy
     * @throws IllegalArgumentException if one of them is not {@linkplain Violation#isSendable() one of these}
     */
    public Policy allowingToSend(Violation... violations) {
        EnumSet<Violation> more = EnumSet.copyOf(sendable);
        for (Violation violation : violations) {
            if (!violation.isSendable()) {
                throw new IllegalArgumentException(violation + " cannot be allowed in what is sent");
            }
            more.add(violation);
        }
        return new Policy(inRequests, inResponses, more, options, limits, listener, onlyForClients);
    }

    /**
     * Returns this policy with an option switched on.
     *
     * @param option the option
     * @return a changed copy
     */
    public Policy with(Option option) {
        EnumSet<Option> more = EnumSet.copyOf(options);
        more.add(option);
        return new Policy(inRequests, inResponses, sendable, more, limits, listener, onlyForClients);
    }

    /**
     * Returns this policy with an option switched off.
     *
     * @param option the option
     * @return a changed copy
     */
    public Policy without(Option option) {
        EnumSet<Option> fewer = EnumSet.copyOf(options);
        fewer.remove(option);
        return new Policy(inRequests, inResponses, sendable, fewer, limits, listener, onlyForClients);
    }

    /**
     * Returns this policy with other limits.
     *
     * @param bounds the limits
     * @return a changed copy
     * @throws NullPointerException if they are null
     */
    public Policy with(Limits bounds) {
        Objects.requireNonNull(bounds, "bounds");
        return new Policy(inRequests, inResponses, sendable, options, bounds, listener, onlyForClients);
    }

    /**
     * Returns this policy with a listener for what it tolerates. It replaces an earlier listener.
     *
     * @param reportTo called for each tolerated violation
     * @return a changed copy
     * @throws NullPointerException if it is null
     */
    public Policy with(ToleranceListener reportTo) {
        Objects.requireNonNull(reportTo, "reportTo");
        return new Policy(inRequests, inResponses, sendable, options, limits, reportTo, onlyForClients);
    }

    /**
     * Returns which violations are tolerated in what one peer sends.
     *
     * @param sender {@link Role#CLIENT} for requests, {@link Role#SERVER} for responses
     * @return an unmodifiable set
     */
    public Set<Violation> tolerances(Role sender) {
        return Collections.unmodifiableSet(tolerated(sender));
    }

    /**
     * Returns whether a violation is tolerated.
     *
     * @param sender the peer that breaks the rule
     * @param violation the rule
     * @return whether it is tolerated
     */
    public boolean tolerates(Role sender, Violation violation) {
        return tolerated(sender).contains(violation);
    }

    /**
     * Returns whether a violation may be sent.
     *
     * @param violation the rule
     * @return whether {@link #allowingToSend(Violation...)} allows it, or {@link Option#CHECK_BEFORE_SENDING} is off
     *     and h11 sends it too
     */
    public boolean allowsToSend(Violation violation) {
        return sendable.contains(violation) || (!has(Option.CHECK_BEFORE_SENDING) && SENT_BY_H11.contains(violation));
    }

    /**
     * Returns whether an option is on.
     *
     * @param option the option
     * @return whether it is on
     */
    public boolean has(Option option) {
        return options.contains(option);
    }

    /**
     * Returns the limits.
     *
     * @return the limits
     */
    public Limits limits() {
        return limits;
    }

    /**
     * Returns whether only clients may use this policy: it is {@link #TOLERANT_CLIENT} or derived from it, and
     * {@link Connection#server(Policy)} rejects it.
     *
     * @return whether servers must not use it
     */
    public boolean isOnlyForClients() {
        return onlyForClients;
    }

    /**
     * Returns all properties as text, for logs and tests.
     *
     * @return a text
     */
    @Override
    public String toString() {
        return "Policy[tolerated in requests: " + inRequests + ", in responses: " + inResponses + ", allowed to send: "
                + sendable + ", options: " + options + ", " + limits + (listener == null ? "" : ", with a listener")
                + (onlyForClients ? ", only for clients" : "") + "]";
    }

    private EnumSet<Violation> tolerated(Role sender) {
        return Objects.requireNonNull(sender, "sender") == Role.CLIENT ? inRequests : inResponses;
    }

    @Nullable
    ToleranceListener listener() {
        return listener;
    }
}
