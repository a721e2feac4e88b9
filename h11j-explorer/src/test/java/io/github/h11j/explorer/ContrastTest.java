package io.github.h11j.explorer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whether all text of the page can be read, also what has not happened yet and what was not read. */
class ContrastTest extends BrowserFixture {

    /** The contrast of a text with what is behind it, as WCAG 2 computes it; level AA is 4.5. */
    private static final String TOO_FAINT = """
            document.querySelectorAll('details').forEach(each => { each.open = true; });
            const pen = document.createElement('canvas').getContext('2d', {willReadFrequently: true});
            const color = text => {
                pen.clearRect(0, 0, 1, 1);
                pen.fillStyle = text;
                pen.fillRect(0, 0, 1, 1);
                const [r, g, b, a] = pen.getImageData(0, 0, 1, 1).data;
                return [r, g, b, a / 255];
            };
            const over = (top, below) => [0, 1, 2].map(i => top[i] * top[3] + below[i] * (1 - top[3]));
            const linear = c => c / 255 <= .04045 ? c / 255 / 12.92 : ((c / 255 + .055) / 1.055) ** 2.4;
            const luminance = ([r, g, b]) => .2126 * linear(r) + .7152 * linear(g) + .0722 * linear(b);
            return [...document.querySelectorAll('body *')].filter(each => each.matches(':not(svg *),.mark:not(.fired) text') && each.checkVisibility()
                    && [...each.childNodes].some(node => node.nodeType === 3 && node.data.trim())).map(each => {
                let behind = [255, 255, 255], opacity = 1;
                const around = [];
                for (let at = each; at; at = at.parentElement) around.unshift(getComputedStyle(at));
                for (const style of around) {
                    behind = over(color(style.backgroundColor), behind);
                    opacity *= style.opacity;
                }
                const own = around[around.length - 1];
                const ink = color(each.closest('svg') ? own.fill : own.color);
                const [dark, light] = [luminance(over([...ink.slice(0, 3), ink[3] * opacity], behind)), luminance(behind)]
                    .sort((a, b) => a - b);
                return [(light + .05) / (dark + .05), each.textContent];
            }).filter(([contrast]) => contrast < 4.5)
            """;

    @ParameterizedTest
    @CsvSource({"light,#s=smuggling", "dark,#s=smuggling", "light,#s=keep-alive", "dark,#s=keep-alive"})
    void no_text_is_too_faint(String scheme, String lesson) {
        browser.media("screen", scheme);
        browser.size(1280, 1000);
        browser.open(lesson);
        browser.run("document.getElementById('clte').click()"); // readers that differ
        assertThat(browser.run(TOO_FAINT)).isEqualTo(List.of());
        browser.run("document.getElementById('first').click(); document.querySelector('[aria-disabled]').focus()");
        assertThat(browser.run(TOO_FAINT)).isEqualTo(List.of());
    }
}
