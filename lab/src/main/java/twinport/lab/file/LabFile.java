// SPDX-License-Identifier: MIT
package twinport.lab.file;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import twinport.board.part.Placement;
import twinport.capture.segment.LinkLayer;
import twinport.lab.Transport;

/// What a lab file asks for. The keys are described in docs/reference/lab-file.md.
///
/// @param source the file it was read from
/// @param sitesApart whether each port reaches its own site only; false is the trap in which the
///   broker hands TLS messages to plain subscribers
/// @param fleet how many devices of `twinport simulate` may come; 0 for none
public record LabFile(
        Path source,
        String name,
        Optional<PlainPort> plain,
        Optional<TlsPort> tls,
        Tap tap,
        boolean sitesApart,
        List<BoardEntry> boards,
        List<IdentityEntry> identities,
        Net net,
        int fleet) {

    /// Names of servers (RFC 1123 §2.1), as far as a certificate may hold them.
    public static final String HOST_PATTERN = "[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?";

    /// The same with another network.
    public LabFile withNet(Net other) {
        return new LabFile(
                source, name, plain, tls, tap, sitesApart, boards, identities, other, fleet);
    }

    /// The same with so many devices of a fleet.
    public LabFile withFleet(int other) {
        return new LabFile(
                source, name, plain, tls, tap, sitesApart, boards, identities, net, other);
    }

    /// What boards reach.
    ///
    /// @param mapped names of servers for which the lab's CA stands in for the firmware's own; the
    ///   broker's certificate has these names too
    public record Net(Reach reach, List<String> mapped) {
        /// Everything leads to the lab.
        public static final Net LAB = new Net(Reach.LAB, List.of());

        public Net {
            mapped = List.copyOf(mapped);
        }
    }

    /// How far a board's connections go.
    public enum Reach {
        /// Every name is known, and brokers' ports lead to the lab; nothing else is reached.
        LAB,
        /// The lab, and beyond it whatever this computer reaches.
        REAL
    }

    /// @param open whether clients without credentials may use `plain/<client id>/#`
    /// @param everyTopic whether these clients may use every topic instead, as on the public
    ///   brokers of the Internet, and on the TLS port too where it asks for no certificate
    public record PlainPort(int port, boolean open, boolean everyTopic) {}

    public record TlsPort(int port, ClientCertificate clientCertificate) {}

    /// Whether a client on the TLS port must show a certificate.
    public enum ClientCertificate {
        REQUIRED,
        OPTIONAL,
        NONE
    }

    /// @param limitBytes how much the captures of a run may take together
    /// @param link what the captured frames look like below IP
    public record Tap(boolean on, long limitBytes, LinkLayer link) {}

    /// @param firmware folder with a sketch or a `main.py`, or one of these files
    /// @param watch the board whose readings it shows, if any
    /// @param parts what is wired to it
    /// @param start whether it starts with the lab
    /// @param faults what is broken from the start: docs/reference/faults.md
    public record BoardEntry(
            String id,
            Path firmware,
            Transport transport,
            Optional<String> watch,
            List<Placement> parts,
            boolean start,
            List<String> publish,
            List<String> subscribe,
            List<String> faults) {
        /// The first level of its topics.
        public String site() {
            return siteOf(transport);
        }
    }

    /// Somebody who is no board of this lab: a person's client, a real ESP32.
    public record IdentityEntry(String name, List<String> publish, List<String> subscribe) {}

    /// The first level of every topic on this side.
    public static String siteOf(Transport transport) {
        return switch (transport) {
            case PLAIN -> "plain";
            case TLS -> "secure";
        };
    }
}
