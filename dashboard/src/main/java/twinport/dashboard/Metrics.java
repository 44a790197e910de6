// SPDX-License-Identifier: MIT
package twinport.dashboard;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import twinport.lab.BoardStatus;
import twinport.lab.BrokerCounts;
import twinport.lab.LabControl;
import twinport.lab.LabSnapshot;
import twinport.lab.PortView;
import twinport.lab.Transport;

/// The lab in numbers, for Prometheus and whatever else reads OpenMetrics.
final class Metrics {
    private final LabControl lab;
    private final LiveEvents events;
    private final TopicTable topics;

    Metrics(LabControl lab, LiveEvents events, TopicTable topics) {
        this.lab = lab;
        this.events = events;
        this.topics = topics;
    }

    void addTo(Routes routes) {
        routes.add(
                "GET",
                "/metrics",
                call ->
                        call.answer(
                                200, OpenMetrics.TYPE, text().getBytes(StandardCharsets.UTF_8)));
    }

    private String text() {
        LabSnapshot now = lab.snapshot();
        var out = new OpenMetrics();
        boards(out, now.boards());
        broker(out, lab.counts());
        wire(out, now);
        history(out, now);
        page(out);
        return out.end();
    }

    private static void boards(OpenMetrics out, List<BoardStatus> boards) {
        out.gauge("twinport_board_running", "1 while the board runs.");
        for (BoardStatus one : boards) {
            out.value(one.state().equals("running") ? 1 : 0, labels(one));
        }
        out.counter("twinport_board_published_messages", "PUBLISH packets that the board sent.");
        boards.forEach(one -> out.value(one.published(), labels(one)));
        out.counter("twinport_board_received_messages", "PUBLISH packets that the board got.");
        boards.forEach(one -> out.value(one.received(), labels(one)));
        out.counter("twinport_board_commands", "Commands sent to the board.");
        boards.forEach(one -> out.value(one.commandsSent(), labels(one)));
        out.counter("twinport_board_answers", "Commands that the board answered in time.");
        boards.forEach(one -> out.value(one.commandsAnswered(), labels(one)));
        out.counter("twinport_board_restarts", "Starts after the first.");
        boards.forEach(one -> out.value(one.restarts(), labels(one)));
    }

    private static String[] labels(BoardStatus board) {
        return new String[] {"board", board.id(), "transport", name(board.transport())};
    }

    private static String name(Transport transport) {
        return transport.name().toLowerCase(Locale.ROOT);
    }

    private static void broker(OpenMetrics out, BrokerCounts counts) {
        out.gauge("twinport_broker_connections", "Clients connected now.")
                .value(counts.connections());
        out.counter("twinport_broker_published_messages", "PUBLISH packets taken from clients.")
                .value(counts.published());
        out.counter("twinport_broker_delivered_messages", "PUBLISH packets sent to clients.")
                .value(counts.delivered());
        out.counter("twinport_broker_refused_connections", "Refused at TLS or at CONNECT.")
                .value(counts.refused());
        out.counter("twinport_broker_denied_requests", "Publishes and subscriptions denied.")
                .value(counts.denied());
        out.counter("twinport_broker_dropped_messages", "Messages a client should have got.")
                .value(counts.dropped());
        out.counter("twinport_broker_overflowed_events", "What the lab itself was too slow for.")
                .value(counts.overflowed());
    }

    private static void wire(OpenMetrics out, LabSnapshot now) {
        out.counter("twinport_wire_readable_messages", "PUBLISH packets anyone can read.");
        for (PortView port : now.ports()) {
            out.value(port.readable(), labels(port));
        }
        out.counter("twinport_wire_sealed_records", "TLS application data records.");
        for (PortView port : now.ports()) {
            out.value(port.sealed(), labels(port));
        }
        out.counter("twinport_capture_frames", "Frames in the capture.")
                .value(now.capture().frames());
        out.counter("twinport_capture_bytes", "Bytes of the capture.").value(now.capture().bytes());
        out.gauge("twinport_capture_keylog", "1 while TLS secrets are written down.")
                .value(now.capture().keyLog() ? 1 : 0);
    }

    private static String[] labels(PortView port) {
        return new String[] {
            "port", Integer.toString(port.port()), "transport", name(port.transport())
        };
    }

    private static void history(OpenMetrics out, LabSnapshot now) {
        out.counter("twinport_history_stored_messages", "Messages that are kept for sure.")
                .value(now.history().stored());
        out.gauge("twinport_history_waiting_messages", "Messages not yet committed.")
                .value(now.history().waiting());
        out.counter("twinport_history_lost_messages", "Messages that could not be kept in time.")
                .value(now.history().lost());
    }

    private void page(OpenMetrics out) {
        out.gauge("twinport_page_viewers", "Readers of live events.").value(events.viewers());
        out.gauge("twinport_page_waiting_events", "Events in the viewers' queues.")
                .value(events.waiting());
        out.counter("twinport_page_skipped_events", "Events that slow viewers did not get.")
                .value(events.skipped());
        out.counter("twinport_page_unlisted_messages", "Messages on topics beyond the table's.")
                .value(topics.leftOut());
        Runtime runtime = Runtime.getRuntime();
        out.gauge("twinport_heap_used_bytes", "Java heap in use.")
                .value(runtime.totalMemory() - runtime.freeMemory());
        out.gauge("twinport_heap_max_bytes", "What the Java heap may grow to.")
                .value(runtime.maxMemory());
    }
}
