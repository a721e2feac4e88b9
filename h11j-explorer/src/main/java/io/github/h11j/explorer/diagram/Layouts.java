package io.github.h11j.explorer.diagram;

import io.github.h11j.Role;
import io.github.h11j.StateMachine;
import io.github.h11j.StateMachine.EventRule;
import io.github.h11j.StateMachine.OperationRule;
import java.util.List;

/** The four pictures, placed by hand: what a row says comes from the row, only where it stands is written here. */
final class Layouts {

    private static final int AXIS = 380;
    private static final int SERVER_AXIS = 430;

    private Layouts() {}

    static List<Diagram> all() {
        return List.of(client(), server(), keepAlive(), switches());
    }

    // spotless:off
    static Diagram client() {
        Node idle = Node.of("IDLE", AXIS, 70, 130);
        Node sendBody = Node.of("SEND_BODY", AXIS, 190, 150);
        Node done = new Node("DONE", 190, 288, 570, 44);
        Node mustClose = new Node("MUST_CLOSE", 190, 428, 390, 44);
        Node closed = Node.of("CLOSED", AXIS, 570, 150);
        Node might = Node.of("MIGHT_SWITCH_PROTOCOL", 690, 190, 220);
        Node switched = Node.of("SWITCHED_PROTOCOL", 690, 70, 220);
        Node any = Node.of("any state", 500, 680, 110);
        Node error = Node.of("ERROR", 750, 680, 100);
        Places places = new Places()
                .on("IDLE Request", AXIS, 126, AXIS, 92, AXIS, 168)
                .ear("SEND_BODY Data", sendBody)
                .on("SEND_BODY EndOfMessage", AXIS, 246, AXIS, 212, AXIS, 288)
                .on("DONE keep-alive off", 260, 374, 260, 332, 260, 428)
                .on("DONE server CLOSED", 385, 374, 385, 332, 385, 428)
                .on("DONE server ERROR", 510, 374, 510, 332, 510, 428)
                .on("DONE switch pending", 632, 250, 632, 288, 632, 212)
                .on("MIGHT_SWITCH_PROTOCOL none pending", 750, 250, 750, 212, 750, 288)
                .on("MIGHT_SWITCH_PROTOCOL server SWITCHED_PROTOCOL", 690, 130, 690, 168, 690, 92)
                .on("DONE ConnectionClosed", 680, 480, 680, 332, 680, 570, 455, 570)
                .on("MUST_CLOSE ConnectionClosed", AXIS, 508, AXIS, 472, AXIS, 548)
                .ear("CLOSED ConnectionClosed", closed)
                .on("IDLE server CLOSED", 104, 340, 315, 70, 104, 70, 104, 450, 190, 450)
                .on("IDLE ConnectionClosed", 170, 570, 315, 58, 24, 58, 24, 570, 305, 570)
                .on("START_NEXT_CYCLE", 222, 190, 222, 288, 222, 82, 315, 82)
                .on("CLIENT_ERROR", 628, 680, 555, 680, 700, 680);
        return new Diagram("client", "The client",
                "The states of the client from IDLE by SEND_BODY to DONE, from there back to IDLE for the next exchange, to"
                        + " MUST_CLOSE and CLOSED, or by MIGHT_SWITCH_PROTOCOL to SWITCHED_PROTOCOL.",
                820, 720, List.of(idle, sendBody, done, mustClose, closed, might, switched, any, error),
                places.marks(row -> Keys.moves(row, Role.CLIENT)), List.of());
    }

    static Diagram server() {
        Node idle = Node.of("IDLE", SERVER_AXIS, 70, 130);
        Node sendResponse = new Node("SEND_RESPONSE", 330, 172, 200, 64);
        Node sendBody = Node.of("SEND_BODY", SERVER_AXIS, 338, 150);
        Node done = new Node("DONE", 120, 436, 660, 44);
        Node mustClose = new Node("MUST_CLOSE", 240, 576, 390, 44);
        Node closed = Node.of("CLOSED", SERVER_AXIS, 718, 150);
        Node switched = new Node("SWITCHED_PROTOCOL", 770, 172, 180, 64);
        Node any = Node.of("any state", 550, 810, 110);
        Node error = Node.of("ERROR", 800, 810, 100);
        Places places = new Places()
                .on("IDLE Request", SERVER_AXIS, 124, SERVER_AXIS, 92, SERVER_AXIS, 172)
                .on("IDLE Response", 252, 132, 365, 85, 252, 85, 252, 338, 355, 338)
                .ear("SEND_RESPONSE InformationalResponse", sendResponse)
                .on("SEND_RESPONSE InformationalResponse UPGRADE", 650, 187, 530, 187, 770, 187)
                .on("SEND_RESPONSE Response CONNECT", 650, 221, 530, 221, 770, 221)
                .on("SEND_RESPONSE Response", SERVER_AXIS, 264, SERVER_AXIS, 236, SERVER_AXIS, 316)
                .ear("SEND_BODY Data", sendBody)
                .on("SEND_BODY EndOfMessage", SERVER_AXIS, 394, SERVER_AXIS, 360, SERVER_AXIS, 436)
                .on("DONE keep-alive off", 310, 522, 310, 480, 310, 576)
                .on("DONE client CLOSED", 435, 522, 435, 480, 435, 576)
                .on("DONE client ERROR", 560, 522, 560, 480, 560, 576)
                .on("DONE ConnectionClosed", 710, 628, 710, 480, 710, 718, 505, 718)
                .on("MUST_CLOSE ConnectionClosed", SERVER_AXIS, 656, SERVER_AXIS, 620, SERVER_AXIS, 696)
                .ear("CLOSED ConnectionClosed", closed)
                .on("IDLE client CLOSED", 76, 540, 365, 65, 76, 65, 76, 598, 240, 598)
                .on("IDLE ConnectionClosed", 190, 718, 365, 55, 16, 55, 16, 718, 355, 718)
                .on("START_NEXT_CYCLE", 150, 360, 150, 436, 150, 75, 365, 75)
                .on("SERVER_ERROR", 678, 810, 605, 810, 750, 810);
        return new Diagram("server", "The server",
                "The states of the server from IDLE by SEND_RESPONSE and SEND_BODY to DONE, from there back to IDLE for the"
                        + " next exchange or to MUST_CLOSE and CLOSED, and from SEND_RESPONSE to SWITCHED_PROTOCOL.",
                970, 850, List.of(idle, sendResponse, sendBody, done, mustClose, closed, switched, any, error),
                places.marks(row -> Keys.moves(row, Role.SERVER)), List.of());
    }

    static Diagram keepAlive() {
        Node on = Node.of("keep-alive on", 110, 60, 160);
        Node off = Node.of("keep-alive off", 540, 60, 160);
        return new Diagram("keep-alive", "Keep-alive",
                "Keep-alive begins on; DISABLE_KEEP_ALIVE turns it off, for good.",
                650, 120, List.of(on, off),
                new Places().on("DISABLE_KEEP_ALIVE", 320, 60, 190, 60, 460, 60)
                        .marks(row -> row instanceof OperationRule operation && operation.disablesKeepAlive()),
                List.of());
    }

    static Diagram switches() {
        Node upgradeNone = Node.of("no UPGRADE", 110, 80, 160);
        Node upgrade = Node.of("UPGRADE pending", 580, 80, 170);
        Node connectNone = Node.of("no CONNECT", 110, 250, 160);
        Node connect = Node.of("CONNECT pending", 580, 250, 170);
        return new Diagram("switches", "The two switches",
                "A request proposes a switch: it is pending then. A final response that does not accept it, which is a row of"
                        + " the server, declines it: nothing is pending any more.",
                690, 320, List.of(upgradeNone, upgrade, connectNone, connect),
                new Places()
                        .on("PROPOSE_UPGRADE", 342, 80, 190, 80, 495, 80)
                        .on("PROPOSE_CONNECT", 342, 250, 190, 250, 495, 250)
                        .marks(row -> row instanceof OperationRule operation && !operation.proposes().isEmpty()),
                List.of(
                        echo(342, 140, 580, 102, 580, 140, 110, 140, 110, 102),
                        echo(342, 190, 580, 228, 580, 190, 110, 190, 110, 228)));
    }
    // spotless:on

    /** What declines a proposal: one row of the server's picture. */
    private static Mark echo(int labelX, int labelY, int... corners) {
        EventRule declining = StateMachine.eventRules().stream()
                .filter(row -> row.clearsProposals() && Keys.of(row).startsWith("SEND_RESPONSE"))
                .findFirst()
                .orElseThrow();
        return new Mark(declining, Route.of(corners), labelX, labelY, false);
    }
}
