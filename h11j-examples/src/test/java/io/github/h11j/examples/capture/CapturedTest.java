package io.github.h11j.examples.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.h11j.examples.capture.Captured.Conversation;
import io.github.h11j.explorer.Capture;
import io.github.h11j.explorer.Session;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CapturedTest {

    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    private static Conversation read(byte[] file) throws UnreadableCaptureException {
        assertThat(Captured.isOne(file)).isTrue();
        return Captured.conversation(file, null);
    }

    private static String client(Conversation conversation) {
        return new String(conversation.fromClient(), StandardCharsets.ISO_8859_1);
    }

    private static String server(Conversation conversation) {
        return new String(conversation.fromServer(), StandardCharsets.ISO_8859_1);
    }

    private static void assertIsGetAndOk(Conversation conversation) {
        assertThat(client(conversation)).isEqualTo(GET);
        assertThat(server(conversation)).isEqualTo(OK);
        assertThat(conversation.notes()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "0,false", "1,false", "12,false", "14,false", "101,false", "108,false", "113,false", "228,false", "276,false",
        "0,true", "1,true", "12,true", "14,true", "101,true", "108,true", "113,true", "229,true", "276,true"
    })
    void both_streams_come_out_of_each_format_byte_order_link_and_version_of_ip(int linkType, boolean ip6)
            throws UnreadableCaptureException {
        Packets packets = new Packets(linkType, ip6).handshake().client(0, GET).server(0, OK);
        for (ByteOrder order : List.of(ByteOrder.BIG_ENDIAN, ByteOrder.LITTLE_ENDIAN)) {
            assertIsGetAndOk(read(packets.pcap(order)));
            assertIsGetAndOk(read(packets.pcapng(order)));
        }
    }

    @Test
    void segments_out_of_order_and_sent_again_in_other_cuts_are_each_byte_once() throws UnreadableCaptureException {
        for (int seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            Packets packets = new Packets().handshake();
            boolean[] seen = new boolean[GET.length()];
            for (int sent = 0; sent < GET.length(); ) {
                int from = random.nextInt(GET.length());
                int to = from + 1 + random.nextInt(GET.length() - from);
                packets.client(from, GET.substring(from, to));
                for (int i = from; i < to; i++) {
                    sent += seen[i] ? 0 : 1;
                    seen[i] = true;
                }
            }
            assertIsGetAndOk(read(packets.server(0, OK).pcap()));
        }
    }

    /** The client sends its second request while the server answers the first, and its third when that is answered. */
    @Test
    void the_order_of_packets_shows_which_requests_were_pipelined() throws UnreadableCaptureException {
        String part = OK.substring(0, 10);
        Conversation conversation = read(new Packets()
                .handshake()
                .client(0, GET + GET)
                .server(0, part)
                .server(part.length(), OK.substring(part.length()) + OK)
                .client(2 * GET.length(), GET)
                .server(2 * OK.length(), OK)
                .pcap());
        int[] before = conversation.clientBytesBefore();
        assertThat(before).hasSize(3 * OK.length());
        assertThat(Arrays.copyOf(before, 2 * OK.length())).containsOnly(2 * GET.length());
        assertThat(Arrays.copyOfRange(before, 2 * OK.length(), before.length)).containsOnly(3 * GET.length());
        String script = Capture.script("strict", conversation.fromClient(), conversation.fromServer(), "", before);
        assertThat(script.replaceAll("=\\S*", "="))
                .isEqualTo("c= s= c.next s.next s= s.next c.next c= s= s.next c.next");
        assertThat(Session.run("strict", script))
                .containsOnlyOnce("PAUSED: NEXT_MESSAGE")
                .doesNotContain("\"kind\":\"fault\"", "\"kind\":\"refused\"");
    }

    @Test
    void a_request_that_was_captured_after_its_response_came_before_nothing() throws UnreadableCaptureException {
        assertThat(read(new Packets().handshake().server(0, OK).client(0, GET).pcap())
                        .clientBytesBefore())
                .containsOnly(0);
    }

    @Test
    void a_probe_of_keep_alive_is_not_a_byte_of_the_stream() throws UnreadableCaptureException {
        assertIsGetAndOk(read(new Packets()
                .handshake()
                .client(-1, "\0")
                .client(0, GET)
                .server(0, OK)
                .server(OK.length() - 1, "?")
                .pcap()));
    }

    @Test
    void who_sends_the_first_SYN_is_the_client_also_if_its_packet_comes_second() throws UnreadableCaptureException {
        Packets packets = new Packets()
                .server(-1, Segment.SYN | Segment.ACK, "")
                .client(-1, Segment.SYN, "")
                .server(0, OK)
                .client(0, GET);
        assertIsGetAndOk(read(packets.pcap()));
    }

    @Test
    void without_the_beginning_a_response_tells_the_server_and_it_is_said() throws UnreadableCaptureException {
        Conversation conversation =
                read(new Packets().server(7, OK).client(3, GET).pcap());
        assertThat(client(conversation)).isEqualTo(GET);
        assertThat(server(conversation)).isEqualTo(OK);
        assertThat(conversation.notes()).singleElement().asString().startsWith("the beginning of the connection");
    }

    @Test
    void what_follows_a_byte_that_was_not_captured_is_left_out_and_it_is_said() throws UnreadableCaptureException {
        Conversation lost = read(new Packets()
                .handshake()
                .client(0, GET)
                .server(0, OK.substring(0, 5))
                .server(9, Segment.FIN, OK.substring(9))
                .pcap());
        Conversation cut = read(
                new Packets().handshake().client(0, GET).serverCut(0, OK, 5).pcap());
        Conversation lastLost = read(new Packets()
                .handshake()
                .client(0, GET)
                .server(0, OK.substring(0, 5))
                .server(9, Segment.FIN, "")
                .pcap());
        for (Conversation each : List.of(lost, lastLost, cut)) {
            assertThat(client(each)).isEqualTo(GET);
            assertThat(server(each)).isEqualTo("HTTP/");
            assertThat(each.ends()).isEmpty();
        }
        for (Conversation each : List.of(lost, lastLost, cut)) {
            assertThat(each.notes())
                    .containsExactly(
                            "the capture lacks bytes after byte 5 of the server: what follows them is left out");
        }
    }

    @Test
    void the_ends_of_the_streams_are_in_the_order_in_which_they_came() throws UnreadableCaptureException {
        Packets packets = new Packets().handshake().client(0, GET).server(0, Segment.FIN, OK);
        assertThat(read(packets.pcap()).ends()).isEqualTo("s");
        assertThat(read(packets.client(GET.length(), Segment.FIN, "").pcap()).ends())
                .isEqualTo("sc");
    }

    @Test
    void a_file_that_ends_in_the_middle_of_a_packet_is_read_up_to_it() throws UnreadableCaptureException {
        Packets packets = new Packets().handshake().client(0, GET);
        int whole = packets.pcap().length;
        byte[] file = packets.server(0, OK).pcap();
        for (int length = whole + 1; length < file.length; length++) {
            Conversation conversation = read(Arrays.copyOf(file, length));
            assertThat(client(conversation)).isEqualTo(GET);
            assertThat(server(conversation)).isEmpty();
            assertThat(conversation.notes())
                    .containsExactly("the file ends in the middle of a packet: what stands before it is shown");
        }
    }

    @Test
    void a_port_that_is_used_again_is_another_connection_and_one_must_be_chosen() throws UnreadableCaptureException {
        Packets packets = new Packets()
                .handshake()
                .client(0, GET)
                .server(0, OK)
                .client(4999, Segment.SYN, "")
                .client(5000, "HEAD")
                .onPort(50_001)
                .handshake() // no data
                .onPort(50_002)
                .handshake()
                .client(0, GET);
        byte[] file = packets.pcap();
        for (Integer wrong : new Integer[] {null, 0, 4}) {
            assertThatThrownBy(() -> Captured.conversation(file, wrong))
                    .isInstanceOfSatisfying(UnreadableCaptureException.class, e -> {
                        assertThat(e)
                                .hasMessage(
                                        "this capture has 3 connections with data; choose one with --connection N:");
                        assertThat(e.choices())
                                .containsExactly(
                                        "  1: 10.0.0.1:50000 to 10.0.0.2:80, 27 and 40 bytes",
                                        "  2: 10.0.0.1:50000 to 10.0.0.2:80, 4 and 0 bytes",
                                        "  3: 10.0.0.1:50002 to 10.0.0.2:80, 27 and 0 bytes");
                    });
        }
        assertIsGetAndOk(Captured.conversation(file, 1));
        assertThat(client(Captured.conversation(file, 2))).isEqualTo("HEAD");
    }

    /** Which packets of the earlier connection were captured: its sender, its place, its bytes. */
    @ParameterizedTest
    @CsvSource({
        "client 700 HEAD, 2",
        "server 700 late, 2",
        "client 700 HEAD server 700 late, 2",
        "client 700 '', 1",
        "server 700 '', 1",
        "client 700 '' server 700 '', 1"
    })
    void a_connection_whose_beginning_was_not_captured_ends_where_another_begins(String earlier, int connections)
            throws UnreadableCaptureException {
        Packets packets = new Packets();
        String[] words = earlier.replace("''", "").split(" ", -1);
        for (int i = 0; i < words.length; i += 3) {
            int place = Integer.parseInt(words[i + 1]);
            if (words[i].equals("client")) {
                packets.client(place, words[i + 2]);
            } else {
                packets.server(place, words[i + 2]);
            }
        }
        byte[] file = packets.handshake().client(0, GET).server(0, OK).pcap();
        assertIsGetAndOk(Captured.conversation(file, connections));
        if (connections == 2) {
            assertThat(Captured.conversation(file, 1).notes())
                    .singleElement()
                    .asString()
                    .startsWith("the beginning of the connection");
        }
    }

    @Test
    void segments_before_a_SYN_that_was_captured_late_belong_to_its_connection() throws UnreadableCaptureException {
        assertIsGetAndOk(read(new Packets()
                .client(0, GET)
                .client(-1, Segment.SYN, "")
                .server(0, OK)
                .server(-1, Segment.SYN | Segment.ACK, "")
                .pcap()));
    }

    @Test
    void what_is_not_a_conversation_in_plain_text_is_refused_with_the_reason() {
        assertThatThrownBy(() -> read(new Packets().pcap())).hasMessage("this capture has no TCP connection with data");
        assertThatThrownBy(() -> read(new Packets()
                        .handshake()
                        .client(0, "\u0016\u0003\u0001")
                        .pcap()))
                .hasMessageStartingWith("this connection is encrypted (TLS)");
        byte[] wireless = new Packets().handshake().client(0, GET).pcap();
        wireless[20] = 105;
        assertThatThrownBy(() -> read(wireless)).hasMessageContaining("it cannot read links of type 105: capture");
    }

    @Test
    void other_packets_and_fragments_are_passed_over() throws UnreadableCaptureException {
        Packets packets = new Packets()
                .handshake()
                .client(0, GET)
                .raw(new byte[0])
                .raw(new byte[13])
                .raw(new byte[60]);
        byte[] fragment = new byte[54];
        fragment[14] = 0x45;
        fragment[20] = 0x20;
        fragment[23] = 6;
        assertIsGetAndOk(read(packets.raw(fragment).server(0, OK).pcap()));
    }

    @Test
    void whatever_is_changed_or_cut_a_file_is_read_or_refused() {
        Random random = new Random(11);
        Packets packets = new Packets(1, true).handshake().client(0, GET).server(0, Segment.FIN, OK);
        for (byte[] file : List.of(packets.pcap(), packets.pcapng(ByteOrder.LITTLE_ENDIAN))) {
            for (int i = 0; i < 20_000; i++) {
                byte[] changed = Arrays.copyOf(file, random.nextInt(file.length) + 1);
                for (int changes = random.nextInt(4); changes > 0; changes--) {
                    changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
                }
                if (Captured.isOne(changed)) {
                    try {
                        Conversation conversation = Captured.conversation(changed, 1);
                        assertThat(conversation.fromClient().length
                                        + conversation.ends().length()
                                        + conversation.notes().size())
                                .isLessThan(500);
                    } catch (UnreadableCaptureException e) {
                        assertThat(e).hasMessageContaining("connection");
                    }
                }
            }
        }
    }
}
