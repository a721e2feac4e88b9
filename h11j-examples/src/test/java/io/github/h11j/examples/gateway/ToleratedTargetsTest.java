package io.github.h11j.examples.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.h11j.Policy;
import io.github.h11j.Role;
import io.github.h11j.Violation;
import io.github.h11j.engine.ServerRules;
import io.github.h11j.examples.nio.NioSettings;
import io.github.h11j.examples.running.ClientSettings;
import io.github.h11j.examples.running.Origin;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A proxy forwards what its server's policy tolerates if its client's policy allows sending it. */
class ToleratedTargetsTest extends ProxyFixture {

    private final BlockingQueue<String> heads = new LinkedBlockingQueue<>();

    private int upstream(String answer) throws Exception {
        return played(peer -> {
            heads.add(peer.head());
            peer.write(answer);
        });
    }

    private String throughProxy(Policy ofClients, Policy ofServers, String target, String answer) throws Exception {
        rules = rules.withPolicy(ofServers);
        NioSettings settings = NioSettings.DEFAULT.withRules(ServerRules.DEFAULT.withPolicy(ofClients));
        Io.Proxy proxy = reverse(Origin.http("127.0.0.1", upstream(answer)), executor);
        Io.Running server = Io.start(nio -> proxy.of(nio.client(ClientSettings.DEFAULT.withRules(rules))), settings);
        servers.add(server);
        return talk(server.port(), get(target, "Connection: close"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/?page[number]=1", "/?q=100%", "/?a=b|c", "/?a={x}", "/caf\u00c3\u00a9"})
    void a_tolerated_target_is_forwarded_unchanged(String target) throws Exception {
        Policy sending = Policy.STRICT.allowingToSend(Violation.TARGET_CHARACTER, Violation.TARGET_NON_ASCII);
        String answer = throughProxy(Policy.BROWSER_FACING_SERVER, sending, target, ok("hi"));

        assertThat(answer).startsWith("HTTP/1.1 200 OK").endsWith("hi");
        assertThat(heads.poll(20, TimeUnit.SECONDS)).startsWith("GET " + target + " HTTP/1.1\r\n");
    }

    @Test
    void a_reason_phrase_that_was_tolerated_is_replaced() throws Exception {
        Policy tolerant = Policy.STRICT.tolerating(Role.SERVER, Violation.BAD_REASON);
        String answer = throughProxy(Policy.STRICT, tolerant, "/", ok("hi").replace("200 OK", "200 O\33K"));

        assertThat(answer).startsWith("HTTP/1.1 200 OK\r\n").endsWith("hi");
    }

    /** The next server has done nothing wrong. */
    @ParameterizedTest
    @EnumSource(Io.class)
    void a_request_that_was_tolerated_and_must_not_be_sent_is_a_400(Io io) throws Exception {
        serving = new Io.Serving(ServerRules.DEFAULT.withPolicy(Policy.H11), Optional.empty());
        String answer = talk(reverse(io, upstream(ok("hi"))), get("/a#b", "Connection: close"));

        assertThat(answer)
                .startsWith("HTTP/1.1 400 Bad Request\r\n")
                .endsWith("this request cannot be forwarded: the request-target is not in a form the method allows\n");
    }
}
