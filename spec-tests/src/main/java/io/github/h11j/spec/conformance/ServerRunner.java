package io.github.h11j.spec.conformance;

import io.github.h11j.spec.conformance.Observation.Message;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Runs cases against a server: first the calibration, then the cases. */
public final class ServerRunner extends CalibratedRunner {

    /** What of a representation is an ability of that name, if it is there. */
    private static final Set<String> VALIDATORS = Set.of("etag", "last-modified");

    /** 10 ms: enough to see what has already arrived. */
    private static final long MOMENT = 10_000_000;

    private final ServerTarget target;

    /**
     * A runner for a server, after calibration.
     *
     * @param target the server
     * @param parallel how many cases at a time, if the server can serve several connections at a time
     * @throws IOException if the server does not answer a plain GET; the message says what happened
     */
    public ServerRunner(ServerTarget target, int parallel) throws IOException {
        super("server", parallel);
        this.target = target;
        calibrate();
    }

    @Override
    boolean servesSeveral() {
        return calibration().abilities().contains("parallel");
    }

    @Override
    CaseResult once(ConformanceCase test) {
        Transcript transcript = new Transcript();
        long start = System.nanoTime();
        Bystander bystander = new Bystander(target, calibration().abilities().contains("parallel"));
        try (ServerSession session =
                new ServerSession(target, calibration(), test, newId(), bystander, transcript, timer())) {
            return CaseResult.of(test, session.run(), transcript, Duration.ofNanos(System.nanoTime() - start));
        } catch (IOException e) {
            return CaseResult.unreachable(test, why(e), transcript);
        }
    }

    private void calibrate() throws IOException {
        Map<String, Integer> statuses = new TreeMap<>();
        Set<String> abilities = new TreeSet<>();
        Map<String, String> validators = new TreeMap<>();
        for (ConformanceCase plain : CaseFile.calibration(CaseKind.SERVER)) {
            if (missing(plain).isPresent()) {
                continue;
            }
            CaseResult result = once(plain);
            if (plain.mutation().equals("baseline")) {
                int status = status(result.observation());
                statuses.put(plain.position().toUpperCase(Locale.ROOT), status);
                if (status == 0 && plain.id().equals("close")) {
                    throw new IOException("the server at " + target.host() + " does not answer a plain GET of "
                            + target.getPath() + "\n" + result.transcript() + result.explanation());
                }
            }
            if (result.verdict() == Verdict.PASS) {
                abilities.add(plain.id());
            }
            if (plain.id().equals("close")) {
                validators.putAll(validators(result.observation()));
                validators.keySet().stream().filter(VALIDATORS::contains).forEach(abilities::add);
            }
            setCalibration(new Calibration(statuses, abilities, abilities.contains("close"), validators));
        }
        if (servesTwoAtATime()) {
            abilities.add("parallel");
        }
        setCalibration(new Calibration(statuses, abilities, abilities.contains("close"), validators));
    }

    /** A strong entity tag and a date with one that is later, if the response to GET has them. */
    private static Map<String, String> validators(Observation observation) {
        Map<String, String> validators = new TreeMap<>();
        for (Observation.Sighting sighting : observation.sightings()) {
            if (sighting instanceof Message message && message.message().status() == 200) {
                message.message().values("ETag").stream()
                        .filter(value -> value.matches("\"[!-~]*\""))
                        .forEach(value -> validators.put("etag", value));
                message.message().values("Last-Modified").stream()
                        .flatMap(value -> DateForm.parse(value, DateForm.IMF_FIXDATE).stream())
                        .forEach(date -> {
                            validators.put("last-modified", DateForm.IMF_FIXDATE.format(date));
                            validators.put("later", DateForm.IMF_FIXDATE.format(date.plusSeconds(1)));
                            validators.put("later-rfc850", DateForm.RFC_850.format(date.plusSeconds(1)));
                            validators.put("later-asctime", DateForm.ASCTIME.format(date.plusSeconds(1)));
                        });
            }
        }
        return validators;
    }

    private static int status(Observation observation) {
        return observation.sightings().stream()
                .filter(Message.class::isInstance)
                .map(sighting -> ((Message) sighting).message().status())
                .filter(status -> status >= 200)
                .findFirst()
                .orElse(0);
    }

    private boolean servesTwoAtATime() throws IOException {
        try (Link link = Link.connect(target.address(), new Transcript(), target.timeout())) {
            link.send(Latin.bytes("GET"));
            boolean served = new Bystander(target, true).roundTrip();
            // otherwise the first connection was given up before the second one had its turn
            return served && link.read(WireReader.ofResponses(), System.nanoTime() + MOMENT) == Link.Read.TIMED_OUT;
        }
    }
}
