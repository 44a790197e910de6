// SPDX-License-Identifier: MIT
package twinport.lab;

import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import twinport.lab.file.LabFile;
import twinport.pki.CaPassphrase;

/// What a run is started with, beside its lab file.
///
/// @param data the data folder
/// @param cache where compiled sketches are kept between runs
/// @param searchPath where programs are looked for (clang), as in the environment's PATH
/// @param bind the address that the public ports listen on
/// @param hosts further names for the broker's certificate
/// @param mqttPort instead of the lab file's; 0 takes any free one
/// @param mqttsPort instead of the lab file's; 0 takes any free one
/// @param tap whether traffic goes through the relay tap
/// @param captureLimit instead of the lab file's, in bytes
/// @param caPassphrase what the CA's key is sealed with
public record LabSettings(
        LabFile file,
        Path data,
        Path cache,
        String searchPath,
        InetAddress bind,
        List<String> hosts,
        OptionalInt mqttPort,
        OptionalInt mqttsPort,
        boolean tap,
        Optional<Long> captureLimit,
        KeyLogging keyLogging,
        Keeping keeping,
        CaPassphrase caPassphrase) {
    public LabSettings {
        hosts = List.copyOf(hosts);
    }

    /// A lab for itself: on loopback and any free ports, its traffic captured, no keys logged, no
    /// messages kept, with a passphrase that is made beside the CA's folder.
    public static LabSettings alone(LabFile file, Path data, Path cache, String searchPath) {
        return new LabSettings(
                file,
                data,
                cache,
                searchPath,
                PublicPorts.LOOPBACK,
                List.of(),
                OptionalInt.of(0),
                OptionalInt.of(0),
                true,
                Optional.empty(),
                new KeyLogging.Off(),
                new Keeping.Nowhere(),
                CaPassphrase.madeBeside(DataFolder.pkiOf(data)));
    }

    /// Whether this run has a tap: the lab file and the command line both say yes.
    public boolean tapped() {
        return tap && file.tap().on();
    }

    /// Whether the messages of this run are kept.
    public sealed interface Keeping {
        record Nowhere() implements Keeping {}

        /// In `history.db` of the data folder.
        record InDataFolder() implements Keeping {}

        /// In a database of the user's: `jdbc:postgresql://...` or a file for SQLite.
        record At(String address) implements Keeping {}
    }

    /// Whether the TLS secrets of this run are written down.
    public sealed interface KeyLogging {
        record Off() implements KeyLogging {}

        /// As decryption secrets blocks in the capture.
        record InCapture() implements KeyLogging {}

        /// In the capture, and in a file of its own with mode 0600.
        record InFile(Path file) implements KeyLogging {}
    }
}
