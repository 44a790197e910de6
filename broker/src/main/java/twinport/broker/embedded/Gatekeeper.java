// SPDX-License-Identifier: MIT
package twinport.broker.embedded;

import com.hivemq.extension.sdk.api.client.parameter.ClientTlsInformation;
import com.hivemq.extension.sdk.api.client.parameter.ConnectionInformation;
import com.hivemq.extension.sdk.api.packets.connect.ConnectPacket;
import io.netty.channel.Channel;
import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import twinport.broker.BrokerEvent.Refusal;
import twinport.broker.BrokerEvent.Transport;
import twinport.broker.BrokerSettings;
import twinport.broker.Message.Sender;
import twinport.broker.Rights;
import twinport.broker.Rights.Grant;
import twinport.broker.Side;
import twinport.broker.embedded.Verdict.Admitted;
import twinport.broker.embedded.Verdict.Rejected;
import twinport.pki.CertificateAuthority;

/// Decides who a CONNECT is from and whether it may come in. Asks no one but the settings: whether
/// the client id's session is another's is asked by who calls.
final class Gatekeeper {
    /// Password hashes computed at one time: more would take the broker's CPU from its clients.
    private static final int HASHES_AT_ONCE = 2;

    private final BrokerSettings settings;
    private final Supplier<Rights> rights;
    private final InstantSource clock;
    private final String probe;
    private final Semaphore hashing = new Semaphore(HASHES_AT_ONCE);

    /// @param probe the client id by which our own look at a listener is known
    Gatekeeper(
            BrokerSettings settings, Supplier<Rights> rights, InstantSource clock, String probe) {
        this.settings = settings;
        this.rights = rights;
        this.clock = clock;
        this.probe = probe;
    }

    /// Who somebody is, once that is clear.
    private record Proved(String identity, boolean open) {}

    private static final class Refusing extends Exception {
        private static final long serialVersionUID = 1L;
        private final transient Rejected verdict;

        Refusing(String who, Refusal rule, String why) {
            super(why, null, false, false);
            verdict = new Rejected(who, rule, why);
        }
    }

    Verdict judge(ConnectPacket packet, ConnectionInformation connection, Channel channel) {
        if (packet.getClientId().equals(probe)) {
            return new Verdict.Probe();
        }
        try {
            InetSocketAddress peer = peer(channel);
            if (packet.getAuthenticationMethod().isPresent()) {
                throw new Refusing(
                        "",
                        Refusal.CREDENTIALS,
                        "the authentication method '"
                                + packet.getAuthenticationMethod().get()
                                + "' is not known here (MQTT 5.0 section 4.12)");
            }
            Optional<ClientTlsInformation> tls = connection.getClientTlsInformation();
            Transport transport =
                    tls.<Transport>map(one ->
                                    new Transport.Tls(one.getProtocol(), one.getCipherSuite()))
                            .orElseGet(Transport.Plain::new);
            Proved who =
                    tls.isPresent()
                            ? overTls(packet, channel, tls.get())
                            : overPlain(packet, channel);
            requireClientId(packet.getClientId(), who);
            Session session =
                    new Session(
                            who.identity,
                            who.open,
                            packet.getClientId(),
                            peer,
                            transport,
                            packet.getSessionExpiryInterval() > 0,
                            will(packet, who, tls.isPresent() ? Side.TLS : Side.PLAIN),
                            channel);
            requireRights(session);
            return new Admitted(session);
        } catch (Refusing refusing) {
            return refusing.verdict;
        }
    }

    /// The client's own address, if the connection came the right way.
    Optional<InetSocketAddress> trueClient(Channel channel) {
        return ClientChannel.source(channel).flatMap(settings.origins());
    }

    private InetSocketAddress peer(Channel channel) throws Refusing {
        Optional<InetSocketAddress> source = ClientChannel.source(channel);
        return source.flatMap(settings.origins())
                .orElseThrow(() ->
                        new Refusing(
                                "",
                                Refusal.ORIGIN,
                                "the connection from "
                                        + source.map(InetSocketAddress::toString).orElse("?")
                                        + " did not come through the tap; connect to the"
                                        + " lab's public port"));
    }

    private Proved overTls(ConnectPacket packet, Channel channel, ClientTlsInformation tls)
            throws Refusing {
        Optional<X509Certificate> certificate = tls.getClientCertificate();
        if (certificate.isEmpty()) {
            boolean needed =
                    settings.tls()
                            .map(one -> one.clientCertificate())
                            .filter(mode -> mode != BrokerSettings.ClientCertificate.REQUIRED)
                            .isEmpty();
            boolean stranger = packet.getUserName().isEmpty();
            if (!needed && stranger && rights.get().strangers().isPresent()) {
                return stranger(packet, channel);
            }
            if (needed || stranger) {
                throw new Refusing(
                        packet.getUserName().orElse(""),
                        Refusal.NO_CERTIFICATE,
                        "the TLS side asks for a client certificate"
                                + (needed ? "" : " or a user name and password"));
            }
            return byPassword(packet, packet.getUserName().get());
        }
        String name =
                CertificateAuthority.commonName(certificate.get())
                        .filter(Gatekeeper::isName)
                        .orElseThrow(() ->
                                new Refusing(
                                        "",
                                        Refusal.NO_CERTIFICATE,
                                        "the client certificate has no common name that can"
                                                + " be an identity"));
        Optional<String> withdrawn = settings.withdrawn().apply(certificate.get());
        if (withdrawn.isPresent()) {
            throw new Refusing(name, Refusal.CERTIFICATE_WITHDRAWN, withdrawn.get());
        }
        return new Proved(name, false);
    }

    private Proved overPlain(ConnectPacket packet, Channel channel) throws Refusing {
        if (packet.getUserName().isPresent()) {
            return byPassword(packet, packet.getUserName().get());
        }
        return stranger(packet, channel);
    }

    private Proved stranger(ConnectPacket packet, Channel channel) throws Refusing {
        String id = packet.getClientId();
        if (!settings.open() && rights.get().fleet().grant(Side.PLAIN, id).isEmpty()) {
            throw new Refusing(
                    id, Refusal.NOT_OPEN, "the plain side asks for a user name and a password");
        }
        if (packet.getPassword().isPresent()) {
            throw new Refusing(id, Refusal.CREDENTIALS, "a password without a user name");
        }
        if (ClientChannel.idWasAssigned(channel) || !isName(id)) {
            throw new Refusing(
                    id,
                    Refusal.CLIENT_ID,
                    "without credentials the client id is the name: not empty, without '/', '+',"
                            + " '#' and control characters");
        }
        if (isKnown(id) && rights.get().strangers().isEmpty()) {
            throw new Refusing(
                    id, Refusal.CLIENT_ID, "'" + id + "' is an identity: show its credentials");
        }
        return new Proved(id, true);
    }

    private Proved byPassword(ConnectPacket packet, String user) throws Refusing {
        byte[] password = packet.getPassword().map(Packets::bytes).orElse(new byte[0]);
        hashing.acquireUninterruptibly();
        boolean right;
        try {
            right = settings.passwords().matches(user, password);
        } finally {
            hashing.release();
        }
        if (!right || !isName(user)) {
            throw new Refusing(user, Refusal.CREDENTIALS, "user name or password is wrong");
        }
        return new Proved(user, false);
    }

    private void requireClientId(String clientId, Proved who) throws Refusing {
        if (clientId.codePoints().anyMatch(Character::isISOControl)) {
            throw new Refusing(
                    who.identity, Refusal.CLIENT_ID, "the client id has a control character");
        }
        if (!clientId.equals(who.identity) && isKnown(clientId)) {
            throw new Refusing(
                    who.identity,
                    Refusal.CLIENT_ID_TAKEN,
                    "the client id '" + clientId + "' is the name of another identity");
        }
    }

    private void requireRights(Session session) throws Refusing {
        Rights now = rights.get();
        Grant grant =
                session.grant(now)
                        .orElseThrow(() ->
                                new Refusing(
                                        session.identity(),
                                        Refusal.UNKNOWN_IDENTITY,
                                        "'" + session.identity() + "' has no rights here"));
        if (session.will().isPresent()) {
            String topic = session.will().get().message().topic();
            Optional<String> denial = now.publishDenial(grant, session.transport().side(), topic);
            if (denial.isPresent()) {
                throw new Refusing(
                        session.identity(),
                        Refusal.WILL,
                        "its last will goes to '" + topic + "': " + denial.get());
            }
        }
    }

    private Optional<Session.Will> will(ConnectPacket packet, Proved who, Side side) {
        Sender sender = new Sender(who.identity, packet.getClientId(), Optional.of(side));
        return packet.getWillPublish()
                .map(one ->
                        new Session.Will(
                                Packets.message(one, sender, clock.instant()), one.getWillDelay()));
    }

    private boolean isKnown(String name) {
        return rights.get().of(name).isPresent() || settings.passwords().users().contains(name);
    }

    /// One level of a topic, so that a name can stand in a filter.
    private static boolean isName(String text) {
        return !text.isEmpty()
                && text.codePoints()
                        .noneMatch(
                                c -> c == '/' || c == '+' || c == '#' || Character.isISOControl(c));
    }
}
