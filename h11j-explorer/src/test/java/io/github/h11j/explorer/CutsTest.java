package io.github.h11j.explorer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Streams in two parts. */
class CutsTest extends BrowserFixture {

    @BeforeEach
    void open() {
        browser.media("screen", "light");
        browser.size(1280, 1000);
    }

    /** All cuts of such a body take minutes: each runs all the moves again. */
    @Test
    void the_page_lives_while_every_cut_of_a_long_body_is_tried_and_another_move_ends_that() {
        String bytes = "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 8000\r\n\r\n" + "a".repeat(8000);
        browser.open("#m=&at=0");
        browser.run("arguments[0].value = arguments[1]", browser.find("#bytes-c"), bytes);
        browser.run("document.getElementById('send-c').click()");
        browser.run("document.getElementById('cuts').click()");
        browser.await(
                "return /[1-9][0-9]* of 8049 cuts tried/.test(document.getElementById('cuts-result').textContent)");
        browser.run("document.getElementById('back').click()");
        assertThat(browser.text("#cuts-result")).startsWith("TCP may cut these bytes anywhere.");
        // the trial that was under way goes on after this, if it goes on
        browser.run("return new Promise(done => setTimeout(() => setTimeout(done)))");
        assertThat(browser.text("#cuts-result")).startsWith("TCP may cut these bytes anywhere.");
    }

    /** The sentence is about one of them. */
    @Test
    void only_the_stream_that_was_cut_last_is_cut() {
        browser.open("#s=one");
        for (String stream : List.of("c", "s")) {
            browser.run(
                    "arguments[0].value = 1; arguments[0].dispatchEvent(new Event('input'))",
                    browser.find("#cut-" + stream));
            assertThat(browser.run(
                            "return [...document.querySelectorAll('.cut')].map(each => each.closest('.wire').id)"))
                    .isEqualTo(List.of("wire-" + stream));
        }
        assertThat(browser.text("#cuts-result")).startsWith("The client gets 1 byte, then the others: ");
        assertThat(browser.find("#cut-c").getDomProperty("value")).isEqualTo("0");
    }
}
