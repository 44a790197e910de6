// SPDX-License-Identifier: MIT
package twinport.lab;

import java.util.List;
import java.util.Map;

/// What a run came to: the file of `up --report`.
///
/// @param dropped messages that did not reach a client that should have got them
/// @param failures why the run is not called good; empty if it is
public record LabReport(
        String name,
        List<Board> boards,
        Capture capture,
        History history,
        long dropped,
        List<String> failures) {

    /// @param tls what its last TLS connections took
    public record Board(
            String id,
            String firmware,
            String transport,
            String state,
            long published,
            long received,
            long commandsSent,
            long commandsAnswered,
            long restarts,
            List<TlsView> tls) {}

    /// @param ports by public port, what an eavesdropper without keys finds in the file
    public record Capture(String path, long frames, Map<String, Port> ports) {}

    /// @param place where the messages are kept; empty if nowhere
    /// @param stored messages that are there for sure
    /// @param lost messages that could not be stored in time
    public record History(String place, String run, long stored, long lost) {}

    /// @param readable PUBLISH packets in clear
    /// @param sealed TLS application data records
    public record Port(long readable, long sealed) {}
}
