package io.github.h11j.spec.conformance;

import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** First finds out what the subject does with plain requests, as the yardstick for the cases. */
abstract sealed class CalibratedRunner extends ConformanceRunner permits ServerRunner, ProxyRunner {

    private Calibration calibration = new Calibration(Map.of(), Set.of(), true, Map.of());

    CalibratedRunner(String subject, int parallel) {
        super(subject, parallel);
    }

    /** What has been found out so far, before the first case that is not part of the calibration. */
    final void setCalibration(Calibration found) {
        calibration = found;
    }

    /**
     * Returns what the subject does with plain requests.
     *
     * @return the yardstick for the cases
     */
    public final Calibration calibration() {
        return calibration;
    }

    @Override
    public final String setting() {
        return calibration.toString();
    }

    @Override
    final Optional<String> missing(ConformanceCase test) {
        return calibration.lacks(test);
    }

    /** Returns why a subject cannot be reached, for people. */
    static String why(IOException failure) {
        if (failure instanceof UnknownHostException) {
            return "there is no host with this name; check the spelling and the network";
        }
        return failure instanceof ConnectException
                ? "the connection was refused; nothing listens there"
                : String.valueOf(failure.getMessage());
    }
}
