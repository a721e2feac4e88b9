package io.github.h11j.explorer.diagram;

import java.util.Arrays;
import java.util.List;

/**
 * An arrow along horizontal and vertical lines, its corners rounded.
 *
 * @param corners x and y in turn, from the tail to the tip
 */
record Route(List<Integer> corners) {

    private static final int RADIUS = 10;
    private static final int TIP = 9;

    static Route of(int... corners) {
        return new Route(Arrays.stream(corners).boxed().toList());
    }

    /** The line, up to the tip. */
    String path() {
        StringBuilder path = new StringBuilder("M" + corners.get(0) + " " + corners.get(1));
        int last = corners.size() - 2;
        for (int i = 2; i < last; i += 2) {
            int radius = Math.min(RADIUS, Math.min(distance(i - 2), distance(i)) / 2);
            path.append('L')
                    .append(towards(corners.get(i), corners.get(i - 2), radius))
                    .append(' ')
                    .append(towards(corners.get(i + 1), corners.get(i - 1), radius))
                    .append('Q')
                    .append(corners.get(i))
                    .append(' ')
                    .append(corners.get(i + 1))
                    .append(' ')
                    .append(towards(corners.get(i), corners.get(i + 2), radius))
                    .append(' ')
                    .append(towards(corners.get(i + 1), corners.get(i + 3), radius));
        }
        return path.append('L')
                .append(towards(corners.get(last), corners.get(last - 2), TIP - 2))
                .append(' ')
                .append(towards(corners.get(last + 1), corners.get(last - 1), TIP - 2))
                .toString();
    }

    /** The triangle at the end. */
    String tip() {
        int last = corners.size() - 2;
        int x = corners.get(last);
        int y = corners.get(last + 1);
        int backX = towards(x, corners.get(last - 2), TIP);
        int backY = towards(y, corners.get(last - 1), TIP);
        int acrossX = backX == x ? 5 : 0;
        int acrossY = backY == y ? 5 : 0;
        return "M" + x + " " + y + "L" + (backX + acrossX) + " " + (backY + acrossY) + "L" + (backX - acrossX) + " "
                + (backY - acrossY) + "Z";
    }

    private int distance(int from) {
        return Math.abs(corners.get(from) - corners.get(from + 2))
                + Math.abs(corners.get(from + 1) - corners.get(from + 3));
    }

    private static int towards(int from, int to, int step) {
        return from + Integer.signum(to - from) * step;
    }
}
