package io.github.h11j.spec.conformance;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** One run of a case against a server. */
final class ServerSession implements AutoCloseable {

    private final ServerTarget target;
    private final Calibration calibration;
    private final ConformanceCase test;
    private final Map<String, String> variables;
    private final Bystander bystander;
    private final Transcript transcript;
    private final ClientSide client;
    private final Future<?> watchdog;
    private final String token;

    ServerSession(
            ServerTarget target,
            Calibration calibration,
            ConformanceCase test,
            String id,
            Bystander bystander,
            Transcript transcript,
            ScheduledExecutorService timer)
            throws IOException {
        this.target = target;
        this.calibration = calibration;
        this.test = test;
        this.variables = new HashMap<>(target.variables(id));
        variables.putAll(calibration.validators());
        this.token = "h11j-probe-" + id;
        this.bystander = bystander;
        this.transcript = transcript;
        this.client = new ClientSide(target.address(), target.timeout(), test, transcript, new Monitor());
        // a server that does not read can block a write forever
        this.watchdog = timer.schedule(client::close, 10 * target.timeout().toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Returns what was observed, and a second observation if it can be read in two ways. */
    List<Observation> run() throws IOException {
        for (Step step : test.steps()) {
            take(step);
        }
        ClientSide.Seen seen = client.seen(new ServerJudge());
        List<Observation> observations = new ArrayList<>();
        observations.add(new Observation(seen.likely(), variables));
        seen.other().ifPresent(other -> observations.add(new Observation(other, variables)));
        observations.forEach(observation -> transcript.note("observed: " + observation));
        return observations;
    }

    private void take(Step step) throws IOException {
        if (step instanceof Step.Send send) {
            client.send(send.bytes().render(variables), bystander::roundTrip);
        } else if (step instanceof Step.Await await) {
            client.await(await.event());
        } else if (step instanceof Step.End end) {
            client.end(end.ending());
        } else {
            byte[] probe = calibration.echoes() ? target.probe(token) : target.plainGet(target.getPath());
            client.probe(probe, calibration.honoursClose());
        }
    }

    /** The results of the calibration. The response of an application that echoes is recognized by its content. */
    private final class ServerJudge implements ClientSide.Judge {

        @Override
        public boolean isServed(String method, WireMessage response) {
            return calibration.isServed(method, response.status());
        }

        @Override
        public boolean echoes(String method) {
            return calibration.echoes() && method.equals("POST");
        }

        @Override
        public boolean answersProbe(WireMessage response) {
            return calibration.echoes()
                    ? response.status() / 100 == 2 && response.content().equals(token)
                    : calibration.isUsualGet(response.status());
        }

        @Override
        public boolean provesProbe() {
            return calibration.echoes();
        }

        @Override
        public String token() {
            return calibration.echoes() ? token : "";
        }

        @Override
        public boolean persists() {
            return calibration.abilities().contains(calibration.echoes() ? "post-keep-alive" : "keep-alive");
        }
    }

    @Override
    public void close() {
        watchdog.cancel(false);
        client.close();
    }
}
