package io.github.h11j.spec.conformance;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * Runs cases against a proxy: first the calibration, then the cases. Everything that reaches an origin belongs to the
 * case that uses it, so an origin and the proxy in front of it run one case at a time. To run several at a time takes
 * several origins, and a reverse proxy for each; a forward proxy can serve all of them.
 */
public final class ProxyRunner extends CalibratedRunner {

    private final BlockingQueue<ProxyLane> free = new LinkedBlockingQueue<>();
    private final List<ProxyLane> lanes;
    private final boolean forward;

    /** Starts a proxy, or connects to one that runs already. */
    @FunctionalInterface
    public interface Starter {

        /**
         * Returns a proxy that forwards to an origin.
         *
         * @param origin where the kit listens as the origin
         * @return the proxy
         * @throws Exception if it does not start
         */
        ProxyTarget start(InetSocketAddress origin) throws Exception;
    }

    /**
     * A runner for proxies, after calibration.
     *
     * @param starter called once for each origin of the kit
     * @param parallel the number of origins, and so of cases that run at a time; 1 or more
     * @throws IOException if the proxy does not forward a plain GET; the message says what happened
     * @throws Exception if a proxy does not start
     */
    public ProxyRunner(Starter starter, int parallel) throws Exception {
        this(starter, parallel, InetAddress.getLoopbackAddress(), 0);
    }

    /** With the address and port of the only origin. */
    ProxyRunner(Starter starter, int parallel, InetAddress address, int port) throws Exception {
        super("proxy", parallel);
        this.lanes = new ArrayList<>();
        try {
            for (int i = 0; i < parallel; i++) {
                ProxyLane lane = new ProxyLane(address, port);
                lanes.add(lane);
                lane.setTarget(starter.start(new InetSocketAddress(address, lane.port())));
            }
            this.forward = lanes.get(0).target().forward();
            free.addAll(lanes);
            calibrate();
        } catch (Exception e) {
            close();
            throw e;
        }
    }

    private void calibrate() throws IOException {
        Set<String> abilities = new TreeSet<>(Set.of(forward ? "forward" : "reverse", "parallel"));
        for (ConformanceCase plain : CaseFile.calibration(CaseKind.PROXY)) {
            CaseResult result = once(plain);
            if (result.verdict() == Verdict.PASS) {
                abilities.add(plain.id());
            } else if (plain.id().equals("get")) {
                throw new IOException(
                        "the proxy does not forward a plain GET\n" + result.transcript() + result.explanation());
            }
            setCalibration(new Calibration(Map.of(), abilities, abilities.contains("close"), Map.of()));
        }
    }

    @Override
    CaseResult once(ConformanceCase test) {
        ProxyLane lane;
        try {
            lane = free.take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return CaseResult.inconclusive(test, "the run was stopped", new Transcript());
        }
        Transcript transcript = new Transcript();
        long start = System.nanoTime();
        try (ProxySession session = new ProxySession(lane, calibration(), test, newId(), transcript, timer())) {
            Observation observation = session.run();
            return CaseResult.of(test, observation, transcript, Duration.ofNanos(System.nanoTime() - start));
        } catch (IOException e) {
            return CaseResult.unreachable(test, why(e), transcript);
        } finally {
            free.add(lane);
        }
    }

    /** Stops all running cases, and stops listening. */
    @Override
    public void close() {
        super.close();
        lanes.forEach(ProxyLane::close);
    }
}
