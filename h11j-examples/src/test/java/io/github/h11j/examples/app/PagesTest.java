package io.github.h11j.examples.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.h11j.examples.nio.NioServer;
import io.github.h11j.examples.nio.NioSettings;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a browser shows of the application: the page at {@code /}, and lists of folders. */
class PagesTest {

    private static final InetSocketAddress ANY = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    @TempDir
    Path folder = Path.of("");

    private NioServer files;
    private NioServer plain;

    @BeforeEach
    void start() throws IOException {
        for (String name : List.of("b.txt", "A.txt", "<i>&\"'.txt", ".hidden")) {
            Files.writeString(folder.resolve(name), "0123456789");
        }
        Files.setLastModifiedTime(folder.resolve("b.txt"), FileTime.from(Instant.parse("2026-11-28T05:20:49Z")));
        Files.createDirectories(folder.resolve("z z/deep"));
        Files.createDirectories(folder.resolve(".git"));
        Files.writeString(folder.resolve(".git/config"), "secret");
        Files.writeString(folder.resolve("z z/.env"), "secret");
        Files.createSymbolicLink(folder.resolve("link"), Path.of(".hidden"));
        Files.createSymbolicLink(folder.resolve("broken"), Path.of("nothing"));
        files = new NioServer(ANY, App.withFiles(folder), NioSettings.DEFAULT);
        plain = new NioServer(ANY, App.withoutFiles(), NioSettings.DEFAULT);
    }

    @AfterEach
    void stop() {
        files.close();
        plain.close();
    }

    private static String get(NioServer server, String target, String host) throws IOException {
        try (Socket socket = new Socket(ANY.getAddress(), ((InetSocketAddress) server.address()).getPort());
                InputStream in = socket.getInputStream()) {
            String request = "GET " + target + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static List<String> found(String pattern, String text) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map(m -> m.group(1))
                .collect(Collectors.toList());
    }

    @Test
    void the_start_page_needs_no_other_host_and_no_script() throws IOException {
        assertThat(get(plain, "/", "example.com:81"))
                .startsWith("HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n")
                .contains("default-src 'none'")
                .contains("<pre>curl -i http://example.com:81/status/418</pre>")
                .doesNotContain("<script", "src=")
                .doesNotContainPattern("@[A-Z]+@")
                .doesNotContainPattern("href=\"(?!/|data:)");
    }

    @Test
    void each_link_of_the_start_page_has_a_target() throws IOException {
        List<String> links = found("<a href=\"([^\"]*)\"", get(plain, "/", "x"));
        assertThat(links).hasSizeGreaterThan(8);
        for (String link : links) {
            String status = link.startsWith("/status/") ? link.substring("/status/".length()) : "200";
            assertThat(get(plain, link, "x")).as(link).startsWith("HTTP/1.1 " + status);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a;reboot", "$(reboot)", "a'b", "a&b", "a_b:80"})
    void a_line_to_copy_contains_nothing_a_shell_could_misread(String host) throws IOException {
        assertThat(get(plain, "/", host))
                .contains("<pre>curl -N http://localhost/stream</pre>")
                .doesNotContain(host);
    }

    @Test
    void a_folder_is_listed_with_heading_sizes_and_dates_folders_first() throws IOException {
        String page = get(files, "/", "x");
        assertThat(found("<a (?:class=\"into\" )?href=\"\\./([^\"]*)\"", page))
                .containsExactly("z%20z/", "%3Ci%3E%26%22%27.txt", "A.txt", "b.txt");
        assertThat(page)
                .contains("<title>Files in /</title>", "1 folder, 3 files", "&lt;i&gt;&amp;&quot;'.txt</a>")
                .contains("b.txt</a></td><td class=\"size\">10 B</td>")
                .contains("<time datetime=\"2026-11-28T05:20:49Z\">2026-11-28 05:20</time>")
                .contains("What else this server serves");
        assertThat(page.substring(page.indexOf("<body>")))
                .doesNotContain("hidden", "git", "broken", "link</a>", "<i>", "href=\"../\"");
    }

    @Test
    void a_name_that_no_path_can_have_is_not_listed() throws Exception {
        Files.createDirectories(folder.resolve("odd"));
        Path strange = folder.resolve("odd/strange");
        for (String name : List.of("odd/a\\b", "odd/new\nline")) {
            Files.writeString(folder.resolve(name), "x");
        }
        // its name is one byte, which is no UTF-8: Java cannot write such a path
        new ProcessBuilder("sh", "-c", "touch \"$0$(printf '\\377')\"", strange.toString())
                .start()
                .waitFor();
        Files.writeString(folder.resolve("odd/#?&% .txt"), "x");
        List<String> links = found("<a href=\"\\./([^\"]*)\"", get(files, "/odd/", "x"));
        assertThat(links).containsExactly("%23%3F%26%25%20.txt");
        assertThat(get(files, "/odd/" + links.get(0), "x")).startsWith("HTTP/1.1 200 OK");
    }

    @Test
    void a_folder_with_the_name_of_a_placeholder_is_a_name() throws IOException {
        Files.createDirectories(folder.resolve("@MAIN@/@TITLE@"));
        String page = get(files, "/%40MAIN%40/", "x");
        assertThat(page).contains("<title>Files in /@MAIN@/</title>", "@TITLE@/</a>");
        assertThat(page.split("<header>", -1)).hasSize(2);
    }

    @Test
    void a_nested_folder_links_to_its_parent() throws IOException {
        assertThat(get(files, "/z%20z/deep/", "x"))
                .contains("<title>Files in /z z/deep/</title>", "<a class=\"into\" href=\"../\">../</a>")
                .contains("<a href=\"/\">/</a><wbr><a href=\"/z%20z/\">z z/</a><wbr><a href=\"/z%20z/deep/\">deep/</a>")
                .doesNotContain("What else");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/.hidden",
                "/%2ehidden",
                "/.git",
                "/.git/",
                "/.git/config",
                "/z%20z/.env",
                "/link",
                "/broken",
                "/z%20z/.",
                "/.%2e/x"
            })
    void a_hidden_file_is_not_served_nor_one_behind_a_link(String target) throws IOException {
        assertThat(get(files, target, "x")).containsPattern("^HTTP/1.1 40[04] ").doesNotContain("secret", "0123456789");
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0 B",
        "999, 999 B",
        "1000, 1.0 kB",
        "9949, 9.9 kB",
        "9950, 10 kB",
        "45000, 45 kB",
        "999499, 999 kB",
        "999500, 1.0 MB",
        "1234567, 1.2 MB",
        "1500000000000, 1.5 TB",
        "9223372036854775807, 9.2 EB"
    })
    void a_size_is_human_readable(long bytes, String expected) {
        assertThat(FolderPage.size(bytes)).isEqualTo(expected);
    }
}
