package io.github.h11j.examples.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTreeTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "null",
                "\"a\"",
                "1.5",
                "{\"b\":null,\"a\":[1,true,{\"c\":\"\u00e9\\\"\\u0000\"}],\"long\":12345678901}"
            })
    void what_is_read_is_written_the_same(String text) {
        assertThat(JsonTree.parse(text)).hasToString(text);
    }

    @Test
    void members_keep_their_order_and_nested_values_can_still_be_changed() {
        JsonTree inner = JsonTree.array();
        JsonTree tree = JsonTree.object().put("z", 1).put("a", inner).put("m", null);
        inner.add("later").add(JsonTree.object());
        assertThat(tree).hasToString("{\"z\":1,\"a\":[\"later\",{}],\"m\":null}");
        assertThat(tree.pretty().lines()).hasSizeGreaterThan(3);
    }

    @Test
    void what_does_not_exist_reads_as_null() {
        JsonTree tree = JsonTree.parse("{\"a\":[7],\"n\":null}");
        assertThat(tree.get("x").get("y").get(3).text()).isEmpty();
        assertThat(tree.get("n").text("-")).isEqualTo("-");
        assertThat(tree.get("a").get(0).number(1)).isEqualTo(7);
        assertThat(tree.get("a").get(1).number(1)).isEqualTo(1);
        assertThat(tree.get("n")).isEmpty();
        assertThat(List.of(tree.has("n"), tree.has("x"))).containsExactly(true, false);
    }

    @Test
    void only_an_object_has_members_and_only_an_array_has_elements() {
        assertThatThrownBy(() -> JsonTree.array().put("a", 1)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> JsonTree.object().add(1)).isInstanceOf(IllegalStateException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "[1,]", "nul"})
    void a_text_that_is_not_json_is_explained_without_class_names(String text) {
        assertThatThrownBy(() -> JsonTree.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("not JSON: ")
                .hasMessageNotContaining("com.fasterxml");
    }
}
