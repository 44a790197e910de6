// SPDX-License-Identifier: MIT
package twinport.broker;

import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.Optional;

/// What happened at the broker. Every refusal and every denial is one: who, what, which rule.
public sealed interface BrokerEvent {
    Instant at();

    /// A client was let in.
    ///
    /// @param peer the true address of the client, not the tap's
    record Connected(
            Instant at,
            String identity,
            String clientId,
            InetSocketAddress peer,
            Transport transport)
            implements BrokerEvent {}

    /// A client that had been let in is gone.
    record Disconnected(
            Instant at, String identity, String clientId, boolean graceful, String reason)
            implements BrokerEvent {}

    /// A connection was not let in.
    ///
    /// @param who the identity if it was proved, else what was claimed; empty if nothing was
    /// @param peer the client's address where known (not for what failed in the TLS handshake)
    record Refused(
            Instant at,
            String who,
            String clientId,
            Optional<InetSocketAddress> peer,
            Refusal rule,
            String why)
            implements BrokerEvent {}

    /// A client may not do what it tried. A subscription gets its refusal, and so does a PUBLISH of
    /// MQTT 5 at QoS 1 and 2; MQTT 3.1.1 has no word for a denied PUBLISH, so there the connection
    /// is ended (3.1.1 section 3.3.5 allows it).
    ///
    /// @param rule what the rights say, the nearest filter of its own, and who may
    record Denied(
            Instant at,
            String identity,
            String clientId,
            Side side,
            Action action,
            String topic,
            String rule)
            implements BrokerEvent {}

    /// A client did not get a message that it should have got.
    record Dropped(Instant at, String clientId, String topic, int qos, String reason)
            implements BrokerEvent {}

    /// A sink of ours was too slow.
    ///
    /// @param lost how many messages or events it missed since the last such event
    record Overflowed(Instant at, String sink, long lost) implements BrokerEvent {}

    enum Action {
        PUBLISH,
        SUBSCRIBE
    }

    /// How a connection is carried.
    sealed interface Transport {
        Side side();

        record Plain() implements Transport {
            @Override
            public Side side() {
                return Side.PLAIN;
            }
        }

        record Tls(String version, String cipherSuite) implements Transport {
            @Override
            public Side side() {
                return Side.TLS;
            }
        }
    }

    /// Why a connection is not let in.
    enum Refusal {
        /// The TLS handshake failed: certificate, version, suite, or not TLS at all.
        HANDSHAKE,
        /// The bytes are not lawful MQTT, or no CONNECT came in time.
        PROTOCOL,
        /// The connection did not come through the tap.
        ORIGIN,
        /// TLS without a client certificate, or one without a usable name.
        NO_CERTIFICATE,
        /// The certificate was withdrawn.
        CERTIFICATE_WITHDRAWN,
        /// User name or password is wrong.
        CREDENTIALS,
        /// No credentials, and this broker is not open.
        NOT_OPEN,
        /// The client id is no name for this client.
        CLIENT_ID,
        /// The client id belongs to another identity or is in use by one.
        CLIENT_ID_TAKEN,
        /// The identity has no rights here.
        UNKNOWN_IDENTITY,
        /// The last will goes to a topic that it may not publish to.
        WILL
    }
}
