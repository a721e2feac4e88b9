package io.github.h11j.explorer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.logging.Level;
import org.junit.jupiter.api.Assumptions;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** Debian's Chromium with the page, opened from disk. */
final class Browser implements AutoCloseable {

    /** The page as the build has put it together. */
    static final Path PAGE = Path.of("target/classes/io/github/h11j/explorer/explorer.html");

    /** For a script, on a machine that has other work to do. */
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private static final Path SCREENSHOTS = Path.of("target/screenshots");

    private final ChromeDriver driver;

    private Browser(ChromeDriver driver) {
        this.driver = driver;
    }

    /** Starts it; skips the test where it is missing, but fails in CI. */
    static Browser start() {
        Optional<File> chromium = onPath("chromium");
        Optional<File> driver = onPath("chromedriver");
        boolean there = chromium.isPresent() && driver.isPresent();
        if (!there && !"true".equals(System.getenv("CI"))) {
            Assumptions.abort("needs chromium and chromedriver on the PATH (Debian: chromium, chromium-driver)");
        }
        ChromeOptions options = new ChromeOptions();
        options.setBinary(chromium.orElseThrow());
        options.addArguments("--headless=new", "--no-sandbox", "--disable-gpu", "--window-size=1280,1000");
        options.addArguments(
                "--disable-ipc-flooding-protection"); // drops what is more than 200 changes of the address in 10 s
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        options.setCapability("goog:loggingPrefs", logs);
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(driver.orElseThrow())
                .build();
        ChromeDriver started = new ChromeDriver(service, options);
        started.manage().timeouts().scriptTimeout(PATIENCE);
        return new Browser(started);
    }

    private static Optional<File> onPath(String name) {
        return Arrays.stream(System.getenv("PATH").split(File.pathSeparator, -1))
                .map(folder -> new File(folder, name))
                .filter(File::canExecute)
                .findFirst();
    }

    /** Opens the page with a fragment, as if for the first time. */
    void open(String fragment) {
        open(PAGE, fragment);
    }

    /** Opens a page. */
    void open(Path page, String fragment) {
        driver.get("about:blank");
        driver.get(page.toAbsolutePath().toUri() + fragment);
    }

    Object run(String script, Object... arguments) {
        return Objects.requireNonNullElse(driver.executeScript(script, arguments), "");
    }

    /** Until a script returns true. The driver gives up after some minutes. */
    void await(String script) {
        run("return new Promise(done => { const look = () => { if ((() => { " + script
                + " })()) done(true); else setTimeout(look, 10); }; look(); })");
    }

    String text(String selector) {
        return find(selector).getText();
    }

    WebElement find(String selector) {
        return driver.findElement(By.cssSelector(selector));
    }

    List<WebElement> all(String selector) {
        return driver.findElements(By.cssSelector(selector));
    }

    void size(int width, int height) {
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
    }

    void media(String media, String scheme) {
        Map<String, String> feature = Map.of("name", "prefers-color-scheme", "value", scheme);
        driver.executeCdpCommand("Emulation.setEmulatedMedia", Map.of("media", media, "features", List.of(feature)));
    }

    /** Presses a key, whatever has the focus. */
    void press(Keys key) {
        new Actions(driver).sendKeys(key).perform();
    }

    /** Of the whole page, from its top to its end. */
    void screenshot(String name) throws IOException {
        Files.createDirectories(SCREENSHOTS);
        Map<?, ?> picture = driver.executeCdpCommand(
                "Page.captureScreenshot", Map.of("format", "png", "captureBeyondViewport", true));
        Files.write(
                SCREENSHOTS.resolve(name + ".png"), Base64.getDecoder().decode(String.valueOf(picture.get("data"))));
    }

    /** Fails if the page has complained. */
    void assertQuiet() {
        assertThat(driver.manage().logs().get(LogType.BROWSER)).isEmpty();
    }

    @Override
    public void close() {
        driver.quit();
    }
}
