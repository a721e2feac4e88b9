package io.github.h11j.spec.conformance;

import io.github.h11j.spec.conformance.Observation.Detail;
import io.github.h11j.spec.conformance.Observation.Sighting;
import io.github.h11j.spec.conformance.OriginSide.Answer;
import io.github.h11j.spec.conformance.Step.Side;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** One run of a case against a proxy, with the kit at both ends. */
final class ProxySession implements AutoCloseable {

    /** The end of the target of a request that only serves to give the proxy time, or to check that it is alive. */
    private static final String ASIDE = "/h11j-aside";

    private static final String PROBE = "/h11j-probe";

    /** How often a proxy may fail to forward a plain request after a case has ended its connections to the origin. */
    private static final int ATTEMPTS = 5;

    private final ProxyLane lane;
    private final ProxyTarget target;
    private final Calibration calibration;
    private final ConformanceCase test;
    private final Map<String, String> variables;
    private final Transcript transcript;
    private final Monitor monitor = new Monitor();
    private final Bystander bystander;
    private final OriginSide origin;
    private final ClientSide client;
    private final Future<?> watchdog;

    ProxySession(
            ProxyLane lane,
            Calibration calibration,
            ConformanceCase test,
            String id,
            Transcript transcript,
            ScheduledExecutorService timer)
            throws IOException {
        this.lane = lane;
        this.target = lane.target();
        this.calibration = calibration;
        this.test = test;
        this.variables = target.variables(lane.authority(), id);
        this.transcript = transcript;
        this.bystander = new Bystander(
                target.server(variables, ASIDE), calibration.abilities().contains("parallel"));
        settle();
        boolean plain = test.steps().stream().noneMatch(ProxySession::isOfOrigin);
        this.origin = new OriginSide(test, transcript, monitor, request -> answer(request, plain));
        lane.use(origin);
        this.client = new ClientSide(target.address(), target.timeout(), test, transcript, monitor);
        // a proxy that does not read can block a write forever
        this.watchdog = timer.schedule(this::closeBoth, 10 * target.timeout().toMillis(), TimeUnit.MILLISECONDS);
    }

    private void closeBoth() {
        client.close();
        origin.close();
    }

    private static boolean isOfOrigin(Step step) {
        return (step instanceof Step.Send send && send.side() == Side.ORIGIN)
                || (step instanceof Step.Await await && await.side() == Side.ORIGIN)
                || (step instanceof Step.End end && end.side() == Side.ORIGIN);
    }

    /** Lets the proxy notice that the previous case has ended its connections, and makes it close the last one. */
    private void settle() throws IOException {
        Transcript aside = new Transcript();
        try (OriginSide plain = new OriginSide(test, aside, new Monitor(), request -> answer(request, false))) {
            lane.use(plain);
            for (int i = 0; i < ATTEMPTS; i++) {
                if (new Bystander(target.server(variables, ASIDE), true).isServed()) {
                    return;
                }
            }
        }
        throw new IOException("the proxy does not forward a plain request\n" + aside);
    }

    private Optional<Answer> answer(WireMessage request, boolean plain) {
        if (request.target().endsWith(variables.get("id") + ASIDE)) {
            return Optional.of(new Answer(response("aside", "Connection: close\r\n"), true));
        }
        if (request.target().endsWith(variables.get("id") + PROBE)) {
            return Optional.of(new Answer(response(probeContent(), ""), true));
        }
        return plain ? Optional.of(new Answer(response("hello", ""), false)) : Optional.empty();
    }

    private static String response(String content, String fields) {
        return "HTTP/1.1 200 OK\r\nContent-Length: " + content.length() + "\r\n" + fields + "\r\n" + content;
    }

    private String probeContent() {
        return "probe " + variables.get("id");
    }

    Observation run() throws IOException {
        for (Step step : test.steps()) {
            take(step);
        }
        letOriginCatchUp();
        List<Sighting> sightings = new ArrayList<>();
        boolean open = monitor.holds(() -> origin.hasRequest() && origin.isOpen());
        boolean ended = monitor.holds(() -> origin.hasRequest() && origin.endedByPeer());
        sightings.addAll(origin.sightings("origin-garbage"));
        if (open || ended) {
            sightings.add(new Detail(open ? "origin-open" : "origin-closed", Detail.ORIGIN_ENDINGS));
        }
        sightings.addAll(client.seen(new ProxyJudge()).likely());
        Observation observation = new Observation(sightings, variables);
        transcript.note("observed: " + observation);
        return observation;
    }

    /** The results of the calibration. The kit's own origin answers the probe, so the response is recognized. */
    private final class ProxyJudge implements ClientSide.Judge {

        @Override
        public boolean isServed(String method, WireMessage response) {
            return calibration.isServed(method, response.status());
        }

        @Override
        public boolean echoes(String method) {
            return false;
        }

        @Override
        public boolean answersProbe(WireMessage response) {
            return response.content().equals(probeContent());
        }

        @Override
        public boolean provesProbe() {
            return true;
        }

        @Override
        public String token() {
            return "";
        }

        @Override
        public boolean persists() {
            return calibration.abilities().contains("keep-alive");
        }
    }

    /**
     * The client can see the end before the origin has read what the proxy sent earlier, so this waits for the origin.
     * A connection that the proxy opened before the bystander's is accepted first.
     */
    private void letOriginCatchUp() {
        if (!monitor.holds(origin::hasRequest)) {
            bystander.roundTrip();
        }
        origin.awaitRest(target.timeout(), true);
    }

    private void take(Step step) throws IOException {
        if (step instanceof Step.Send send) {
            List<byte[]> pieces = send.bytes().render(variables);
            if (send.side() == Side.CLIENT) {
                client.send(pieces, bystander::roundTrip);
            } else {
                origin.reply(pieces, bystander::roundTrip);
            }
        } else if (step instanceof Step.Await await) {
            await(await);
        } else if (step instanceof Step.End end) {
            if (end.side() == Side.CLIENT) {
                client.end(end.ending());
            } else {
                origin.end(end.ending());
            }
        } else {
            ServerTarget probe = target.server(variables, PROBE);
            client.probe(probe.plainGet(probe.getPath()), calibration.honoursClose());
        }
    }

    private void await(Step.Await await) {
        if (await.side() == Side.CLIENT) {
            client.await(await.event());
        } else if (await.event() == Step.Event.END) {
            origin.awaitEnd(target.timeout(), () -> false);
        } else {
            origin.awaitRequest(await.event() == Step.Event.HEAD, target.timeout(), client::hasAnswer);
        }
    }

    @Override
    public void close() {
        watchdog.cancel(false);
        lane.use(null);
        closeBoth();
    }
}
