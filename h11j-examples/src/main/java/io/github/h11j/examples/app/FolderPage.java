package io.github.h11j.examples.app;

import io.github.h11j.Event;
import io.github.h11j.explorer.Html;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** The list of a folder: name, size, date, and the way back. */
final class FolderPage {

    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);

    private static final Comparator<Entry> ORDER = Comparator.comparing((Entry entry) -> !entry.folder)
            .thenComparing(Entry::name, String.CASE_INSENSITIVE_ORDER)
            .thenComparing(Entry::name);

    /**
     * One row of the list.
     *
     * @param name of the file, without its folder
     * @param size in bytes
     */
    record Entry(String name, boolean folder, long size, Instant modified) {

        static Entry of(Path path) throws IOException {
            BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
            return new Entry(
                    String.valueOf(path.getFileName()),
                    attributes.isDirectory(),
                    attributes.size(),
                    attributes.lastModifiedTime().toInstant());
        }
    }

    private FolderPage() {}

    /**
     * Returns a page.
     *
     * @param segments of the path, the last one empty
     * @param entries in any order
     * @param more HTML to append after the list
     */
    static List<Event> of(List<String> segments, List<Entry> entries, String more) {
        String path = "/" + String.join("/", segments);
        StringBuilder main = new StringBuilder("<header><h1>Files in ").append(crumbs(segments));
        main.append("</h1>\n<p>").append(summary(entries)).append("</p></header>\n<main>\n");
        main.append("<div class=\"folder\"><table>\n<thead><tr><th scope=\"col\">Name</th>")
                .append("<th scope=\"col\" class=\"size\">Size</th>")
                .append("<th scope=\"col\" class=\"date\">Changed (UTC)</th></tr></thead>\n<tbody>\n");
        if (segments.size() > 1) {
            main.append("<tr><td><a class=\"into\" href=\"../\">../</a></td><td class=\"size\"></td>")
                    .append("<td class=\"date\">the folder above</td></tr>\n");
        }
        entries.stream().sorted(ORDER).forEach(entry -> row(main, entry));
        main.append("</tbody>\n</table></div>\n").append(more).append("</main>\n");
        return Page.of("Files in " + path, main.toString());
    }

    /** Returns the path, each part a link to its folder. */
    private static String crumbs(List<String> segments) {
        StringBuilder crumbs = new StringBuilder("<a href=\"/\">/</a>");
        StringBuilder path = new StringBuilder("/");
        for (String segment : segments.subList(0, segments.size() - 1)) {
            path.append(Segments.encode(segment)).append('/');
            crumbs.append("<wbr><a href=\"").append(path).append("\">");
            crumbs.append(Html.escape(segment)).append("/</a>");
        }
        return crumbs.toString();
    }

    private static String summary(List<Entry> entries) {
        long folders = entries.stream().filter(Entry::folder).count();
        long files = entries.size() - folders;
        return folders + (folders == 1 ? " folder, " : " folders, ") + files + (files == 1 ? " file" : " files");
    }

    private static void row(StringBuilder main, Entry entry) {
        String end = entry.folder ? "/" : "";
        main.append(entry.folder ? "<tr><td><a class=\"into\" href=\"./" : "<tr><td><a href=\"./")
                .append(Segments.encode(entry.name))
                .append(end)
                .append("\">")
                .append(Html.escape(entry.name))
                .append(end)
                .append("</a></td><td class=\"size\">")
                .append(entry.folder ? "" : size(entry.size))
                .append("</td><td class=\"date\"><time datetime=\"")
                .append(entry.modified)
                .append("\">")
                .append(DATE.format(entry.modified))
                .append("</time></td></tr>\n");
    }

    /** Returns a size as people read it: three digits at least, in powers of 1000. */
    static String size(long bytes) {
        if (bytes < 1000) {
            return bytes + " B";
        }
        double value = bytes;
        int power = -1;
        while (value >= 999.5) {
            value /= 1000;
            power++;
        }
        return String.format(Locale.ROOT, value < 9.95 ? "%.1f %cB" : "%.0f %cB", value, "kMGTPE".charAt(power));
    }
}
