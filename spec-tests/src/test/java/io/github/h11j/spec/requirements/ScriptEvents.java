package io.github.h11j.spec.requirements;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.h11j.ConnectionClosed;
import io.github.h11j.Data;
import io.github.h11j.NextEvent;
import io.github.h11j.RemoteProtocolException;
import io.github.h11j.Signal;
import java.util.ArrayList;
import java.util.List;

/** The result of a block of received bytes: events, adjacent data as one, then why there were no more. */
final class ScriptEvents {

    private static final String NEED_DATA = Signal.NEED_DATA.toString();

    private final List<String> events = new ArrayList<>();
    private String end = NEED_DATA;
    private boolean dataBefore;

    /** Takes the next event, and returns whether there may be another. */
    boolean add(NextEvent next) {
        if (next instanceof Signal || next instanceof ConnectionClosed) {
            end = next instanceof Signal ? next.toString() : "ConnectionClosed";
            return false;
        }
        if (next instanceof Data data) {
            String bytes = Notation.visible(data.bytes().toByteArray());
            if (dataBefore) {
                events.set(events.size() - 1, events.get(events.size() - 1) + bytes);
            } else {
                events.add("Data " + bytes);
            }
        } else {
            events.add(EventNotation.visible(next));
        }
        dataBefore = next instanceof Data;
        return true;
    }

    void fail(RemoteProtocolException error) {
        end = "! " + error.violation() + " @" + error.offset().orElse(-1) + " " + error.statusHint();
    }

    /** Compares; the script may leave out the end of a line. */
    void check(String place, List<String> expected) {
        List<String> given = new ArrayList<>(events);
        given.add(end);
        List<String> wanted = new ArrayList<>();
        for (String line : expected) {
            wanted.add(Notation.expand(line));
        }
        if (wanted.isEmpty() || !isEnd(wanted.get(wanted.size() - 1))) {
            wanted.add(NEED_DATA);
        }
        for (int i = 0; i < Math.min(given.size(), wanted.size()); i++) {
            given.set(i, shortened(given.get(i), wanted.get(i)));
        }
        assertThat(given).as(place).isEqualTo(wanted);
    }

    private static boolean isEnd(String line) {
        return line.startsWith("! ") || line.equals("ConnectionClosed") || line.matches("[A-Z_]+");
    }

    private static String shortened(String given, String wanted) {
        boolean begins = given.startsWith(wanted + " ") && !wanted.startsWith("Data");
        return begins ? wanted : given;
    }
}
