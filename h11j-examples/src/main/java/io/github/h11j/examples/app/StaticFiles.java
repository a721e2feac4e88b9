package io.github.h11j.examples.app;

import io.github.h11j.EndOfMessage;
import io.github.h11j.Headers;
import io.github.h11j.Request;
import io.github.h11j.Response;
import io.github.h11j.handler.Exchange;
import io.github.h11j.handler.HttpDate;
import io.github.h11j.handler.Responses;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The files of a folder. Nothing outside it is served: a segment of the path is only a name, and the real path after
 * resolving links must be in the folder. Files whose name or folder begins with a dot are not served either. Opening a
 * file blocks for as long as the disk takes; sending it does not.
 */
final class StaticFiles {

    private static final String INDEX = "index.html";
    private static final String WHAT_ELSE = "<h2>What else this server serves</h2>\n";

    private final Path root;

    StaticFiles(Path root) throws IOException {
        this.root = root.toRealPath();
        if (!Files.isDirectory(this.root)) {
            throw new NotDirectoryException(root.toString());
        }
    }

    /** Answers a GET or HEAD. */
    void handle(Request request, Exchange exchange, List<String> segments) throws IOException {
        Optional<Path> found = find(segments);
        boolean folderAsked = segments.get(segments.size() - 1).isEmpty();
        if (found.isEmpty()) {
            notFound(exchange);
        } else if (!Files.isDirectory(found.get())) {
            if (folderAsked) {
                notFound(exchange);
            } else {
                sendFile(request, exchange, found.get());
            }
        } else if (!folderAsked) {
            exchange.send(Responses.empty(301, Headers.of("Location", location(segments))));
        } else {
            Optional<Path> index = inside(found.get().resolve(INDEX)).filter(Files::isRegularFile);
            if (index.isPresent()) {
                sendFile(request, exchange, index.get());
            } else {
                String more = segments.size() == 1 ? WHAT_ELSE + StartPage.tries(request, exchange) : "";
                exchange.send(FolderPage.of(segments, entries(found.get()), more));
            }
        }
    }

    private static void notFound(Exchange exchange) {
        exchange.send(Responses.text(404, "there is no such file\n"));
    }

    private Optional<Path> find(List<String> segments) throws IOException {
        try {
            Path path = root;
            for (String segment : segments) {
                path = path.resolve(segment);
            }
            return inside(path);
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    /**
     * Returns the real path, if it exists, is in the folder, is not hidden, and is a file that can be read or a folder.
     */
    private Optional<Path> inside(Path path) throws IOException {
        if (isHidden(path) || !Files.exists(path)) {
            return Optional.empty();
        }
        Path real = path.toRealPath();
        boolean served = Files.isRegularFile(real) || Files.isDirectory(real);
        boolean shown = real.startsWith(root) && !isHidden(real);
        return shown && served && Files.isReadable(real) ? Optional.of(real) : Optional.empty();
    }

    /**
     * Returns whether a name below the folder begins with a dot: the likes of {@code .git} and {@code .env} hold
     * secrets.
     */
    private boolean isHidden(Path path) {
        for (Path name : root.relativize(path)) {
            if (name.toString().startsWith(".")) {
                return true;
            }
        }
        return false;
    }

    private static String location(List<String> segments) {
        StringBuilder path = new StringBuilder();
        segments.forEach(segment -> path.append('/').append(Segments.encode(segment)));
        return path.append('/').toString();
    }

    private static void sendFile(Request request, Exchange exchange, Path path) throws IOException {
        FileChannel file = FileChannel.open(path, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
        boolean handedOver = false;
        try {
            BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
            long size = file.size();
            Validators validators = Validators.of(attributes.lastModifiedTime().toInstant(), size);
            Headers fields =
                    Headers.of("ETag", validators.etag(), "Last-Modified", HttpDate.format(validators.lastModified()));
            switch (validators.judge(request)) {
                case NOT_MODIFIED -> exchange.send(new Response(304, fields), EndOfMessage.NO_TRAILERS);
                case FAILED -> exchange.send(Responses.text(412, "the file has changed\n"));
                case PROCEED -> {
                    Optional<ByteRange> part = range(request, validators, size);
                    ByteRange range = part.orElse(new ByteRange(0, size));
                    if (part.isPresent() && range.length() == 0) {
                        exchange.send(Responses.empty(416, Headers.of("Content-Range", range.contentRange(size))));
                    } else {
                        handedOver = true;
                        exchange.sendFile(head(path, fields, part, size), file, range.first(), range.length());
                    }
                }
            }
        } finally {
            if (!handedOver) {
                file.close();
            }
        }
    }

    /** Returns the requested part; empty if the range is not satisfiable. */
    private static Optional<ByteRange> range(Request request, Validators validators, long size) {
        List<String> ranges = request.headers().all("Range");
        // RFC 9110 §14.2: Range is defined for GET only
        if (ranges.size() != 1 || !request.method().equals("GET") || !validators.allowRange(request, Instant.now())) {
            return Optional.empty();
        }
        return ByteRange.of(ranges.get(0), size);
    }

    private static Response head(Path path, Headers validators, Optional<ByteRange> part, long size) {
        Headers fields = validators.toBuilder()
                .add("Accept-Ranges", "bytes")
                .add("Content-Type", ContentTypes.of(String.valueOf(path.getFileName())))
                .add("X-Content-Type-Options", "nosniff")
                .build();
        return part.map(range -> new Response(206, fields.with("Content-Range", range.contentRange(size))))
                .orElse(new Response(200, fields));
    }

    /** Returns the entries of a folder that are served. A name that no path can have is not: its link would lead nowhere. */
    private List<FolderPage.Entry> entries(Path folder) throws IOException {
        List<FolderPage.Entry> entries = new ArrayList<>();
        try (DirectoryStream<Path> paths = Files.newDirectoryStream(folder)) {
            for (Path path : paths) {
                String name = String.valueOf(path.getFileName());
                // resolved from its name, because the name of a file that is not UTF-8 is not its text
                if (Segments.of("/" + Segments.encode(name)).isPresent()
                        && inside(folder.resolve(name)).isPresent()) {
                    entries.add(FolderPage.Entry.of(path));
                }
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return entries;
    }
}
