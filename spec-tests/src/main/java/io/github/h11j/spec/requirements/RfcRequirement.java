package io.github.h11j.spec.requirements;

import java.util.Locale;

/**
 * One sentence of RFC 9110 or RFC 9112 that says what software has to do, in our words.
 *
 * @param id document, section and number, for example {@code RFC9112-6.3-3}
 * @param document {@code RFC9110} or {@code RFC9112}
 * @param section the section, for example {@code 6.3}
 * @param level how binding it is
 * @param role the role that it binds
 * @param text what it says
 * @param applies whether it binds a protocol library, which does no I/O and knows no resources
 * @param deviates whether it would bind one, but h11j deliberately does something else; then it does not apply
 * @param reason why it does not apply; empty if it applies
 * @param note how it is read or which of the permitted behaviors h11j has chosen; possibly empty
 */
public record RfcRequirement(
        String id,
        String document,
        String section,
        Level level,
        Role role,
        String text,
        boolean applies,
        boolean deviates,
        String reason,
        String note) {

    /**
     * A requirement.
     *
     * @param id document, section and number, for example {@code RFC9112-6.3-3}
     * @param document {@code RFC9110} or {@code RFC9112}
     * @param section the section, for example {@code 6.3}
     * @param level how binding it is
     * @param role the role that it binds
     * @param text what it says
     * @param applies whether it binds a protocol library
     * @param deviates whether it would bind one, but h11j deliberately does something else
     * @param reason why it does not apply; empty if it applies
     * @param note how it is read; possibly empty
     * @throws IllegalArgumentException if the id is not made of document and section, the text is empty, a
     *     requirement that applies has a reason, one that does not apply has none, or one both applies and deviates
     */
    public RfcRequirement {
        if (!id.matches("\\Q" + document + "-" + section + "\\E-[1-9][0-9]*")) {
            throw new IllegalArgumentException("id does not fit document and section: " + id);
        }
        if (text.isBlank()) {
            throw new IllegalArgumentException("a requirement without text: " + id);
        }
        if (applies && deviates) {
            throw new IllegalArgumentException("it cannot both apply and deviate: " + id);
        }
        if (applies != reason.isEmpty()) {
            throw new IllegalArgumentException(
                    applies ? "a reason why not, but it applies: " + id : "no reason why it does not apply: " + id);
        }
    }

    /** How binding a requirement is: the key words of RFC 2119 and two kinds of sentence that have none. */
    public enum Level {
        /** An absolute requirement. */
        MUST,
        /** An absolute prohibition. */
        MUST_NOT,
        /** There may be reasons not to. */
        SHOULD,
        /** There may be reasons to. */
        SHOULD_NOT,
        /** A choice. */
        MAY,
        /** Advice without a key word of RFC 2119: "ought to", security considerations. */
        OUGHT,
        /** Grammar, an algorithm or a definition: binding, without a key word. */
        GRAMMAR;

        /**
         * Returns the level as RFCs write it.
         *
         * @return for example {@code MUST NOT}
         */
        @Override
        public String toString() {
            return name().replace('_', ' ');
        }

        /**
         * Returns the level from how RFCs write it.
         *
         * @param text for example {@code MUST NOT}
         * @return the level
         * @throws IllegalArgumentException if there is none
         */
        public static Level of(String text) {
            return valueOf(text.replace(' ', '_'));
        }
    }

    /** The role that a requirement binds. */
    public enum Role {
        /** Every participant. */
        ANY,
        /** The sender of a message of either kind. */
        SENDER,
        /** The recipient of a message of either kind. */
        RECIPIENT,
        /** Clients, user agents among them. */
        CLIENT,
        /** Servers, origin servers among them. */
        SERVER,
        /** Proxies, gateways and other intermediaries. */
        PROXY;

        /**
         * Returns the role in lower case.
         *
         * @return for example {@code recipient}
         */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }

        /**
         * Returns the role from its name in lower case.
         *
         * @param text for example {@code recipient}
         * @return the role
         * @throws IllegalArgumentException if there is none
         */
        public static Role of(String text) {
            return valueOf(text.toUpperCase(Locale.ROOT));
        }
    }
}
