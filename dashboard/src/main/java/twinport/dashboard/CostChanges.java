// SPDX-License-Identifier: MIT
package twinport.dashboard;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import twinport.dashboard.CostApi.Change;
import twinport.dashboard.WireCost.Handshakes;
import twinport.dashboard.WireCost.Messages;
import twinport.findings.check.CaptureFacts.Connection;
import twinport.findings.check.CaptureFacts.Tls;
import twinport.lab.Transport;
import twinport.wire.tls.HandshakeMessage;

/// What resumption, another cipher suite or another way of writing would change: measured where
/// this run has it, else computed from what it has, with the rule it follows from.
final class CostChanges {
    private static final String MEASURED = "measured";
    private static final String COMPUTED = "computed";
    private static final String NOT_MEASURED = "not measured";

    /// What a record takes beyond what it holds.
    ///
    /// @param bytes header, nonce or content type, and tag
    private record Seal(String suite, int bytes, String source) {}

    private static final List<Seal> SEALS =
            List.of(
                    new Seal("AES-GCM in TLS 1.2", 5 + 8 + 16, "RFC 5288 §3"),
                    new Seal("ChaCha20-Poly1305 in TLS 1.2", 5 + 16, "RFC 7905 §2"),
                    new Seal("AES-CCM-8 in TLS 1.2", 5 + 8 + 8, "RFC 6655 §3"),
                    new Seal("any usual suite of TLS 1.3", 5 + 1 + 16, "RFC 8446 §5.2"),
                    new Seal("AES-CCM-8 in TLS 1.3", 5 + 1 + 8, "RFC 8446 §5.2 and B.4"));

    private final WireCost wire;

    CostChanges(WireCost wire) {
        this.wire = wire;
    }

    List<Change> list() {
        List<Change> changes = new ArrayList<>();
        resumption(changes);
        suites(changes);
        return changes;
    }

    private void resumption(List<Change> changes) {
        List<Handshakes> all = wire.handshakes();
        for (Handshakes full : all) {
            if (full.resumed()) {
                continue;
            }
            all.stream()
                    .filter(one -> one.resumed() && one.client().equals(full.client()))
                    .findFirst()
                    .ifPresentOrElse(
                            resumed -> changes.add(measured(full, resumed)),
                            () -> changes.add(computed(full)));
        }
    }

    private static Change measured(Handshakes full, Handshakes resumed) {
        return new Change(
                full.client() + ": sessions resumed",
                String.format(
                        Locale.ROOT,
                        "%.0f bytes instead of %.0f, %.1f ms instead of %.1f ms (medians of %d and"
                                + " %d handshakes)",
                        bytes(resumed),
                        bytes(full),
                        resumed.millis().median(),
                        full.millis().median(),
                        resumed.millis().n(),
                        full.millis().n()),
                MEASURED,
                "handshakes of this run");
    }

    private static double bytes(Handshakes handshakes) {
        return handshakes.clientBytes().median() + handshakes.serverBytes().median();
    }

    private Change computed(Handshakes full) {
        Integer certificates = certificates(full.client());
        if (certificates == null) {
            return new Change(
                    full.client() + ": sessions resumed",
                    "no certificates and no signatures in the handshake; how much less that is"
                            + " cannot be seen, because they were sealed, and no handshake of this"
                            + " run was resumed",
                    NOT_MEASURED,
                    "RFC 8446 §2.2");
        }
        return new Change(
                full.client() + ": sessions resumed",
                String.format(
                        Locale.ROOT,
                        "at least %d of %.0f handshake bytes less, since no certificates are sent;"
                                + " its time is not measured: no handshake of this run was resumed",
                        certificates,
                        bytes(full)),
                COMPUTED,
                "RFC 5246 §7.3; certificates of this run, DER bytes");
    }

    /// Bytes of the certificates that both ends showed in clear; null where none were seen.
    private @Nullable Integer certificates(String client) {
        for (Connection connection : wire.facts().connections().reversed()) {
            Tls tls = connection.tls();
            if (tls != null && wire.name(connection).equals(client)) {
                HandshakeMessage.Certificates server = tls.facts().serverCertificates();
                HandshakeMessage.Certificates own = tls.facts().clientCertificates();
                if (server != null) {
                    return bytes(server) + (own == null ? 0 : bytes(own));
                }
            }
        }
        return null;
    }

    private static int bytes(HandshakeMessage.Certificates shown) {
        return shown.chain().stream().mapToInt(one -> one.length).sum();
    }

    private void suites(List<Change> changes) {
        Set<String> done = new LinkedHashSet<>();
        for (Messages messages : wire.messages()) {
            var records = messages.records();
            if (messages.transport() != Transport.TLS
                    || !messages.fromClient()
                    || records == null
                    || !done.add(messages.client())) {
                continue;
            }
            double now = messages.wireBytes().median() - messages.mqttBytes().median();
            for (Seal seal : SEALS) {
                double then = seal.bytes() * records.median();
                if (then == now) {
                    continue; // as it is
                }
                changes.add(
                        new Change(
                                messages.client() + " with " + seal.suite(),
                                String.format(
                                        Locale.ROOT,
                                        "%.0f bytes of seal a message instead of %.0f (%d a record,"
                                                + " %.0f records); its time is not measured",
                                        then,
                                        now,
                                        seal.bytes(),
                                        records.median()),
                                COMPUTED,
                                seal.source()));
            }
            if (records.median() > 1) {
                changes.add(
                        new Change(
                                messages.client() + ": each packet written in one go",
                                String.format(
                                        Locale.ROOT,
                                        "%.0f bytes of seal a message instead of %.0f: one record"
                                                + " instead of %.0f, and the lengths of topic and"
                                                + " payload no longer show",
                                        now / records.median(),
                                        now,
                                        records.median()),
                                COMPUTED,
                                "records of this run"));
            }
        }
    }
}
