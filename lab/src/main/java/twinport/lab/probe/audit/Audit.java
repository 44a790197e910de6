// SPDX-License-Identifier: MIT
package twinport.lab.probe.audit;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import twinport.findings.check.BrokerProbeFacts;
import twinport.findings.check.BrokerProbeFacts.Attempt;
import twinport.findings.check.BrokerProbeFacts.MqttPort;
import twinport.findings.check.BrokerProbeFacts.TlsPort;

/// Asks a broker from outside what it allows, with a counted number of connections.
public final class Audit {
    private final AuditSettings settings;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final Consumer<String> progress;
    private final Optional<Line> plain;
    private final Optional<Line> tls;

    /// @param progress is told what comes next
    public Audit(
            AuditSettings settings,
            InstantSource clock,
            RandomGenerator random,
            Consumer<String> progress) {
        this.settings = settings;
        this.clock = clock;
        this.random = random;
        this.progress = progress;
        boolean both = settings.plainPort().isPresent() && settings.tlsPort().isPresent();
        int share = both ? settings.connectionsMax() / 5 : settings.connectionsMax();
        this.plain =
                settings.plainPort().isPresent()
                        ? Optional.of(
                                line(
                                        settings.plainPort().getAsInt(),
                                        both ? share : settings.connectionsMax()))
                        : Optional.empty();
        this.tls =
                settings.tlsPort().isPresent()
                        ? Optional.of(
                                line(
                                        settings.tlsPort().getAsInt(),
                                        both
                                                ? settings.connectionsMax() - share
                                                : settings.connectionsMax()))
                        : Optional.empty();
    }

    private Line line(int port, int connections) {
        return new Line(
                new InetSocketAddress(settings.address(), port), settings.patience(), connections);
    }

    /// What an audit came to.
    ///
    /// @param unreached ports that could not be asked, and why, a line each
    /// @param connections made
    public record Result(BrokerProbeFacts facts, List<String> unreached, int connections) {}

    /// @throws AuditException if no port can be reached
    public Result run() throws AuditException {
        List<String> unreached = new ArrayList<>();
        List<MqttPort> ports = new ArrayList<>();
        Optional<TlsPort> tlsPort = Optional.empty();
        Attempt crossing = Attempt.unknown("only one port was asked");
        try {
            boolean hasPlain = plain.isPresent() && reachable(plain.get(), unreached);
            boolean hasTls = tls.isPresent() && reachable(tls.get(), unreached);
            if (!hasPlain && !hasTls) {
                throw new AuditException(
                        AuditException.Kind.UNREACHED,
                        "no port of "
                                + settings.host()
                                + " could be reached: "
                                + String.join("; ", unreached));
            }
            if (hasTls) {
                progress.accept("MQTT over TLS");
                ports.add(mqtt(tls.get(), true));
            }
            if (hasPlain) {
                progress.accept("MQTT in clear");
                ports.add(mqtt(plain.get(), false));
            }
            if (hasPlain && hasTls) {
                progress.accept("from TLS to clear");
                crossing =
                        new Crossing(settings, door(tls.get(), true), door(plain.get(), false))
                                .ask();
            }
            if (hasTls) {
                progress.accept("TLS");
                tlsPort =
                        Optional.of(new TlsAudit(settings, tls.get(), serverName(), random).ask());
            }
        } catch (Line.SpentException e) {
            unreached.add(e.getMessage() + ": what is missing was not asked");
        } catch (IOException e) {
            unreached.add("the audit ended early: " + e.getMessage());
        } catch (GeneralSecurityException e) {
            throw new AuditException(
                    AuditException.Kind.TLS,
                    "the certificates given cannot be used: " + e.getMessage());
        }
        BrokerProbeFacts facts =
                new BrokerProbeFacts(
                        settings.host(),
                        clock.instant(),
                        settings.address().isLoopbackAddress(),
                        tlsPort,
                        ports,
                        crossing);
        return new Result(facts, unreached, made());
    }

    private int made() {
        return plain.map(Line::made).orElse(0) + tls.map(Line::made).orElse(0);
    }

    private boolean reachable(Line line, List<String> unreached) {
        try {
            line.connect().close();
            return true;
        } catch (IOException e) {
            unreached.add(settings.host() + ":" + line.server().getPort() + ": " + e.getMessage());
            return false;
        }
    }

    private MqttPort mqtt(Line line, boolean secure) throws IOException, GeneralSecurityException {
        String address = settings.host() + ":" + line.server().getPort();
        return new MqttAudit(address, secure, door(line, secure), settings.accounts()).ask();
    }

    private MqttAudit.Door door(Line line, boolean secure)
            throws GeneralSecurityException, IOException {
        return secure
                ? new SecureDoor(settings, line, serverName())
                : new PlainDoor(settings, line);
    }

    /// RFC 6066 §3: addresses are not sent.
    private Optional<String> serverName() {
        try {
            InetAddress.ofLiteral(settings.host());
            return Optional.empty();
        } catch (IllegalArgumentException name) {
            return Optional.of(settings.host());
        }
    }
}
