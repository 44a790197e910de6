// SPDX-License-Identifier: MIT
package twinport.wire.traffic;

import twinport.wire.flow.Direction;

/// One client's connection to the broker: MQTT bytes through a channel over TCP, counted.
final class Session {
    private final TcpLink link;
    private final Channel channel;
    private final Truth truth;

    Session(TcpLink link, Channel channel, Truth truth) {
        this.link = link;
        this.channel = channel;
        this.truth = truth;
    }

    TcpLink link() {
        return link;
    }

    void open() {
        truth.connection();
        link.open();
        channel.opening().forEach(flight -> link.send(flight.direction(), flight.bytes()));
    }

    /// One packet, written by itself.
    void send(Direction direction, byte[] packet) {
        truth.packet(packet[0]);
        link.send(direction, channel.seal(direction, packet));
    }

    /// Counts a packet that will be among those of a burst.
    void count(byte[] packet) {
        truth.packet(packet[0]);
    }

    /// Packets written at once, counted before.
    void sendBurst(Direction direction, byte[] packets) {
        link.send(direction, channel.seal(direction, packets));
    }

    void close() {
        link.send(Direction.FROM_CLIENT, channel.closing(Direction.FROM_CLIENT));
        link.send(Direction.FROM_SERVER, channel.closing(Direction.FROM_SERVER));
        link.close();
    }
}
