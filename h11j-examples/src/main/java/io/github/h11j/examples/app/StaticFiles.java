package io.github.h11j.examples.app;

import io.github.h11j.Bytes;
import io.github.h11j.EndOfMessage;
import io.github.h11j.Event;
import io.github.h11j.Headers;
import io.github.h11j.Request;
import io.github.h11j.Response;
import io.github.h11j.handler.Exchange;
import io.github.h11j.handler.HttpDate;
import io.github.h11j.handler.Responses;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The files of a folder. Nothing outside it can be had: a segment of the path is a name and no more, and the real path
 * behind all links must be in the folder. Opening a file blocks, for as long as the disk takes; sending it does not.
 */
final class StaticFiles {

    private static final String INDEX = "index.html";

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
                exchange.send(list(found.get(), segments));
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

    /** The real path, if it exists, is in the folder, and is a file that can be read or a folder. */
    private Optional<Path> inside(Path path) throws IOException {
        if (!Files.exists(path)) {
            return Optional.empty();
        }
        Path real = path.toRealPath();
        boolean served = Files.isRegularFile(real) || Files.isDirectory(real);
        return real.startsWith(root) && served && Files.isReadable(real) ? Optional.of(real) : Optional.empty();
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
                case FAILED -> exchange.send(Responses.text(412, "the file is another one\n"));
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

    /** The part that is asked for; without octets if it cannot be had. */
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

    private List<Event> list(Path folder, List<String> segments) throws IOException {
        StringBuilder page = new StringBuilder("<!doctype html><meta charset=utf-8><title>")
                .append(escape(String.join("/", segments)))
                .append("</title>\n<ul>\n");
        try (Stream<Path> entries = Files.list(folder)) {
            entries.sorted().forEach(entry -> {
                String name = String.valueOf(entry.getFileName());
                String end = Files.isDirectory(entry) ? "/" : "";
                page.append("<li><a href=\"./")
                        .append(Segments.encode(name))
                        .append(end)
                        .append("\">");
                page.append(escape(name)).append(end).append("</a>\n");
            });
        }
        return Responses.bytes(
                200,
                "text/html; charset=utf-8",
                Bytes.utf8(page.append("</ul>\n").toString()));
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
