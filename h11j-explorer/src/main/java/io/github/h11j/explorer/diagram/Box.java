package io.github.h11j.explorer.diagram;

/**
 * A rectangle.
 *
 * @param left its left edge
 * @param top its upper edge
 * @param right its right edge
 * @param bottom its lower edge
 */
record Box(double left, double top, double right, double bottom) {

    boolean touches(Box other) {
        return left < other.right && other.left < right && top < other.bottom && other.top < bottom;
    }

    /** Whether a point is on the border, give or take a pixel. */
    boolean hasOnBorder(double x, double y) {
        boolean inside = x >= left - 1 && x <= right + 1 && y >= top - 1 && y <= bottom + 1;
        boolean deep = x > left + 1 && x < right - 1 && y > top + 1 && y < bottom - 1;
        return inside && !deep;
    }
}
