// SPDX-License-Identifier: MIT
package twinport.dashboard;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import twinport.lab.BoardStatus;
import twinport.lab.LabControl;
import twinport.lab.TlsView;
import twinport.lab.Transport;

/// What TLS costs in the running lab: measured where it can be, computed where that is said.
final class CostApi {
    /// @param seen false where nobody saw the wire: then messages and handshakes are empty
    record Cost(
            boolean seen,
            @Nullable String reason,
            @Nullable Instant upTo,
            List<WireCost.Messages> messages,
            List<WireCost.Handshakes> handshakes,
            List<Memory> memory,
            List<RoundTrip> roundTrips,
            List<Change> changes,
            List<String> left) {}

    /// What mbedTLS would need on a real ESP32: an estimate, from the board's last connections.
    ///
    /// @param library whose mbedTLS it is: `ARDUINO` or `MICROPYTHON`
    /// @param fittingBytes the steady amount with record buffers no larger than was needed
    record Memory(
            String board,
            String library,
            @Nullable Spread peakBytes,
            @Nullable Spread steadyBytes,
            @Nullable Spread fittingBytes) {}

    /// @param millis from publishing the command to its answer; null without any
    record RoundTrip(String board, Transport transport, @Nullable Spread millis, long unanswered) {}

    /// What another setting would change.
    ///
    /// @param basis `measured`, `computed` or `not measured`
    /// @param source what it rests on
    record Change(String what, String effect, String basis, String source) {}

    private final LabControl lab;
    private final WireJudge judge;
    private final RoundTrips roundTrips;

    CostApi(LabControl lab, WireJudge judge, RoundTrips roundTrips) {
        this.lab = lab;
        this.judge = judge;
        this.roundTrips = roundTrips;
    }

    void addTo(Routes routes) {
        routes.add("GET", "/api/cost", this::cost);
    }

    private void cost(Call call) throws IOException {
        List<BoardStatus> boards = lab.snapshot().boards();
        var judged = judge.now();
        List<WireCost.Messages> messages = new ArrayList<>();
        List<WireCost.Handshakes> handshakes = new ArrayList<>();
        List<Change> changes = new ArrayList<>();
        judged.ifPresent(seen -> {
            var wire = new WireCost(seen.facts(), seen.wire());
            messages.addAll(wire.messages());
            handshakes.addAll(wire.handshakes());
            changes.addAll(new CostChanges(wire).list());
        });
        changes.addAll(buffers(boards));
        call.answer(
                200,
                new Cost(
                        judged.isPresent(),
                        judged.isPresent() ? null : FindingsApi.NO_TAP,
                        judged.map(WireJudge.Judged::upTo).orElse(null),
                        messages,
                        handshakes,
                        boards.stream().filter(b -> !b.tls().isEmpty()).map(this::memory).toList(),
                        boards.stream().map(this::roundTrip).toList(),
                        changes,
                        judged.map(seen -> seen.facts().left()).orElse(List.of())));
    }

    private Memory memory(BoardStatus board) {
        return new Memory(
                board.id(),
                board.tls().getLast().port(),
                spread(board, TlsView::memoryPeakBytes),
                spread(board, TlsView::memorySteadyBytes),
                spread(board, TlsView::memoryFittingBytes));
    }

    private static @Nullable Spread spread(BoardStatus board, ToDoubleFunction<TlsView> value) {
        return Spread.of(board.tls().stream().map(one -> value.applyAsDouble(one)).toList())
                .orElse(null);
    }

    private RoundTrip roundTrip(BoardStatus board) {
        RoundTrips.OfBoard kept = roundTrips.of(board.id());
        return new RoundTrip(
                board.id(),
                board.transport(),
                Spread.of(kept.millis()).orElse(null),
                kept.unanswered());
    }

    private static List<Change> buffers(List<BoardStatus> boards) {
        List<Change> changes = new ArrayList<>();
        for (BoardStatus board : boards) {
            if (!board.tls().isEmpty()) {
                TlsView last = board.tls().getLast();
                int saved = last.memorySteadyBytes() - last.memoryFittingBytes();
                changes.add(
                        new Change(
                                board.id() + ": record buffers no larger than needed",
                                saved
                                        + " bytes of memory less while connected; the longest record"
                                        + " had "
                                        + last.largestRecordBytes()
                                        + " bytes",
                                "computed",
                                "the estimate of docs/reference/board-errors.md; RFC 8449 tells"
                                        + " the broker the limit"));
            }
        }
        return changes;
    }
}
