package io.github.h11j;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** The six names that the library acts upon, and those whose strings are shared. */
class FieldNameTest {

    private static final List<String> KNOWN =
            List.of("Host", "Content-Length", "Transfer-Encoding", "Connection", "Upgrade", "Expect");

    private static int known(String name) {
        byte[] bytes = Latin1.bytes("_" + name + "_");
        return FieldName.known(bytes, 1, bytes.length - 1);
    }

    private static String string(String name) {
        byte[] bytes = Latin1.bytes(name);
        return FieldName.string(bytes, 0, bytes.length);
    }

    @Test
    void the_six_names_are_known_in_any_case() {
        for (int i = 0; i < KNOWN.size(); i++) {
            String name = KNOWN.get(i);
            assertThat(known(name)).isEqualTo(i);
            assertThat(known(name.toUpperCase(Locale.ROOT))).isEqualTo(i);
            assertThat(known("x" + name.substring(1))).isEqualTo(-1);
            assertThat(known(name + "x")).isEqualTo(-1);
        }
    }

    @Test
    void a_register_counts_to_two_and_keeps_the_first_position() {
        for (int name = 0; name < 6; name++) {
            long register = 0;
            for (int other = 0; other < 6; other++) {
                register = other == name ? register : FieldName.register(register, other, 254);
            }
            assertThat(FieldName.count(register, name)).isZero();
            register = FieldName.register(register, -1, 1);
            register = FieldName.register(register, name, 3);
            assertThat(FieldName.count(register, name)).isEqualTo(1);
            assertThat(FieldName.first(register, name)).isEqualTo(3);
            register = FieldName.register(register, name, 4);
            register = FieldName.register(register, name, 5);
            assertThat(FieldName.count(register, name)).isEqualTo(2);
            assertThat(FieldName.first(register, name)).isEqualTo(3);
            for (int other = 0; other < 6; other++) {
                assertThat(FieldName.count(register, other)).isEqualTo(other == name ? 2 : 1);
                assertThat(FieldName.first(register, other)).isEqualTo(other == name ? 3 : 254);
            }
        }
        assertThat(FieldName.first(FieldName.register(0, FieldName.EXPECT, 1000), FieldName.EXPECT))
                .isEqualTo(FieldName.LAST_POSITION);
    }

    @Test
    void common_names_are_shared_and_others_are_not() {
        for (String name : List.of("Host", "host", "X-Forwarded-Proto", "sec-ch-ua", "www-authenticate", "TE")) {
            assertThat(string(name)).isSameAs(name);
            assertThat(FieldName.isShared(name)).isTrue();
        }
        for (String name : List.of("hOst", "X-Other", "q", "HOST", "Hosu")) {
            assertThat(string(name)).isEqualTo(name).isNotSameAs(name);
            assertThat(FieldName.isShared(name)).isFalse();
        }
        assertThat(FieldName.isShared("")).isFalse();
        assertThat(FieldName.isShared("hOst".replace("hO", "Ho"))).isFalse();
    }

    @Test
    void a_name_that_only_looks_like_a_shared_one_is_itself() {
        // same length, first, middle and last byte as "Accept-Encoding"
        assertThat(string("Axxxxxx-xxxxxxg")).isEqualTo("Axxxxxx-xxxxxxg");
        assertThat(FieldName.isShared("Axxxxxx-xxxxxxg")).isFalse();
    }
}
