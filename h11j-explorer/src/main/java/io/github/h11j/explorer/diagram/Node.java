package io.github.h11j.explorer.diagram;

/**
 * A state, as a box.
 *
 * @param name what stands in it
 * @param x its left edge
 * @param y its upper edge
 * @param width how wide
 * @param height how high
 */
record Node(String name, int x, int y, int width, int height) {

    static Node of(String name, int centre, int middle, int width) {
        return new Node(name, centre - width / 2, middle - 22, width, 44);
    }

    Box box() {
        return new Box(x, y, x + width, y + height);
    }
}
