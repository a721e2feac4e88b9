package io.github.h11j.explorer;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

/** One browser for all tests of a class, none of which may make a page complain. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class BrowserFixture {

    Browser browser;

    @BeforeAll
    void start() {
        browser = Browser.start();
    }

    @AfterAll
    void stop() {
        if (browser != null) {
            browser.close();
        }
    }

    @AfterEach
    void the_page_has_not_complained() {
        browser.assertQuiet();
    }
}
