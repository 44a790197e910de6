// SPDX-License-Identifier: MIT
package twinport.lab;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import twinport.broker.Broker;
import twinport.broker.BrokerEvent;
import twinport.broker.Side;
import twinport.lab.file.LabFile;
import twinport.lab.file.LabFile.BoardEntry;
import twinport.pki.CertificateFlaw;

/// Experiments with a lab's own broker.
final class BrokerExperiments implements Experiments, AutoCloseable {
    /// What it works with.
    ///
    /// @param listener from where [Experiments#LISTENER] comes
    /// @param password of the listener
    record Means(
            LabFile file,
            Broker broker,
            CertificateDesk desk,
            PublicPorts ports,
            InetAddress listener,
            String password,
            EventHub events,
            AuditTrail audit,
            InstantSource clock) {}

    private final Means means;
    private final List<String> boards;
    private final Set<String> came = ConcurrentHashMap.newKeySet();

    /// Read without waiting for an experiment that is just being set up.
    private volatile Now now;

    /// @param trapSince null while the trap is off
    private record Now(
            @Nullable Instant trapSince,
            @Nullable TrapListener listener,
            CertificateFlaw flaw,
            @Nullable Instant shownSince) {
        Now withTrap(@Nullable Instant since, @Nullable TrapListener listens) {
            return new Now(since, listens, flaw, shownSince);
        }

        Now withShown(CertificateFlaw shown, Instant since) {
            return new Now(trapSince, listener, shown, since);
        }

        boolean listening() {
            return listener != null && listener.listening();
        }
    }

    BrokerExperiments(Means means) {
        this.means = means;
        Instant trapSince = means.file().sitesApart() ? null : means.clock().instant();
        this.now = new Now(trapSince, null, CertificateFlaw.NONE, null);
        this.boards =
                means.file().boards().stream()
                        .filter(board -> board.transport() == Transport.TLS)
                        .map(BoardEntry::id)
                        .toList();
        means.broker().listen(this::happened);
    }

    @Override
    public State state() {
        Now is = now;
        return new State(
                new Trap(is.trapSince() != null, is.trapSince(), is.listening(), trapObstacle()),
                new Shown(
                        ShownCertificates.word(is.flaw()),
                        is.shownSince(),
                        is.flaw() != CertificateFlaw.NONE,
                        certificateObstacle(),
                        boards.stream().filter(came::contains).toList(),
                        boards.stream().filter(id -> !came.contains(id)).toList()));
    }

    private String trapObstacle() {
        if (!means.ports().hasPlain() || !means.ports().hasTls()) {
            return "this lab does not have both a plain and a TLS side";
        }
        boolean taken =
                means.file().boards().stream().anyMatch(board -> board.id().equals(LISTENER))
                        || means.file().identities().stream()
                                .anyMatch(identity -> identity.name().equals(LISTENER));
        return taken ? "somebody in the lab file is called " + LISTENER : "";
    }

    private String certificateObstacle() {
        return means.ports().hasTls() ? "" : "this lab has no TLS side";
    }

    @Override
    public synchronized State trap(boolean on, String who) throws IOException, LabException {
        refuse(trapObstacle(), "use a lab file with both sides, see docs/reference/lab-file.md");
        try {
            if (on) {
                open();
            } else {
                shut();
            }
        } catch (IOException e) {
            shut();
            means.audit().write(who, "trap", on ? "on" : "off", "failed: " + e.getMessage());
            throw new LabException(
                    "the trap's listener can't listen: " + e.getMessage(),
                    "see the broker's log in the data folder",
                    e);
        }
        means.audit().write(who, "trap", on ? "on" : "off", result(on));
        return told();
    }

    private static String result(boolean on) {
        return on
                ? LISTENER + " hears the TLS side in clear on the plain port"
                : "each side is kept to its own topics";
    }

    private void open() throws IOException {
        if (now.listening()) {
            return;
        }
        end();
        means.broker().rights(RightsTable.trapped(means.file()));
        Instant since = now.trapSince();
        var listener =
                TrapListener.open(
                        new TrapListener.Way(
                                means.listener(),
                                new InetSocketAddress(PublicPorts.LOOPBACK, means.ports().plain()),
                                LISTENER,
                                means.password(),
                                LabFile.siteOf(Transport.TLS) + "/#"));
        now = now.withTrap(since == null ? means.clock().instant() : since, listener);
    }

    /// Whoever subscribed across the sides is disconnected by the broker.
    private void shut() {
        end();
        means.broker().rights(RightsTable.apart(means.file()));
        now = now.withTrap(null, null);
    }

    private void end() {
        TrapListener listener = now.listener();
        if (listener != null) {
            listener.close();
        }
    }

    @Override
    public synchronized State show(CertificateFlaw shown, String who)
            throws IOException, LabException {
        refuse(certificateObstacle(), "use a lab file with tls:, see docs/reference/lab-file.md");
        means.desk().show(shown, who);
        boards.forEach(means.broker()::disconnect);
        came.clear();
        now = now.withShown(shown, means.clock().instant());
        return told();
    }

    private static void refuse(String obstacle, String hint) throws LabException {
        if (!obstacle.isEmpty()) {
            throw new LabException(obstacle, hint);
        }
    }

    private State told() {
        State now = state();
        means.events().publish(new LabEvent.ExperimentsChanged(now));
        return now;
    }

    private void happened(BrokerEvent event) {
        Instant since = now.shownSince();
        if (since != null
                && event instanceof BrokerEvent.Connected connected
                && connected.transport().side() == Side.TLS
                && connected.at().isAfter(since)
                && boards.contains(connected.identity())
                && came.add(connected.identity())) {
            told();
        }
    }

    @Override
    public synchronized void close() {
        end();
    }
}
