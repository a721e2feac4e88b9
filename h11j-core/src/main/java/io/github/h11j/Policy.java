package io.github.h11j;

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How a {@link Connection} judges: which violations it tolerates in what it receives, which {@link Option}s it follows,
 * and its {@link Limits}. Immutable; start from a preset and change it by name. While
 * {@link Option#CHECK_BEFORE_SENDING} is on, nothing is tolerated in what is sent.
 */
public final class Policy {

    /** RFC 9112 at its safest: no request is accepted that another recipient could frame differently. */
    public static final Policy STRICT = new Policy(
            EnumSet.of(Violation.EMPTY_LINE_BEFORE_START_LINE, Violation.REMOVED_TRAILER),
            EnumSet.of(
                    Violation.EMPTY_LINE_BEFORE_START_LINE,
                    Violation.REMOVED_TRAILER,
                    Violation.OBS_FOLD,
                    Violation.MISSING_SPACE_AFTER_STATUS,
                    Violation.REPEATED_CONTENT_LENGTH,
                    Violation.CONTENT_LENGTH_WITH_TRANSFER_ENCODING),
            EnumSet.allOf(Option.class),
            Limits.DEFAULT,
            null,
            false);

    /** What h11 0.16 accepts and does, for people who migrate and for comparison. */
    public static final Policy H11 = h11();

    /** {@link #STRICT} and, from servers, what browsers accept. Only for clients. */
    public static final Policy TOLERANT_CLIENT = tolerantClient();

    private final EnumSet<Violation> inRequests;
    private final EnumSet<Violation> inResponses;
    private final EnumSet<Option> options;
    private final Limits limits;
    private final @Nullable ToleranceListener listener;
    private final boolean onlyForClients;

    private Policy(
            EnumSet<Violation> inRequests,
            EnumSet<Violation> inResponses,
            EnumSet<Option> options,
            Limits limits,
            @Nullable ToleranceListener listener,
            boolean onlyForClients) {
        this.inRequests = inRequests;
        this.inResponses = inResponses;
        this.options = options;
        this.limits = limits;
        this.listener = listener;
        this.onlyForClients = onlyForClients;
    }

    /** Is told of each violation that a policy tolerates: a report before a policy is tightened. */
    @FunctionalInterface
    public interface ToleranceListener {
        /**
         * Called from {@link Connection#nextEvent()}. What it throws comes out there and leaves the peer's state
         * {@link State#ERROR}.
         *
         * @param sender who broke the rule
         * @param violation the rule
         * @param offset how many bytes the peer had sent before the offending one
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
                Violation.BARE_LF,
                Violation.FIELD_VALUE_CONTROL,
                Violation.OBS_FOLD,
                Violation.BAD_HOST,
                Violation.REPEATED_CONTENT_LENGTH,
                Violation.CONTENT_LENGTH_WITH_TRANSFER_ENCODING,
                Violation.TRANSFER_ENCODING_IN_HTTP_1_0,
                Violation.WHITESPACE_AFTER_CHUNK_SIZE);
        return new Policy(both, both, EnumSet.noneOf(Option.class), Limits.DEFAULT, null, false);
    }

    private static Policy tolerantClient() {
        EnumSet<Violation> responses = EnumSet.copyOf(STRICT.inResponses);
        responses.addAll(EnumSet.of(
                Violation.BARE_LF,
                Violation.FIELD_VALUE_CONTROL,
                Violation.UNKNOWN_TRANSFER_CODING,
                Violation.WHITESPACE_AFTER_CHUNK_SIZE));
        return new Policy(STRICT.inRequests, responses, STRICT.options, STRICT.limits, null, true);
    }

    /**
     * This policy, tolerating more of what one peer sends.
     *
     * @param sender {@link Role#CLIENT} for requests, {@link Role#SERVER} for responses
     * @param violations what to tolerate
     * @return a changed copy
     * @throws IllegalArgumentException if one of them is not {@linkplain Violation#isTolerable() tolerable}
     */
    public Policy tolerating(Role sender, Violation... violations) {
        for (Violation violation : violations) {
            if (!violation.isTolerable()) {
                throw new IllegalArgumentException(violation + " cannot be tolerated");
            }
        }
        EnumSet<Violation> more = EnumSet.copyOf(tolerated(sender));
        more.addAll(Arrays.asList(violations));
        return withTolerated(sender, more);
    }

    /**
     * This policy, refusing more of what one peer sends.
     *
     * @param sender {@link Role#CLIENT} for requests, {@link Role#SERVER} for responses
     * @param violations what to refuse
     * @return a changed copy
     */
    public Policy refusing(Role sender, Violation... violations) {
        EnumSet<Violation> fewer = EnumSet.copyOf(tolerated(sender));
        fewer.removeAll(Arrays.asList(violations));
        return withTolerated(sender, fewer);
    }

    private Policy withTolerated(Role sender, EnumSet<Violation> set) {
        return sender == Role.CLIENT
                ? new Policy(set, inResponses, options, limits, listener, onlyForClients)
                : new Policy(inRequests, set, options, limits, listener, onlyForClients);
    }

    /**
     * This policy with an option on.
     *
     * @param option the option
     * @return a changed copy
     */
    public Policy with(Option option) {
        EnumSet<Option> more = EnumSet.copyOf(options);
        more.add(option);
        return new Policy(inRequests, inResponses, more, limits, listener, onlyForClients);
    }

    /**
     * This policy with an option off.
     *
     * @param option the option
     * @return a changed copy
     */
    public Policy without(Option option) {
        EnumSet<Option> fewer = EnumSet.copyOf(options);
        fewer.remove(option);
        return new Policy(inRequests, inResponses, fewer, limits, listener, onlyForClients);
    }

    /**
     * This policy with other bounds.
     *
     * @param bounds the limits
     * @return a changed copy
     */
    public Policy with(Limits bounds) {
        return new Policy(inRequests, inResponses, options, bounds, listener, onlyForClients);
    }

    /**
     * This policy, reporting what it tolerates.
     *
     * @param reportTo called for each tolerated violation
     * @return a changed copy
     */
    public Policy with(ToleranceListener reportTo) {
        return new Policy(inRequests, inResponses, options, limits, reportTo, onlyForClients);
    }

    /**
     * What is tolerated of one peer.
     *
     * @param sender {@link Role#CLIENT} for requests, {@link Role#SERVER} for responses
     * @return an unmodifiable set
     */
    public Set<Violation> tolerances(Role sender) {
        return Collections.unmodifiableSet(tolerated(sender));
    }

    /**
     * Whether a violation is tolerated.
     *
     * @param sender who breaks the rule
     * @param violation the rule
     * @return whether it is
     */
    public boolean tolerates(Role sender, Violation violation) {
        return tolerated(sender).contains(violation);
    }

    /**
     * Whether an option is on.
     *
     * @param option the option
     * @return whether it is
     */
    public boolean has(Option option) {
        return options.contains(option);
    }

    /**
     * The bounds.
     *
     * @return the limits
     */
    public Limits limits() {
        return limits;
    }

    private EnumSet<Violation> tolerated(Role sender) {
        return sender == Role.CLIENT ? inRequests : inResponses;
    }

    @Nullable
    ToleranceListener listener() {
        return listener;
    }

    boolean isOnlyForClients() {
        return onlyForClients;
    }
}
