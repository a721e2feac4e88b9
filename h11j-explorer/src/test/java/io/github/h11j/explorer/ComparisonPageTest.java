package io.github.h11j.explorer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openqa.selenium.WebElement;

/** The page that compares software under the conformance kit works in a browser. It is here because the browser is. */
class ComparisonPageTest extends BrowserFixture {

    private static final Path PAGE = Path.of("../docs/reports/comparison.html");

    private long visibleCases() {
        return (long) browser.run("return document.querySelectorAll('tr.case:not([hidden])').length");
    }

    private void choose(String select, String value) {
        browser.run(
                "arguments[0].value = arguments[1]; arguments[0].dispatchEvent(new Event('input'))",
                browser.find("#" + select),
                value);
    }

    @Test
    void servers_clients_and_proxies_each_have_their_cases_and_the_filters_leave_a_part_of_them() {
        browser.open(PAGE, "");
        List<WebElement> kinds = browser.all("#kinds button");
        assertThat(kinds).hasSize(3);
        for (WebElement kind : kinds) {
            kind.click();
            long all = visibleCases();
            assertThat(all).as(kind.getText()).isGreaterThan(100);
            assertThat(browser.all("#totals tr")).hasSizeGreaterThanOrEqualTo(5);
            choose("verdict", "f");
            long failed = visibleCases();
            assertThat(failed).isBetween(1L, all - 1);
            choose("level", "MUST NOT");
            long forbidden = visibleCases();
            assertThat(forbidden).isBetween(1L, failed - 1);
            assertThat(browser.text("#count")).isEqualTo(forbidden + " of " + all + " cases");
            choose("verdict", "");
            choose("level", "");
            choose("category", browser.all("#category option").get(1).getDomProperty("value"));
            assertThat(visibleCases()).isBetween(1L, all - 1);
        }
    }

    @Test
    void a_link_to_a_case_opens_it_with_the_sentence_the_bytes_and_who_did_what() {
        browser.open(PAGE, "#chunk-size-of-2-to-32");
        assertThat(browser.text(".more"))
                .contains("RFC9112-7.1-3 MUST ", "What the kit sends:", "100000005")
                .containsPattern("(?m)^fail: .+ \\u2014 .*jdk-httpserver");
        browser.find("[id='chunk-size-of-2-to-32']").click();
        assertThat(browser.all(".more")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"light,1280", "dark,360"})
    void nothing_is_wider_than_the_window(String scheme, int width) throws IOException {
        browser.media("screen", scheme);
        browser.size(width, 1000);
        browser.open(PAGE, "#chunk-size-of-2-to-32");
        assertThat(browser.run("return document.documentElement.scrollWidth"))
                .isEqualTo(browser.run("return document.documentElement.clientWidth"));
        browser.screenshot("comparison-" + scheme + "-" + width);
    }
}
