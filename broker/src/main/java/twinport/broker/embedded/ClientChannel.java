// SPDX-License-Identifier: MIT
package twinport.broker.embedded;

import com.hivemq.bootstrap.ClientConnectionContext;
import com.hivemq.extension.sdk.api.client.parameter.ConnectionInformation;
import com.hivemq.extensions.client.parameter.ConnectionAttributeStoreImpl;
import io.netty.channel.Channel;
import java.lang.reflect.Field;
import java.net.InetSocketAddress;
import java.util.Optional;

/// The network connection behind a client. HiveMQ's interface for extensions tells a client's
/// address but not its port, and the tap knows its connections by both, so this reads one private
/// field of the library. It is read once at start to prove that it is still there.
final class ClientChannel {
    private final Field field;

    ClientChannel() throws ReflectiveOperationException {
        field = ConnectionAttributeStoreImpl.class.getDeclaredField("channel");
        field.setAccessible(true);
        if (!Channel.class.isAssignableFrom(field.getType())) {
            throw new NoSuchFieldException("channel is a " + field.getType());
        }
    }

    Optional<Channel> of(ConnectionInformation connection) {
        try {
            return Optional.ofNullable(
                    (Channel) field.get(connection.getConnectionAttributeStore()));
        } catch (IllegalAccessException | IllegalArgumentException other) {
            return Optional.empty();
        }
    }

    static Optional<InetSocketAddress> source(Channel channel) {
        return channel.remoteAddress() instanceof InetSocketAddress address
                ? Optional.of(address)
                : Optional.empty();
    }

    /// Whether the client sent no client id, so that the broker made one up.
    static boolean idWasAssigned(Channel channel) {
        return ClientConnectionContext.of(channel).isClientIdAssigned();
    }
}
