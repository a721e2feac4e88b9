package io.github.h11j.explorer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.Keys;

/** Where the focus and the pointer are after a move, and what the page says then. */
class FocusTest extends BrowserFixture {

    @BeforeEach
    void open() {
        browser.media("screen", "light");
        browser.size(1280, 1000);
        browser.open("#m=&at=0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"pointer", "keyboard"})
    void after_a_move_the_page_does_not_say_that_it_is_impossible(String how) {
        if (how.equals("pointer")) {
            browser.find("[data-move='c.get']").click();
        } else {
            browser.find("[data-move='c.get']").sendKeys(Keys.ENTER);
        }
        assertThat(browser.text("#count")).isEqualTo("move 1 of 1");
        assertThat(browser.find("[data-move='c.get']").getDomAttribute("aria-disabled"))
                .isEqualTo("true");
        assertThat(browser.text("#why")).isEmpty();
    }

    /** It lies over other buttons at the end of the window. */
    @Test
    void the_reason_goes_when_the_pointer_or_the_focus_leaves_the_button() {
        browser.find("[data-move='s.ok']").click();
        browser.find("[data-move='c.next']").click();
        assertThat(browser.text("#why")).contains("startNextCycle() is not possible now");
        browser.find("[data-move='c.eof']").click();
        assertThat(browser.text("#why")).isEmpty();
        browser.find("[data-move='c.next']").sendKeys(Keys.TAB);
        assertThat(browser.text("#why")).isEmpty();
    }

    /** What is drawn anew must not lose it: the next Tab would begin at the top of the page. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[data-move=hold]              | ENTER      | [data-move=deliver]",
                "[data-move='c.get']           | ENTER      | [data-move='c.get']",
                "#log>li:nth-child(2) button   | ENTER      | #log>li:nth-child(2) button",
                "#log>li:nth-child(2) li       | ARROW_LEFT | #log>li:nth-child(2) button",
                "#wire-c span:nth-child(3)     | ARROW_LEFT | #wire-c",
                "#levels>li:nth-child(3) summary | ARROW_LEFT | #levels>li:nth-child(3) summary",
            })
    void the_focus_stays(String at, Keys key, String then) {
        browser.open(at.contains("data-move") ? "#m=&at=0" : "#s=one");
        browser.run("arguments[0].focus()", browser.find(at));
        String before = browser.text("#count");
        browser.press(key);
        assertThat(browser.text("#count")).isNotEqualTo(before);
        assertThat(browser.run("return document.activeElement.matches(arguments[0])", then))
                .as(then)
                .isEqualTo(true);
    }

    /** A box that is wider than its frame scrolls; one that is not leaves the keys to the lesson. */
    @ParameterizedTest
    @CsvSource({"360,move 5 of 5", "1280,move 4 of 5"})
    void an_arrow_key_that_scrolls_a_box_is_no_move(int width, String count) {
        browser.size(width, 1000);
        browser.open("#s=one");
        browser.run("document.querySelector('#diagrams .scroll').focus()");
        browser.press(Keys.ARROW_LEFT);
        assertThat(browser.text("#count")).isEqualTo(count);
    }

    /** The moves stay at the top of the window, and what Shift+Tab comes to must not be under them. */
    @ParameterizedTest
    @ValueSource(ints = {360, 1280})
    void what_has_the_focus_is_not_covered(int width) {
        browser.size(width, 700);
        browser.open("#s=one");
        assertThat(browser.run("""
                const nav = document.getElementById('time'), covered = [];
                const all = [...document.querySelectorAll('button,input,select,textarea,summary,[tabindex]')]
                    .filter(each => each.checkVisibility() && !nav.contains(each)).reverse();
                for (const each of all) {
                    each.focus();
                    const at = each.getBoundingClientRect(), over = nav.getBoundingClientRect();
                    // what is higher than the window cannot be in it
                    if (at.height < 300 && over.top <= 0 && at.top < over.bottom) covered.push(each.id || each.textContent);
                }
                return covered;
                """)).isEqualTo(List.of());
    }
}
