package io.github.h11j.examples.capture;

import io.github.h11j.examples.capture.Segment.Endpoint;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The TCP connections in a file of packets. */
public final class Captured {

    /** At most this many connections are listed when one must be chosen. */
    private static final int LISTED = 20;

    private final List<Conversation> conversations = new ArrayList<>();

    private final Map<Set<Endpoint>, Conversation> open = new HashMap<>();
    private final Set<Integer> unknownLinks = new TreeSet<>();
    private final boolean whole;

    private Captured(PacketFile file) {
        whole = file.isWhole();
        for (PacketFile.Packet packet : file.packets()) {
            if (Segment.linkHeader(packet.linkType()) < 0) {
                unknownLinks.add(packet.linkType());
            }
            Segment.of(packet).ifPresent(this::add);
        }
        conversations.removeIf(each -> !each.hasData());
    }

    private void add(Segment segment) {
        Set<Endpoint> ends = Set.copyOf(List.of(segment.from(), segment.to()));
        Conversation known = open.get(ends);
        if (known == null || known.isRestartedBy(segment)) {
            known = new Conversation(segment);
            open.put(ends, known);
            conversations.add(known);
        }
        known.add(segment);
    }

    /**
     * Returns whether bytes are a packet file, pcap or pcapng.
     *
     * @param bytes the file
     * @return false for anything else, including HTTP/1.1
     */
    public static boolean isOne(byte[] bytes) {
        return PacketFile.isOne(bytes);
    }

    /**
     * Returns one conversation of a packet file.
     *
     * @param bytes a file for which {@link #isOne} is true
     * @param number which conversation, from 1, or null if there is only one
     * @return the conversation, with its two streams reassembled
     * @throws UnreadableCaptureException if there is none, if there are several and none was chosen, or if it is
     *     encrypted
     */
    public static Conversation conversation(byte[] bytes, @Nullable Integer number) throws UnreadableCaptureException {
        Captured captured = new Captured(PacketFile.read(bytes));
        Conversation chosen = captured.chosen(number);
        if (chosen.isEncrypted()) {
            throw new UnreadableCaptureException(
                    "this connection is encrypted (TLS), and its capture does not show what was"
                            + " said: capture plain HTTP, or between the proxy that ends TLS and its server");
        }
        if (!captured.whole) {
            chosen.note("the file ends in the middle of a packet: what stands before it is shown");
        }
        return chosen;
    }

    private Conversation chosen(@Nullable Integer number) throws UnreadableCaptureException {
        if (conversations.isEmpty()) {
            String links = unknownLinks.isEmpty()
                    ? ""
                    : "; it cannot read links of type " + join(unknownLinks) + ": capture on an ordinary interface";
            throw new UnreadableCaptureException("this capture has no TCP connection with data" + links);
        }
        if (number == null && conversations.size() == 1) {
            return conversations.get(0);
        }
        if (number == null || number < 1 || number > conversations.size()) {
            String many = conversations.size() == 1 ? "1 connection" : conversations.size() + " connections";
            throw new UnreadableCaptureException(
                    "this capture has " + many + " with data; choose one with --connection N:", choices());
        }
        return conversations.get(number - 1);
    }

    private List<String> choices() {
        List<String> choices = new ArrayList<>();
        for (int i = 0; i < Math.min(LISTED, conversations.size()); i++) {
            choices.add("  " + (i + 1) + ": " + conversations.get(i));
        }
        if (conversations.size() > LISTED) {
            choices.add("  and " + (conversations.size() - LISTED) + " more");
        }
        return choices;
    }

    private static String join(Set<Integer> numbers) {
        return String.join(", ", numbers.stream().map(String::valueOf).toList());
    }

    /** One TCP connection: which end opened it, what each sent, and which ended first. */
    public static final class Conversation {

        private final Endpoint first;
        private final Endpoint second;
        private final Map<Endpoint, Direction> directions;

        /** Whether the connection's first packet was captured: its sender is the client. */
        private boolean begun;

        /** How many bytes of {@code first} and of {@code second} had been seen after each packet with data. */
        private final List<long[]> progress = new ArrayList<>();

        private final List<Endpoint> ends = new ArrayList<>();
        private final List<String> notes = new ArrayList<>();

        private Conversation(Segment segment) {
            boolean answer = segment.has(Segment.SYN) && segment.has(Segment.ACK);
            first = answer ? segment.to() : segment.from();
            second = answer ? segment.from() : segment.to();
            directions = new HashMap<>();
            directions.put(first, new Direction());
            directions.put(second, new Direction());
        }

        private Direction of(Endpoint sender) {
            return directions.computeIfAbsent(sender, each -> new Direction());
        }

        private boolean isRestartedBy(Segment segment) {
            Direction sender = of(segment.from());
            // the other end of an earlier connection, whose beginning was not captured, has sent something before
            boolean late = !begun && !sender.hasBegun() && segment.has(Segment.SYN) && !segment.has(Segment.ACK);
            return late || sender.isRestartedBy(segment);
        }

        private void add(Segment segment) {
            begun |= segment.has(Segment.SYN);
            of(segment.from()).add(segment);
            if (segment.data().hasRemaining()) {
                progress.add(new long[] {of(first).sent(), of(second).sent()});
            }
            if (segment.has(Segment.FIN) && !ends.contains(segment.from())) {
                ends.add(segment.from());
            }
        }

        private boolean hasData() {
            return of(first).hasData() || of(second).hasData();
        }

        /** If the beginning was not captured, a response shows which end is the server. */
        private boolean isFirstTheClient() {
            return begun || !(startsWith(first, "HTTP/") || startsWith(second, "GET ") || startsWith(second, "POST "));
        }

        private boolean startsWith(Endpoint sender, String text) {
            return new String(of(sender).bytes(), StandardCharsets.ISO_8859_1).startsWith(text);
        }

        private boolean isEncrypted() {
            return startsWith(first, "\u0016\u0003") || startsWith(second, "\u0016\u0003");
        }

        private Endpoint client() {
            return isFirstTheClient() ? first : second;
        }

        private Endpoint server() {
            return isFirstTheClient() ? second : first;
        }

        /**
         * Returns everything that the client sent.
         *
         * @return up to the first byte that was not captured
         */
        public byte[] fromClient() {
            return of(client()).bytes();
        }

        /**
         * Returns everything that the server sent.
         *
         * @return up to the first byte that was not captured
         */
        public byte[] fromServer() {
            return of(server()).bytes();
        }

        /**
         * Returns how much the client had sent before each byte of the server, which shows whether requests were
         * pipelined.
         *
         * @return for each position in {@link #fromServer()}, how many bytes of {@link #fromClient()} were captured
         *     before that byte
         */
        public int[] clientBytesBefore() {
            int client = isFirstTheClient() ? 0 : 1;
            int most = fromClient().length;
            int[] before = new int[fromServer().length];
            int next = 0;
            long sentByClient = 0;
            for (long[] sent : progress) {
                while (next < Math.min(before.length, sent[1 - client])) {
                    before[next++] = (int) Math.min(most, sentByClient);
                }
                sentByClient = sent[client];
            }
            return before;
        }

        /**
         * Returns which streams have ended.
         *
         * @return the letters c and s, the one that ended first before the other
         */
        public String ends() {
            StringBuilder letters = new StringBuilder();
            ends.stream()
                    .filter(each -> of(each).isEnded())
                    .forEach(each -> letters.append(each.equals(client()) ? 'c' : 's'));
            return letters.toString();
        }

        private void note(String text) {
            notes.add(text);
        }

        /**
         * Returns what is not shown, and why.
         *
         * @return sentences without a full stop; empty if everything is shown
         */
        public List<String> notes() {
            List<String> all = new ArrayList<>(notes);
            hole(all, client(), "client");
            hole(all, server(), "server");
            if (!begun) {
                all.add(
                        "the beginning of the connection was not captured: what is shown may begin in the middle of a message");
            }
            return all;
        }

        private void hole(List<String> all, Endpoint sender, String name) {
            if (of(sender).hasHole()) {
                all.add("the capture lacks bytes after byte " + of(sender).bytes().length + " of the " + name
                        + ": what follows them is left out");
            }
        }

        @Override
        public String toString() {
            return client() + " to " + server() + ", " + fromClient().length + " and " + fromServer().length + " bytes";
        }
    }
}
