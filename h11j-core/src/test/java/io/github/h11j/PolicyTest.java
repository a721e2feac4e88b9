package io.github.h11j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PolicyTest {

    private static final List<Policy> PRESETS =
            List.of(Policy.STRICT, Policy.H11, Policy.TOLERANT_CLIENT, Policy.BROWSER_FACING_SERVER);

    @Test
    void presets_tolerate_only_what_is_tolerable_and_report_to_no_one() {
        for (Policy policy : PRESETS) {
            for (Role role : Role.values()) {
                assertThat(policy.tolerances(role)).allMatch(violation -> violation.isTolerable(role));
            }
            assertThat(policy.listener()).isNull();
        }
    }

    @Test
    void the_tolerant_client_adds_a_closed_set_of_faults_of_servers() {
        assertThat(Policy.TOLERANT_CLIENT.tolerances(Role.CLIENT)).isEqualTo(Policy.STRICT.tolerances(Role.CLIENT));
        assertThat(without(Policy.TOLERANT_CLIENT.tolerances(Role.SERVER), Policy.STRICT.tolerances(Role.SERVER)))
                .containsExactly(
                        Violation.EXTRA_SPACE_BEFORE_STATUS,
                        Violation.BAD_REASON,
                        Violation.BARE_LF,
                        Violation.WHITESPACE_BEFORE_COLON,
                        Violation.MISSING_COLON,
                        Violation.FIELD_VALUE_CONTROL,
                        Violation.UNKNOWN_TRANSFER_CODING,
                        Violation.WHITESPACE_AFTER_CHUNK_SIZE,
                        Violation.BAD_CHUNK_LINE_END);
    }

    @Test
    void the_server_for_browsers_adds_characters_of_targets_and_nothing_else() {
        Policy policy = Policy.BROWSER_FACING_SERVER;
        assertThat(without(policy.tolerances(Role.CLIENT), Policy.STRICT.tolerances(Role.CLIENT)))
                .containsExactly(Violation.TARGET_CHARACTER, Violation.TARGET_NON_ASCII);
        assertThat(policy.tolerances(Role.SERVER)).isEqualTo(Policy.STRICT.tolerances(Role.SERVER));
        assertThat(policy.limits()).isEqualTo(Limits.DEFAULT);
        for (Option option : Option.values()) {
            assertThat(policy.has(option)).isTrue();
        }
    }

    private static Set<Violation> without(Set<Violation> all, Set<Violation> some) {
        Set<Violation> rest = EnumSet.copyOf(all);
        rest.removeAll(some);
        return rest;
    }

    @Test
    void h11_has_one_bound_on_sizes_and_in_practice_none_on_counts() {
        int most = 1 << 24;
        assertThat(Policy.H11.limits())
                .isEqualTo(Limits.ofHead(16_384)
                        .withFields(most)
                        .withTrailers(most)
                        .withChunkExtensions(most)
                        .withLeadingEmptyLines(most)
                        .withInformationalResponses(most));
        assertThat(List.of(Policy.STRICT, Policy.TOLERANT_CLIENT))
                .extracting(Policy::limits)
                .containsOnly(Limits.DEFAULT);
    }

    @ParameterizedTest
    @EnumSource
    void options_are_all_on_or_all_off_and_can_be_switched(Option option) {
        assertThat(Policy.STRICT.has(option)).isTrue();
        assertThat(Policy.TOLERANT_CLIENT.has(option)).isTrue();
        assertThat(Policy.H11.has(option)).isFalse();
        assertThat(Policy.H11.with(option).has(option)).isTrue();
        Policy without = Policy.STRICT.without(option);
        for (Option other : Option.values()) {
            assertThat(without.has(other)).isEqualTo(other != option);
        }
    }

    @Test
    void tolerances_are_added_and_removed_for_one_role() {
        Policy more = Policy.STRICT.tolerating(Role.CLIENT, Violation.BARE_LF, Violation.OBS_FOLD);
        assertThat(more.tolerates(Role.CLIENT, Violation.BARE_LF)).isTrue();
        assertThat(more.tolerates(Role.SERVER, Violation.BARE_LF)).isFalse();
        assertThat(Policy.STRICT.tolerates(Role.CLIENT, Violation.BARE_LF)).isFalse();
        Policy fewer = more.refusing(Role.SERVER, Violation.OBS_FOLD).refusing(Role.CLIENT, Violation.BARE_LF);
        assertThat(fewer.tolerates(Role.SERVER, Violation.OBS_FOLD)).isFalse();
        assertThat(fewer.tolerates(Role.CLIENT, Violation.OBS_FOLD)).isTrue();
        assertThat(fewer.tolerates(Role.CLIENT, Violation.BARE_LF)).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void what_cannot_be_tolerated_of_a_role_is_refused_by_name(Violation violation) {
        for (Role role : Role.values()) {
            if (violation.isTolerable(role)) {
                assertThat(Policy.STRICT.tolerating(role, violation).tolerates(role, violation))
                        .isTrue();
            } else {
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> Policy.H11.tolerating(role, violation))
                        .withMessage(violation + " cannot be tolerated in what a " + role + " sends");
            }
        }
    }

    @Test
    void what_gives_a_request_two_readings_is_tolerable_in_responses_alone() {
        Set<Violation> inResponses = EnumSet.allOf(Violation.class);
        inResponses.removeIf(violation -> !violation.isTolerable(Role.SERVER) || violation.isTolerable(Role.CLIENT));
        assertThat(inResponses)
                .containsExactly(
                        Violation.WHITESPACE_BEFORE_COLON, Violation.MISSING_COLON, Violation.BAD_CHUNK_LINE_END);
        assertThat(Violation.BARE_CR.isTolerable(Role.SERVER)).isFalse();
        assertThat(Violation.FOLDED_FRAMING_FIELD.isTolerable(Role.SERVER)).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void what_may_be_allowed_to_be_sent_is_a_closed_set(Violation violation) {
        boolean harmless = Set.of(Violation.TARGET_CHARACTER, Violation.TARGET_NON_ASCII, Violation.FIELD_VALUE_CONTROL)
                .contains(violation);
        assertThat(violation.isSendable()).isEqualTo(harmless);
        for (Policy policy : List.of(Policy.STRICT, Policy.TOLERANT_CLIENT, Policy.BROWSER_FACING_SERVER)) {
            assertThat(policy.allowsToSend(violation)).isFalse();
            if (harmless) {
                assertThat(policy.allowingToSend(violation).allowsToSend(violation))
                        .isTrue();
                assertThat(policy.allowingToSend(violation).allowingToSend().allowsToSend(violation))
                        .isTrue();
            } else {
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> policy.allowingToSend(violation))
                        .withMessage(violation + " cannot be allowed in what is sent");
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void what_is_tolerated_when_received_is_not_allowed_to_be_sent(Violation violation) {
        for (Role role : Role.values()) {
            if (violation.isTolerable(role)) {
                assertThat(Policy.STRICT.tolerating(role, violation).allowsToSend(violation))
                        .isFalse();
                assertThat(Policy.STRICT
                                .without(Option.CHECK_BEFORE_SENDING)
                                .tolerating(role, violation)
                                .allowsToSend(violation))
                        .isEqualTo(Policy.H11.allowsToSend(violation));
            }
        }
    }

    @Test
    void a_permission_to_send_outlives_every_other_change() {
        Policy policy = Policy.STRICT
                .allowingToSend(Violation.TARGET_CHARACTER)
                .tolerating(Role.CLIENT, Violation.BARE_LF)
                .refusing(Role.SERVER, Violation.OBS_FOLD)
                .without(Option.CHECK_TRAILERS)
                .with(Option.CHECK_TRAILERS)
                .with(Limits.ofHead(1))
                .with((sender, violation, offset, excerpt) -> {});
        assertThat(policy.allowsToSend(Violation.TARGET_CHARACTER)).isTrue();
        assertThat(policy.allowsToSend(Violation.TARGET_NON_ASCII)).isFalse();
        assertThat(Policy.STRICT.allowsToSend(Violation.TARGET_CHARACTER)).isFalse();
    }

    @Test
    void limits_and_listener_belong_to_a_copy() {
        Limits limits = Limits.DEFAULT.withFields(3);
        Policy.ToleranceListener listener = (sender, violation, offset, excerpt) -> {};
        Policy policy = Policy.STRICT.with(limits).with(listener);
        assertThat(policy.limits()).isSameAs(limits);
        assertThat(policy.listener()).isSameAs(listener);
        assertThat(Policy.STRICT.limits()).isEqualTo(Limits.DEFAULT);
    }

    @Test
    void a_policy_has_limits_and_a_listener_that_was_set_exists() {
        assertThatNullPointerException().isThrownBy(() -> Policy.STRICT.with((Limits) null));
        assertThatNullPointerException().isThrownBy(() -> Policy.STRICT.with((Policy.ToleranceListener) null));
    }

    @Test
    void a_policy_says_whether_only_clients_may_use_it() {
        for (Policy preset : PRESETS) {
            for (Policy policy : List.of(
                    preset,
                    preset.without(Option.CHECK_TRAILERS),
                    preset.with(Option.CHECK_TRAILERS),
                    preset.with(Limits.DEFAULT),
                    preset.refusing(Role.SERVER, Violation.BARE_LF),
                    preset.allowingToSend(Violation.TARGET_CHARACTER))) {
                assertThat(policy.isOnlyForClients()).isEqualTo(preset == Policy.TOLERANT_CLIENT);
                if (policy.isOnlyForClients()) {
                    assertThatIllegalArgumentException().isThrownBy(() -> Connection.server(policy));
                } else {
                    assertThat(Connection.server(policy).ourState()).isEqualTo(State.IDLE);
                }
                assertThat(Connection.client(policy).ourState()).isEqualTo(State.IDLE);
            }
        }
    }

    @Test
    void a_policy_shows_all_its_properties() {
        Policy policy = Policy.H11
                .refusing(Role.CLIENT, Policy.H11.tolerances(Role.CLIENT).toArray(new Violation[0]))
                .refusing(Role.SERVER, Policy.H11.tolerances(Role.SERVER).toArray(new Violation[0]))
                .tolerating(Role.CLIENT, Violation.BAD_HOST)
                .tolerating(Role.SERVER, Violation.BAD_REASON)
                .allowingToSend(Violation.TARGET_CHARACTER)
                .with(Option.CHECK_UPGRADES)
                .with(Limits.DEFAULT);
        String shown = "Policy[tolerated in requests: [BAD_HOST], in responses: [BAD_REASON], allowed to send: "
                + "[TARGET_CHARACTER], options: [CHECK_UPGRADES], " + Limits.DEFAULT;

        assertThat(policy).hasToString(shown + "]");
        assertThat(policy.with((sender, violation, offset, excerpt) -> {})).hasToString(shown + ", with a listener]");
        assertThat(Policy.TOLERANT_CLIENT.toString()).endsWith(", only for clients]");
    }
}
