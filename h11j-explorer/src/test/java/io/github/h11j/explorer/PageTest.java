package io.github.h11j.explorer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

class PageTest {

    private static String page() throws IOException {
        return Files.readString(Browser.PAGE);
    }

    /** If it is larger, something of the JDK has come in with its tables: see CorePlugin. */
    @Test
    void the_page_is_at_most_90_kB_compressed() throws IOException {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(compressed) {
            {
                def.setLevel(Deflater.BEST_COMPRESSION);
            }
        }) {
            out.write(page().getBytes(StandardCharsets.UTF_8));
        }
        assertThat(compressed.size()).isLessThanOrEqualTo(90_000);
    }

    @Test
    void the_page_allows_nothing_but_its_own_style_and_scripts() throws IOException {
        assertThat(page())
                .contains("content=\"default-src 'none'; base-uri 'none'; form-action 'none'; img-src data:; style-src")
                .doesNotContain("unsafe-inline", "unsafe-eval", " style=\"", "{library}", "{script}");
    }

    @Test
    void the_page_names_no_other_host_but_in_its_notice_and_the_name_of_SVG() throws IOException {
        List<String> addresses = Pattern.compile("https?://[a-z0-9.-]+")
                .matcher(page())
                .results()
                .map(MatchResult::group)
                .distinct()
                .toList();
        assertThat(addresses)
                .containsExactlyInAnyOrder(
                        "https://www.apache.org",
                        "http://www.w3.org",
                        "http://teavm.org",
                        "http://www.apache.org",
                        "http://www.joda.org");
    }

    @Test
    void the_page_has_the_notice_of_what_is_in_it() throws IOException {
        assertThat(page()).contains("TeaVM", "Apache License", "Version 2.0", "MIT");
    }

    /** Section 4d of its licence: the attributions in the NOTICE file of TeaVM's repository, which is in none of its jars. */
    @Test
    void the_page_has_the_attributions_of_TeaVM() throws IOException {
        String head = page().substring(0, page().indexOf("-->"));
        String words = "This product includes software developed by ";
        assertThat(head)
                .contains(words + "Alexey Andreev (http://teavm.org).")
                .contains(words + "The Apache Software Foundation (http://www.apache.org/).")
                .contains(words + "Joda.org (http://www.joda.org/).");
    }
}
