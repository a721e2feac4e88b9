package io.github.h11j.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.h11j.Bytes;
import io.github.h11j.Data;
import io.github.h11j.EndOfMessage;
import io.github.h11j.Event;
import io.github.h11j.Headers;
import io.github.h11j.InformationalResponse;
import io.github.h11j.Request;
import io.github.h11j.Response;
import io.github.h11j.handler.ClientExchange;
import io.github.h11j.handler.Duplex;
import io.github.h11j.handler.ProtocolHandler;
import io.github.h11j.handler.ResponseHandler;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Sessions without a world: what is done to them, and what their handler hears. */
abstract class ClientSessionFixture extends SessionFixture {

    static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    final List<String> heard = new ArrayList<>();

    /** Writes down what it hears. */
    class Listener implements ResponseHandler {
        @Override
        public void sendBody(ClientExchange asked) throws Exception {
            heard.add("sendBody");
        }

        @Override
        public void interim(InformationalResponse response, ClientExchange told) throws Exception {
            heard.add("interim " + response.statusCode());
        }

        @Override
        public void head(Response response, ClientExchange told) throws Exception {
            heard.add("head " + response.statusCode());
        }

        @Override
        public void data(Data data) throws Exception {
            heard.add("data " + data.bytes().toString(StandardCharsets.US_ASCII));
        }

        @Override
        public void end(EndOfMessage end) throws Exception {
            heard.add("end");
        }

        @Override
        public void failed(Exception cause) {
            heard.add("failed: " + cause.getMessage());
        }
    }

    ClientSession opened(ClientRules rules) {
        ClientSession session = new ClientSession(rules, host, now);
        session.opened(Optional.empty(), now);
        return session;
    }

    ClientSession opened() {
        return opened(ClientRules.DEFAULT);
    }

    ClientRequest request(ResponseHandler handler, ClientRules rules, Event... events) {
        return new ClientRequest(List.of(events), handler, rules, host, now);
    }

    static Request get() {
        return new Request("GET", "/", Headers.of("Host", "a"));
    }

    static Request post(String... more) {
        Headers headers = Headers.of("Host", "a");
        for (int i = 0; i < more.length; i += 2) {
            headers = headers.with(more[i], more[i + 1]);
        }
        return new Request("POST", "/", headers);
    }

    ClientRequest send(ClientSession session, Event... events) {
        ClientRequest request = request(new Listener(), ClientRules.DEFAULT, events);
        session.send(request, now);
        work(session);
        return request;
    }

    ClientRequest sendGet(ClientSession session) {
        return send(session, get(), new EndOfMessage());
    }

    /** A connection with an exchange behind it. */
    ClientSession idleSession() {
        ClientSession session = opened();
        sendGet(session);
        written(session);
        receive(session, OK);
        assertThat(session.idle(now)).isEqualTo(Idle.KEEP);
        heard.clear();
        return session;
    }

    void pass(Session session, long until) {
        now = until - 1;
        session.timeout(now);
        work(session);
        assertThat(session.isClosing()).as("a moment too early").isFalse();
        now = until;
        session.timeout(now);
        work(session);
    }

    static Request expecting() {
        return post("Content-Length", "4", "Expect", "100-continue");
    }

    /** Another protocol, which writes down what it hears. */
    class Other implements ProtocolHandler {
        private Duplex duplex;

        @Override
        public void opened(Duplex to) {
            duplex = to;
            heard.add("opened");
        }

        @Override
        public void received(Bytes bytes) {
            heard.add("received " + bytes.toString(StandardCharsets.US_ASCII));
        }

        @Override
        public void ended() {
            heard.add("ended");
            duplex.end();
        }

        @Override
        public void failed(Exception cause) {
            heard.add("lost: " + cause.getMessage());
        }
    }
}
