// SPDX-License-Identifier: MIT
package twinport.lab;

import java.io.IOException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import twinport.broker.Broker;
import twinport.broker.BrokerEvent;
import twinport.broker.BrokerException;
import twinport.broker.Side;
import twinport.pki.CertificateAuthority;
import twinport.pki.CertificateFlaw;
import twinport.pki.Credentials;
import twinport.pki.PkiException;
import twinport.pki.RevocationReason;
import twinport.pki.StoreFiles;

/// Certificates of a lab: shown, renewed and withdrawn, with a running broker or without. Every
/// change leaves a line in the audit trail. Methods may be called from any thread.
public final class CertificateDesk {
    /// The broker's own name in lists and requests; no device can have it: it is no identity.
    public static final String SERVER = "@server";

    /// A certificate as it is shown.
    ///
    /// @param withdrawn why and since when, if it was withdrawn
    public record View(
            String name,
            String serial,
            Instant notBefore,
            Instant notAfter,
            long daysLeft,
            Optional<String> withdrawn) {}

    /// What a revocation did.
    ///
    /// @param certificates withdrawn now
    /// @param connections ended
    /// @param millis from the call until the connections were cut
    public record Revoked(String name, int certificates, int connections, long millis) {}

    /// A broker that runs, and the files it has its own certificate from.
    public record Live(Broker broker, StoreFiles stores) {}

    private final CertificateAuthority ca;
    private final Optional<Live> live;
    private final AuditTrail audit;
    private final InstantSource clock;

    public CertificateDesk(
            CertificateAuthority ca, Optional<Live> live, AuditTrail audit, InstantSource clock) {
        this.ca = ca;
        this.live = live;
        this.audit = audit;
        this.clock = clock;
    }

    /// The broker's certificate first, then the devices' by name.
    public List<View> list() throws IOException {
        List<View> views = new ArrayList<>();
        ca.serverCertificate().ifPresent(one -> views.add(view(SERVER, one)));
        for (String device : ca.devices()) {
            ca.deviceCertificate(device).ifPresent(one -> views.add(view(device, one)));
        }
        return views;
    }

    private View view(String name, X509Certificate one) {
        Instant end = one.getNotAfter().toInstant();
        return new View(
                name,
                one.getSerialNumber().toString(16),
                one.getNotBefore().toInstant(),
                end,
                Duration.between(clock.instant(), end).toDays(),
                ca.withdrawn(one));
    }

    /// Withdraws all certificates of a device and ends its connections.
    ///
    /// @throws PkiException the device has none
    public Revoked revoke(String device, RevocationReason reason, String who) throws IOException {
        long begin = System.nanoTime();
        int certificates;
        try {
            certificates = ca.revoke(device, reason);
        } catch (IOException e) {
            audit.write(who, "revoke", device, "failed: " + e.getMessage());
            throw e;
        }
        int connections = live.map(one -> one.broker().disconnect(device)).orElse(0);
        long millis = Duration.ofNanos(System.nanoTime() - begin).toMillis();
        audit.write(
                who,
                "revoke",
                device,
                certificates
                        + " certificates withdrawn ("
                        + reason
                        + "), "
                        + connections
                        + " connections ended within "
                        + millis
                        + " ms");
        return new Revoked(device, certificates, connections, millis);
    }

    /// A CONNECT may have been judged just before its certificate was withdrawn, and be let in just
    /// after: such a latecomer is ended here.
    void came(BrokerEvent.Connected connected) {
        if (connected.transport().side() != Side.TLS || live.isEmpty()) {
            return;
        }
        try {
            boolean out =
                    ca.deviceCertificate(connected.identity()).flatMap(ca::withdrawn).isPresent();
            if (out) {
                live.get().broker().disconnect(connected.identity());
            }
        } catch (IOException | IllegalArgumentException e) {
            System.getLogger(CertificateDesk.class.getName())
                    .log(System.Logger.Level.WARNING, "the certificate can't be looked up", e);
        }
    }

    /// A new key and certificate. For [#SERVER] the running broker shows it to whoever connects
    /// from now on, and no connection is ended; a device has to be given its own.
    ///
    /// @throws PkiException there is none to renew
    /// @throws LabException the running broker does not take it
    public View renew(String name, String who) throws IOException, LabException {
        X509Certificate made;
        try {
            made = name.equals(SERVER) ? renewServer() : renewDevice(name);
        } catch (BrokerException e) {
            audit.write(who, "renew", name, "failed: " + e.getMessage());
            throw new LabException(String.valueOf(e.getMessage()), e.hint(), e);
        } catch (IOException e) {
            audit.write(who, "renew", name, "failed: " + e.getMessage());
            throw e;
        }
        View view = view(name, made);
        audit.write(who, "renew", name, "serial " + view.serial() + " until " + view.notAfter());
        return view;
    }

    /// Lets the running broker show a certificate with a flaw, for a test of what devices look at,
    /// to whoever connects from now on; no connection is ended. [CertificateFlaw#NONE] brings the
    /// broker's own back. Nothing of it lasts over a restart of the lab.
    ///
    /// @throws LabException the running broker does not take it
    /// @throws IllegalStateException no broker runs
    public void show(CertificateFlaw flaw, String who) throws IOException, LabException {
        Live running = live.orElseThrow(() -> new IllegalStateException("no broker runs"));
        try {
            Credentials shown =
                    flaw == CertificateFlaw.NONE
                            ? ca.presentServer()
                                    .orElseThrow(
                                            () -> new PkiException("the broker has no certificate"))
                            : ca.badServerCertificates().with(flaw);
            running.stores().write(shown, List.of(ca.certificate()));
            running.broker().reloadCertificates();
        } catch (BrokerException e) {
            audit.write(who, "show", flaw.name(), "failed: " + e.getMessage());
            throw new LabException(String.valueOf(e.getMessage()), e.hint(), e);
        }
        audit.write(who, "show", flaw.name(), "to whoever connects from now on");
    }

    private X509Certificate renewDevice(String name) throws IOException {
        if (ca.deviceCertificate(name).isEmpty()) {
            throw new PkiException("'" + name + "' has no certificate of this CA");
        }
        return ca.renewDevice(name).certificate();
    }

    private X509Certificate renewServer() throws IOException, BrokerException {
        var made = ca.renewServer();
        if (live.isPresent()) {
            live.get().stores().write(made, List.of(ca.certificate()));
            live.get().broker().reloadCertificates();
        }
        return made.certificate();
    }

    /// What was withdrawn, for those who check by themselves (RFC 5280 §5).
    public String crlPem() {
        return ca.crlPem();
    }
}
