package io.github.h11j;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeadIndexTest {

    @ParameterizedTest
    @ValueSource(strings = {"\r\n", "A: b\r\n\r\n"})
    void an_index_lets_go_of_the_octets_when_it_has_given_the_headers(String section) {
        byte[] octets = Wire.octets(section);
        HeadIndex index = new HeadIndex();
        index.clear(octets, 0);
        Limits limits = Limits.DEFAULT;
        FastHead.fields(octets, 0, octets.length, limits.fieldSection(), limits.fields(), index);

        assertThat(index.headers(null).size()).isEqualTo(section.length() > 2 ? 1 : 0);
        assertThat(index.octets).as("an idle connection holds no buffer").isEmpty();
    }
}
