package io.github.h11j.explorer;

import io.github.h11j.Role;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Scripts of open buttons, one that leads to each pair of joint states that six moves reach. */
final class Walk {

    private static final int MOVES = 6;

    private Walk() {}

    static List<String> scripts() {
        List<String> found = new ArrayList<>();
        List<String> scripts = List.of("");
        Set<String> seen = new HashSet<>();
        for (int moves = 0; moves <= MOVES; moves++) {
            List<String> longer = new ArrayList<>();
            for (String script : scripts) {
                Session session = Session.after("strict", script, null, 0);
                if (!seen.add(states(session))) {
                    continue;
                }
                found.add(script);
                for (Offer offer : Offer.ALL) {
                    if (session.refusal(offer) == null) {
                        longer.add(then(script, move(offer)));
                    }
                }
                longer.add(then(script, "s.next c.next"));
            }
            scripts = longer;
        }
        return found;
    }

    static String move(Offer offer) {
        return Rows.name(offer.role()).charAt(0) + "." + offer.key();
    }

    static String then(String script, String move) {
        return script.isEmpty() ? move : script + " " + move;
    }

    private static String states(Session session) {
        return session.side(Role.CLIENT).states()
                + session.side(Role.SERVER).states()
                + Offer.ALL.stream()
                        .map(offer -> session.refusal(offer) == null)
                        .toList();
    }
}
