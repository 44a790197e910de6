// SPDX-License-Identifier: MIT
package twinport.lab;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import twinport.lab.commands.CommandRecord;
import twinport.lab.history.History;
import twinport.lab.history.HistoryException;

/// A running lab, as page and terminal see it. All methods may be called from any thread.
public interface LabControl {
    LabSnapshot snapshot();

    /// Calls the sink for each event, on one thread, in order. The sink must not block.
    ///
    /// @return closes the subscription
    AutoCloseable listen(Consumer<? super LabEvent> sink);

    /// Sets what a board's DHT22 measures.
    ///
    /// @throws UnknownBoardException no such board
    /// @throws IllegalArgumentException outside -40 to 80 °C or 0 to 100 %
    void sensor(String board, double celsius, double humidityPercent);

    /// Turns a control of a part on a board's bench: see docs/reference/parts.md.
    ///
    /// @throws UnknownBoardException no such board
    /// @throws IllegalArgumentException no such part or control, or a value outside its range
    void control(String board, String part, String control, double value);

    /// What is broken on purpose at a board and its network, and the means to break and mend it.
    ///
    /// @throws UnknownBoardException no such board
    BoardFaults faults(String board);

    /// Publishes `<site>/<board>/cmd/<name>` and waits for its answer, without blocking the caller.
    ///
    /// @throws UnknownBoardException no such board
    CompletableFuture<CommandOutcome> command(
            String board, String name, String value, Duration timeout);

    /// The commands that passed the broker, the lab's own and others', newest first; the latest
    /// [CommandLedger#RECORDS_MAX] of both.
    List<CommandRecord> commands();

    /// What was denied last, newest first.
    List<LabEvent.Denied> denials();

    void startBoard(String board);

    void stopBoard(String board);

    void restartBoard(String board);

    /// What the board wrote on its serial line, as far as it is kept.
    String serial(String board);

    CertificateDesk certificates();

    /// Who may come to the broker, and what they may do there.
    List<IdentityView> identities();

    /// What may be made wrong at the broker on purpose.
    Experiments experiments();

    /// Publishes as the lab itself; returns when the broker has the message.
    ///
    /// @throws IllegalArgumentException the topic can't be published to
    void publish(Outgoing message);

    BrokerCounts counts();

    /// What crossed the wire so far, without keys; empty for a lab without a tap.
    Optional<WireFacts> wireFacts();

    /// Opens what this run and those before kept. The caller closes it.
    ///
    /// @throws HistoryException it can't be had just now, or nothing is kept
    History history() throws HistoryException;

    /// Writes a whole capture of the run so far.
    ///
    /// @param withSecrets with the TLS secrets, if this run logs them
    /// @throws IllegalStateException this lab runs without a tap
    void capture(OutputStream out, boolean withSecrets) throws IOException;
}
