// SPDX-License-Identifier: MIT
package twinport.wire.mqtt;

import org.jspecify.annotations.Nullable;

/// What the packets of one connection owe to those before them. Fed with all of them, in the order
/// they were captured.
///
/// A packet may be judged by what the other end sent shortly before, which its sender had not yet
/// received; so only rules that hold from the sender's own packets, or from the handshake, are
/// checked.
public final class ConnectionRules {
    private static final int UNLIMITED = -1;
    private static final Fault NO_CONNECT =
            new Fault(
                    0,
                    "a packet before CONNECT",
                    "MQTT 5.0 §3.1 (3.1.1 §3.1): a client's first packet is CONNECT");
    private static final Fault NO_CONNACK =
            new Fault(
                    0,
                    "a packet before CONNACK",
                    "MQTT 5.0 §3.2 (3.1.1 §3.2): a server's first packet is CONNACK, or AUTH");

    private Packet.@Nullable Connect connect;
    private Packet.@Nullable ConnAck connAck;
    private boolean clientLeft;
    private boolean serverLeft;
    private boolean whole;

    /// @param whole whether the connection's beginning was captured
    public ConnectionRules(boolean whole) {
        this.whole = whole;
    }

    /// Packets are missing: what has to come first may have come.
    public void gap() {
        whole = false;
    }

    /// How high topic aliases may be that this end sends; -1 where that was not seen.
    public int aliasMaximum(boolean fromClient) {
        Properties limits = fromClient ? serverLimits() : clientLimits();
        return limits == null
                ? UNLIMITED
                : (int) limits.number(PropertyId.TOPIC_ALIAS_MAXIMUM).orElse(0);
    }

    private @Nullable Properties clientLimits() {
        return connect == null || !five(connect) ? null : connect.properties();
    }

    private @Nullable Properties serverLimits() {
        return connAck == null || connect == null || !five(connect) ? null : connAck.properties();
    }

    private static boolean five(Packet.Connect connect) {
        return (connect.level() & 0x7f) == Version.MQTT_5_0.level();
    }

    /// The first rule that this packet breaks; null for none.
    public @Nullable Fault check(boolean fromClient, Packet packet) {
        Fault fault = order(fromClient, packet);
        if (fault == null && connect != null) {
            fault = fromClient ? ofClient(packet, connect) : ofServer(packet, connect);
        }
        remember(fromClient, packet);
        return fault;
    }

    private void remember(boolean fromClient, Packet packet) {
        switch (packet) {
            case Packet.Connect first when fromClient && connect == null -> connect = first;
            case Packet.ConnAck first when !fromClient && connAck == null -> connAck = first;
            case Packet.Disconnect _ when fromClient -> clientLeft = true;
            case Packet.Disconnect _ -> serverLeft = true;
            default -> {}
        }
    }

    /// Which packets may come when.
    private @Nullable Fault order(boolean fromClient, Packet packet) {
        if (fromClient ? clientLeft : serverLeft) {
            return new Fault(
                    0,
                    packet.type() + " after DISCONNECT",
                    "MQTT 5.0 §3.14.4 (3.1.1 §3.14.4): nothing follows it");
        }
        boolean first = packet instanceof Packet.Connect;
        if (fromClient && first && connect != null) {
            return new Fault(
                    0, "a second CONNECT", "MQTT 5.0 §3.1 (3.1.1 §3.1): once a connection");
        }
        if (fromClient && !first && connect == null) {
            return whole ? NO_CONNECT : null;
        }
        if (fromClient) {
            return null;
        }
        boolean answer = packet instanceof Packet.ConnAck;
        if (answer && connAck != null) {
            return new Fault(0, "a second CONNACK", "MQTT 5.0 §3.2: once a connection");
        }
        boolean early = !answer && connAck == null && !(packet instanceof Packet.Auth);
        return whole && early && connect != null ? NO_CONNACK : null;
    }

    private @Nullable Fault ofClient(Packet packet, Packet.Connect connected) {
        return switch (packet) {
            case Packet.ConnAck _, Packet.SubAck _, Packet.UnsubAck _, Packet.PingResp _ ->
                    wrongWay(packet, "server");
            case Packet.Publish publish -> publishOfClient(publish);
            case Packet.Disconnect disconnect -> disconnectOfClient(disconnect, connected);
            case Packet.Auth auth -> auth(auth, connected);
            default -> null;
        };
    }

    private static Fault wrongWay(Packet packet, String end) {
        return new Fault(
                0,
                packet.type() + " of the wrong end",
                "MQTT 5.0 §2.1.2 (3.1.1 §2.2.1): only a " + end + " sends it");
    }

    private @Nullable Fault publishOfClient(Packet.Publish publish) {
        if (publish.properties().length() > 0
                && publish.properties().number(PropertyId.SUBSCRIPTION_IDENTIFIER).isPresent()) {
            return new Fault(
                    0,
                    "a subscription identifier of a client",
                    "MQTT 5.0 §3.3.4: only a server sends it in PUBLISH");
        }
        Properties limits = serverLimits();
        if (limits == null) {
            return null;
        }
        long qos = limits.number(PropertyId.MAXIMUM_QOS).orElse(2);
        if (publish.qos() > qos) {
            return new Fault(
                    0,
                    "QoS " + publish.qos() + ", the server allows " + qos,
                    "MQTT 5.0 §3.2.2.3.4: not above the server's maximum QoS");
        }
        if (publish.header().retain()
                && limits.number(PropertyId.RETAIN_AVAILABLE).orElse(1) == 0) {
            return new Fault(
                    0,
                    "RETAIN, which the server does not have",
                    "MQTT 5.0 §3.2.2.3.5: not where retain is not available");
        }
        return tooLarge(publish, limits);
    }

    private static @Nullable Fault tooLarge(Packet packet, Properties limits) {
        long most = limits.number(PropertyId.MAXIMUM_PACKET_SIZE).orElse(Long.MAX_VALUE);
        int bytes = packet.header().packetBytes();
        return bytes <= most
                ? null
                : new Fault(
                        1,
                        "a packet of " + bytes + " bytes, the receiver allows " + most,
                        "MQTT 5.0 §3.1.2.11.4, §3.2.2.3.6: not above the maximum packet size");
    }

    private static @Nullable Fault disconnectOfClient(
            Packet.Disconnect disconnect, Packet.Connect connected) {
        long expiry = disconnect.properties().number(PropertyId.SESSION_EXPIRY_INTERVAL).orElse(0);
        long before = connected.properties().number(PropertyId.SESSION_EXPIRY_INTERVAL).orElse(0);
        return expiry > 0 && before == 0
                ? new Fault(
                        0,
                        "a session expiry of " + expiry + " s after one of 0",
                        "MQTT 5.0 §3.14.2.2.2: after 0 in CONNECT it stays 0")
                : null;
    }

    /// §4.12: only with the method that CONNECT names.
    private static @Nullable Fault auth(Packet.Auth auth, Packet.Connect connected) {
        String agreed = connected.properties().text(PropertyId.AUTHENTICATION_METHOD).orElse(null);
        if (agreed == null) {
            return new Fault(
                    0,
                    "AUTH, though CONNECT names no authentication method",
                    "MQTT 5.0 §4.12: none without that");
        }
        String method = auth.properties().text(PropertyId.AUTHENTICATION_METHOD).orElse(agreed);
        return method.equals(agreed)
                ? null
                : new Fault(
                        0,
                        "another authentication method than that of CONNECT",
                        "MQTT 5.0 §4.12: the same in all packets");
    }

    private @Nullable Fault ofServer(Packet packet, Packet.Connect connected) {
        if (connAck != null && connAck.reason().number() != 0) {
            return new Fault(
                    0,
                    packet.type() + " after a CONNACK that refuses",
                    "MQTT 5.0 §3.2.2.2 (3.1.1 §3.2.2.3): the server closes then");
        }
        Fault fault =
                switch (packet) {
                    case Packet.Connect _,
                            Packet.Subscribe _,
                            Packet.Unsubscribe _,
                            Packet.PingReq _ ->
                            wrongWay(packet, "client");
                    case Packet.ConnAck answer -> connAck(answer, connected);
                    case Packet.Disconnect disconnect -> disconnectOfServer(disconnect, connected);
                    case Packet.Auth auth -> auth(auth, connected);
                    default -> null;
                };
        if (fault == null && five(connected)) {
            fault = problemInformation(packet, connected);
        }
        Properties limits = clientLimits();
        return fault != null || limits == null ? fault : tooLarge(packet, limits);
    }

    private static @Nullable Fault connAck(Packet.ConnAck answer, Packet.Connect connected) {
        return answer.sessionPresent() && connected.cleanStart()
                ? new Fault(
                        answer.header().headerBytes(),
                        "session present after a clean start",
                        "MQTT 5.0 §3.2.2.1.1 (3.1.1 §3.2.2.2): session present is 0 then")
                : null;
    }

    private static @Nullable Fault disconnectOfServer(
            Packet.Disconnect disconnect, Packet.Connect connected) {
        if (!five(connected)) {
            return wrongWay(disconnect, "client");
        }
        if (disconnect.properties().number(PropertyId.SESSION_EXPIRY_INTERVAL).isPresent()) {
            return new Fault(
                    0,
                    "a session expiry of the server",
                    "MQTT 5.0 §3.14.2.2.2: a server does not send it in DISCONNECT");
        }
        return disconnect.reason().number() == 0x04
                ? new Fault(
                        disconnect.header().headerBytes(),
                        "reason code 04 of the server",
                        "MQTT 5.0 §3.14.2.1: only a client sends it")
                : null;
    }

    /// §3.1.2.11.7: a client may ask for no reasons in words.
    private static @Nullable Fault problemInformation(Packet packet, Packet.Connect connected) {
        if (connected.properties().number(PropertyId.REQUEST_PROBLEM_INFORMATION).orElse(1) != 0) {
            return null;
        }
        Properties properties =
                switch (packet) {
                    case Packet.PubAck ack -> ack.properties();
                    case Packet.PubRec ack -> ack.properties();
                    case Packet.PubRel ack -> ack.properties();
                    case Packet.PubComp ack -> ack.properties();
                    case Packet.SubAck ack -> ack.properties();
                    case Packet.UnsubAck ack -> ack.properties();
                    case Packet.Auth auth -> auth.properties();
                    default -> Properties.NONE;
                };
        for (Property property : properties.list()) {
            if (property.id() == PropertyId.REASON_STRING
                    || property.id() == PropertyId.USER_PROPERTY) {
                return new Fault(
                        0,
                        property.id() + " in " + packet.type(),
                        "MQTT 5.0 §3.1.2.11.7: not when the client asks for no problem"
                                + " information");
            }
        }
        return null;
    }
}
