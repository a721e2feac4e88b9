package io.github.h11j.spec.conformance;

import java.io.IOException;
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
        this.variables = target.variables(id);
        this.bystander = bystander;
        this.transcript = transcript;
        this.client = new ClientSide(target.address(), target.timeout(), test, transcript, new Monitor());
        // a server that does not read can block a write for ever
        this.watchdog = timer.schedule(client::close, 10 * target.timeout().toMillis(), TimeUnit.MILLISECONDS);
    }

    Observation run() throws IOException {
        for (Step step : test.steps()) {
            take(step);
        }
        Observation observation = new Observation(
                client.sightings(
                        message -> calibration.isUsualGet(message.status()),
                        (method, message) -> calibration.isServed(method, message.status())),
                variables);
        transcript.note("observed: " + observation);
        return observation;
    }

    private void take(Step step) throws IOException {
        if (step instanceof Step.Send send) {
            client.send(send.octets().render(variables), bystander::roundTrip);
        } else if (step instanceof Step.Await await) {
            client.await(await.event());
        } else if (step instanceof Step.End end) {
            client.end(end.ending());
        } else {
            client.probe(target.plainGet(target.getPath()), calibration.honoursClose());
        }
    }

    @Override
    public void close() {
        watchdog.cancel(false);
        client.close();
    }
}
