// SPDX-License-Identifier: MIT
package twinport.lab.probe.impostor;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import twinport.findings.check.DeviceProbeFacts.Row;

/// How an impostor behaves.
///
/// @param rows in the order in which they are shown
/// @param patience for the device's next word
/// @param rowPatience for the device to come, in each row
/// @param total after which all ends
/// @param forward a broker on this computer to which accepted connections are passed on, in clear
/// @param held how long one is passed on while rows are left
public record ImpostorSettings(
        InetAddress bind,
        int port,
        List<Row> rows,
        Duration patience,
        Duration rowPatience,
        Duration total,
        Optional<InetSocketAddress> forward,
        Duration held) {
    /// Connections without a word that a row bears.
    static final int EMPTY_CONNECTIONS_MAX = 16;

    /// A connection that is not passed on lives at most so long.
    static final Duration CONNECTION_MAX = Duration.ofSeconds(60);

    public ImpostorSettings {
        rows = List.copyOf(rows);
        if (forward.isPresent() && !forward.get().getAddress().isLoopbackAddress()) {
            throw new IllegalArgumentException("what is passed on is in clear: loopback only");
        }
    }

    /// The rows that tell the most.
    public static List<Row> quick() {
        return List.of(Row.GOOD, Row.UNKNOWN_CA, Row.WRONG_NAME, Row.EXPIRED, Row.NOT_YET_VALID);
    }
}
