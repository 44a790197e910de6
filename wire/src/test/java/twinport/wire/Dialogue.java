// SPDX-License-Identifier: MIT
package twinport.wire;

import java.util.HexFormat;
import java.util.List;
import twinport.wire.read.Observation;

/// Writes what both ends of a connection say in turn, given in hexadecimal, one segment each. The
/// frames are one second apart; the first two open the connection.
public final class Dialogue {
    private final Packets packets;
    private int clientBytes;
    private int serverBytes;

    public Dialogue(Packets packets) {
        this.packets = packets;
    }

    /// A connection whose beginning is captured.
    public static Dialogue fromStart() {
        return new Dialogue(new Packets().open());
    }

    public Dialogue client(String hex) {
        return client(hex(hex));
    }

    public Dialogue client(byte[] bytes) {
        packets.client(clientBytes, bytes);
        clientBytes += bytes.length;
        return this;
    }

    public Dialogue server(String hex) {
        return server(hex(hex));
    }

    public Dialogue server(byte[] bytes) {
        packets.server(serverBytes, bytes);
        serverBytes += bytes.length;
        return this;
    }

    /// So many bytes of the client are lost; the server's acknowledgement shows that they came.
    public Dialogue clientLoses(int bytes) {
        clientBytes += bytes;
        packets.server(Packets.ACK, serverBytes, clientBytes, new byte[0]);
        return this;
    }

    /// So many bytes of the server are lost.
    public Dialogue serverLoses(int bytes) {
        serverBytes += bytes;
        return this;
    }

    /// Both ends say that they are done.
    public Dialogue finish() {
        packets.client(Packets.FIN | Packets.ACK, clientBytes, new byte[0]);
        packets.server(Packets.FIN | Packets.ACK, serverBytes, clientBytes + 1, new byte[0]);
        return this;
    }

    public Packets packets() {
        return packets;
    }

    public List<Observation> read() {
        return packets.read();
    }

    public static byte[] hex(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }
}
