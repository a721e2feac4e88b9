package io.github.h11j.explorer.diagram;

import io.github.h11j.StateMachine.Rule;
import io.github.h11j.explorer.Html;
import io.github.h11j.explorer.Rows;

/** Writes a picture as SVG: by itself a file, with its colours for light and dark; or a part of a page. */
final class SvgWriter {

    /** The classes that {@link #inPage} leaves to the style sheet of the page. */
    private static final String STYLE = """
            <style>
            svg{--paper:#fff;--ink:#1d2433;--soft:#5c6680;--box:#f3f5fa;--line:#b9c2d6;--client:#1a5fd0;--server:#08785a;
            --state:#7646c4;--operation:#b25208;font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",
            monospace}
            @media (prefers-color-scheme:dark){svg{--paper:#0f131b;--ink:#e8ebf3;--soft:#9aa6bf;--box:#1b2230;--line:#465069;
            --client:#7fb2ff;--server:#58d0a3;--state:#c4a5ff;--operation:#ffb26b}}
            .paper{fill:var(--paper)}.node rect{fill:var(--box);stroke:var(--line);stroke-width:1.5}
            .node text{fill:var(--ink);font-size:14px;font-weight:700;text-anchor:middle}
            .any rect{stroke-dasharray:2 4}.any text{font-weight:400;font-style:italic}
            .mark{color:var(--state)}.mark.client{color:var(--client)}.mark.server{color:var(--server)}
            .mark.operation{color:var(--operation)}.mark path{fill:none;stroke:currentColor;stroke-width:1.8}
            .mark.state path{stroke-dasharray:6 4}.mark .tip{fill:currentColor;stroke:none}
            .mark rect{fill:var(--paper)}.mark text{fill:currentColor;font-size:12.5px;font-weight:600}
            .mark .note{fill:var(--soft);font-size:9.5px;font-weight:400}.echo{opacity:.65}
            .legend .note{font-size:11px}
            </style>
            """;

    private final StringBuilder out = new StringBuilder();
    private final Diagram diagram;
    private final boolean alone;

    private SvgWriter(Diagram diagram, boolean alone) {
        this.diagram = diagram;
        this.alone = alone;
    }

    /** A file. */
    static String file(Diagram diagram) {
        return new SvgWriter(diagram, true).write();
    }

    /**
     * An element for HTML: the page colours it, and has the sentences of the rows from the library. Its labels stand on no boxes:
     * the page outlines their letters.
     */
    static String inPage(Diagram diagram) {
        return new SvgWriter(diagram, false).write();
    }

    private String write() {
        String name = diagram.name();
        out.append("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 ")
                .append(diagram.width())
                .append(' ')
                .append(diagram.height())
                .append("\" role=\"img\" aria-labelledby=\"")
                .append(name)
                .append("-title ")
                .append(name)
                .append("-desc\">\n");
        out.append("<title id=\"" + name + "-title\">" + Html.escape(diagram.title()) + "</title>\n");
        out.append("<desc id=\"" + name + "-desc\">" + Html.escape(diagram.description()) + "</desc>\n");
        out.append(alone ? STYLE : "");
        out.append("<rect class=\"paper\" width=\"100%\" height=\"100%\"/>\n");
        diagram.echoes().forEach(mark -> mark(mark, "echo", "data-echo"));
        diagram.marks().forEach(mark -> mark(mark, "mark", "data-row"));
        diagram.nodes().forEach(this::node);
        if (diagram.hasLegend()) {
            legend();
        }
        return out.append("</svg>\n").toString();
    }

    private void node(Node node) {
        boolean state = !node.name().startsWith("any");
        out.append("<g class=\"node").append(state ? "" : " any").append("\" data-state=\"");
        out.append(node.name())
                .append("\"><rect x=\"")
                .append(node.x())
                .append("\" y=\"")
                .append(node.y());
        out.append("\" width=\"").append(node.width()).append("\" height=\"").append(node.height());
        out.append("\" rx=\"10\"/><text x=\"")
                .append(node.x() + node.width() / 2)
                .append("\" y=\"");
        out.append(node.y() + node.height() / 2 + 5)
                .append("\">")
                .append(node.name())
                .append("</text></g>\n");
    }

    private void mark(Mark mark, String role, String attribute) {
        Rule row = mark.row();
        Box label = mark.label();
        out.append("<g class=\"mark ").append(mark.kind()).append(role.equals("echo") ? " echo" : "");
        out.append("\" ").append(attribute).append("=\"").append(mark.id()).append("\">");
        out.append(alone ? "<title>" + Html.escape(Rows.sentence(row)) + "</title>" : "");
        out.append("<path d=\"").append(mark.route().path()).append("\"/><path class=\"tip\" d=\"");
        out.append(mark.route().tip()).append("\"/>");
        if (alone) {
            out.append("<rect x=\"")
                    .append(number(label.left()))
                    .append("\" y=\"")
                    .append(number(label.top()));
            out.append("\" width=\"")
                    .append(number(label.right() - label.left()))
                    .append("\" height=\"");
            out.append(number(label.bottom() - label.top())).append("\" rx=\"4\"/>");
        }
        String anchor = mark.beside() ? "" : "\" text-anchor=\"middle";
        out.append("<text x=\"")
                .append(mark.labelX())
                .append("\" y=\"")
                .append(mark.labelY() - 1)
                .append(anchor);
        out.append("\">").append(Html.escape(Rows.label(row))).append("</text><text class=\"note\" x=\"");
        out.append(mark.labelX()).append("\" y=\"").append(mark.labelY() + 11).append(anchor);
        out.append("\">").append(Html.escape(Rows.note(row))).append("</text></g>\n");
    }

    /** What the colours mean, in the lower left corner. */
    private void legend() {
        legend("client", "an event that the client sends", 0);
        legend("server", "an event that the server sends", 1);
        legend("state", "follows by itself: a state row", 2);
        legend("operation", "an operation: an error, a call", 3);
    }

    private void legend(String kind, String text, int line) {
        int y = diagram.height() - 76 + 18 * line;
        out.append("<g class=\"mark legend ")
                .append(kind)
                .append("\"><path d=\"M24 ")
                .append(y)
                .append("H60\"/>");
        out.append("<text class=\"note\" x=\"70\" y=\"")
                .append(y + 4)
                .append("\">")
                .append(text);
        out.append("</text></g>\n");
    }

    private static String number(double value) {
        long tenths = Math.round(value * 10);
        return tenths % 10 == 0 ? Long.toString(tenths / 10) : tenths / 10 + "." + Math.abs(tenths % 10);
    }
}
