package io.github.h11j.explorer.diagram;

import io.github.h11j.StateMachine.Rule;
import io.github.h11j.explorer.Rows;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Where the marks of a picture stand: a place for each row, found by what the row says and not by its number. */
final class Places {

    private record Place(Route route, int labelX, int labelY, boolean beside) {}

    private final Map<String, Place> places = new HashMap<>();

    /** The label stands on the arrow. */
    Places on(String key, int labelX, int labelY, int... route) {
        return add(key, new Place(Route.of(route), labelX, labelY, false));
    }

    /** The label stands to the right of {@code labelX}. */
    Places beside(String key, int labelX, int labelY, int... route) {
        return add(key, new Place(Route.of(route), labelX, labelY, true));
    }

    /** An event that leaves the state as it is: an ear on the right of the upper edge. */
    Places ear(String key, Node node) {
        int right = node.x() + node.width() - 12;
        int top = node.y();
        return beside(key, right + 12, top - 20, right - 28, top, right - 28, top - 24, right, top - 24, right, top);
    }

    private Places add(String key, Place place) {
        if (places.put(key, place) != null) {
            throw new IllegalStateException("two places for " + key);
        }
        return this;
    }

    /** The marks of the rows that belong to a picture; each row has a place and each place a row. */
    List<Mark> marks(Predicate<Rule> belongs) {
        Map<String, Place> left = new HashMap<>(places);
        List<Mark> marks = new ArrayList<>();
        for (Rule row : Rows.all()) {
            if (belongs.test(row)) {
                Place place = left.remove(Keys.of(row));
                if (place == null) {
                    throw new IllegalStateException("no place for " + Keys.of(row));
                }
                marks.add(new Mark(row, place.route(), place.labelX(), place.labelY(), place.beside()));
            }
        }
        if (!left.isEmpty()) {
            throw new IllegalStateException("no row for " + left.keySet());
        }
        return marks;
    }
}
