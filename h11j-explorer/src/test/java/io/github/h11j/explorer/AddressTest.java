package io.github.h11j.explorer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The address of the page, which follows the moves. */
class AddressTest extends BrowserFixture {

    /** As Firefox and Safari do, if there are too many in a few seconds. */
    @Test
    void a_browser_that_refuses_to_change_the_address_shows_the_move_and_copies_its_link() {
        browser.open("#s=one");
        browser.run(
                "history.replaceState = () => { throw new DOMException('too many', 'SecurityError'); };"
                        + "Object.defineProperty(navigator, 'clipboard', {value: {writeText: async text => { window.copied = text; }}})");
        browser.find("#back").click();
        assertThat(browser.text("#count")).isEqualTo("move 4 of 5");
        assertThat(browser.text("#status")).contains("server sends Data");
        browser.find("#share").click();
        browser.await("return window.copied");
        assertThat(browser.run("return window.copied").toString()).contains("#p=strict&at=4&m=c.get");
    }
}
