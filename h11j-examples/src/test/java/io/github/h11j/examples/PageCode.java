package io.github.h11j.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.net.Socket;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;

/** Compiles the Java that a page shows. */
public final class PageCode {

    public static final Path ROOT = Path.of("..");

    private static final String IMPORTS = """
        import io.github.h11j.*;
        import io.github.h11j.examples.blocking.*;
        import io.github.h11j.examples.gateway.*;
        import io.github.h11j.handler.*;
        import java.io.IOException;
        import java.io.OutputStream;
        import java.net.InetSocketAddress;
        import java.net.Socket;
        import java.time.ZoneOffset;
        import java.time.ZonedDateTime;
        import java.time.format.DateTimeFormatter;
        import java.util.Locale;
        import java.util.Optional;
        """;

    private PageCode() {}

    /** The server that README.md shows, unchanged: takes a port. */
    public static Method serverOfReadme(Path folder) throws Exception {
        String members = block("README.md", "static BlockingServer start(").replaceFirst("static", "public static");
        return compiled(members, folder).getMethod("start", int.class);
    }

    /** The loop on the core alone that adapters.md shows, unchanged: takes a socket. */
    public static Method loopOnTheCore(Path folder) throws Exception {
        String members = block("docs/guide/adapters.md", "static void serve(").replaceFirst("static", "public static");
        return compiled(members, folder).getMethod("serve", Socket.class);
    }

    /** The block of a page that has a text. */
    static String block(String page, String text) throws IOException {
        Matcher blocks =
                Pattern.compile("```java\n(.*?)```", Pattern.DOTALL).matcher(Files.readString(ROOT.resolve(page)));
        while (blocks.find()) {
            if (blocks.group(1).contains(text)) {
                return blocks.group(1);
            }
        }
        throw new AssertionError(page + " has no block with " + text);
    }

    /** The class that members become. */
    static Class<?> compiled(String members, Path folder) throws Exception {
        Path source = folder.resolve("Page.java");
        Files.writeString(source, IMPORTS + "public class Page {\n" + members + "}\n");
        int result = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        null,
                        null,
                        "-cp",
                        System.getProperty("java.class.path"),
                        "-d",
                        folder.toString(),
                        source.toString());
        assertThat(result).isZero();
        URLClassLoader loader = new URLClassLoader(new URL[] {folder.toUri().toURL()});
        return loader.loadClass("Page");
    }
}
