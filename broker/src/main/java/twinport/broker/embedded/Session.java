// SPDX-License-Identifier: MIT
package twinport.broker.embedded;

import io.netty.channel.Channel;
import io.netty.util.AttributeKey;
import java.net.InetSocketAddress;
import java.util.Optional;
import twinport.broker.BrokerEvent.Transport;
import twinport.broker.Message;
import twinport.broker.Rights;
import twinport.broker.Rights.Grant;
import twinport.broker.Side;

/// A client that was let in, for as long as its connection lives.
///
/// @param open whether it came without credentials, so that its identity is its client id only
/// @param persistent whether its session outlives the connection
/// @param will what is published if it goes without a word
record Session(
        String identity,
        boolean open,
        String clientId,
        InetSocketAddress peer,
        Transport transport,
        boolean persistent,
        Optional<Will> will,
        Channel channel) {

    private static final AttributeKey<Session> KEY = AttributeKey.valueOf("twinport.session");

    private static final AttributeKey<Boolean> NO_WILL = AttributeKey.valueOf("twinport.no-will");

    /// A last will.
    ///
    /// @param delaySeconds how long after the end it is published (MQTT 5.0 section 3.1.3.2.2)
    record Will(Message message, long delaySeconds) {}

    /// The session of a connection, also after its end.
    static Optional<Session> of(Channel channel) {
        return Optional.ofNullable(channel.attr(KEY).get());
    }

    /// Who sends what comes over this connection.
    Message.Sender sender() {
        return new Message.Sender(identity, clientId, Optional.of(transport.side()));
    }

    /// Ties this session to its connection.
    void attach() {
        channel.attr(KEY).set(this);
    }

    /// Cuts the connection.
    void cut() {
        var _ = channel.close();
    }

    /// Its last will shall not be published.
    void preventWill() {
        channel.attr(NO_WILL).set(Boolean.TRUE);
    }

    boolean willPrevented() {
        return Boolean.TRUE.equals(channel.attr(NO_WILL).get());
    }

    /// What it may do under these rights, if it may be here at all.
    Optional<Grant> grant(Rights rights) {
        if (open && rights.strangers().isPresent()) {
            return rights.strangers();
        }
        if (open) {
            Optional<Grant> fleet = rights.fleet().grant(Side.PLAIN, identity);
            if (fleet.isPresent()) {
                return fleet;
            }
            return rights.of(identity).isPresent()
                    ? Optional.empty()
                    : Optional.of(Grant.open(identity));
        }
        return rights.of(identity);
    }

    /// Whom the MQTT session belongs to. An open client never has what a named one left behind.
    String owner() {
        return open ? Owners.OPEN + identity : identity;
    }
}
