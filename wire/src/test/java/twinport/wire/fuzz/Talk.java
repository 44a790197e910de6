// SPDX-License-Identifier: MIT
package twinport.wire.fuzz;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import twinport.wire.Packets;

/// What two ends say in turn, as an input tells it: one bit direction (1 is the server), 15 bits
/// length, then the bytes; the last turn has what is left.
record Talk(List<Turn> turns) {
    private static final int SERVER = 0x8000;
    private static final int LENGTH_MAX = 0x7fff;
    private static final byte[] NONE = new byte[0];

    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Turn(boolean fromClient, byte[] bytes) {}

    static Talk of(byte[] input) {
        List<Turn> turns = new ArrayList<>();
        ByteBuffer in = ByteBuffer.wrap(input);
        while (in.remaining() > 2) {
            int head = in.getShort() & 0xffff;
            byte[] bytes = new byte[Math.min(head & LENGTH_MAX, in.remaining())];
            in.get(bytes);
            turns.add(new Turn((head & SERVER) == 0, bytes));
        }
        return new Talk(turns);
    }

    /// As above, after turns that every input of a target shares.
    Talk after(Turn... before) {
        List<Turn> all = new ArrayList<>(List.of(before));
        all.addAll(turns);
        return new Talk(all);
    }

    int bytes() {
        return turns.stream().mapToInt(turn -> turn.bytes().length).sum();
    }

    /// The first bytes only.
    Talk cut(int length) {
        List<Turn> kept = new ArrayList<>();
        int left = length;
        for (Turn turn : turns) {
            int part = Math.min(left, turn.bytes().length);
            kept.add(new Turn(turn.fromClient(), Arrays.copyOf(turn.bytes(), part)));
            left -= part;
        }
        return new Talk(kept);
    }

    /// Each turn in one segment.
    Packets whole() {
        return packets(LENGTH_MAX, new Random(0));
    }

    /// The same bytes in the same order, in segments of 1 to `most` bytes.
    Packets split(int most, long seed) {
        return packets(most, new Random(seed));
    }

    private Packets packets(int most, Random random) {
        Packets packets = new Packets().open();
        int client = 0;
        int server = 0;
        for (Turn turn : turns) {
            int at = 0;
            while (at < turn.bytes().length) {
                int wanted = most == LENGTH_MAX ? LENGTH_MAX : 1 + random.nextInt(most);
                int part = Math.min(wanted, turn.bytes().length - at);
                byte[] bytes = Arrays.copyOfRange(turn.bytes(), at, at + part);
                if (turn.fromClient()) {
                    packets.client(client, bytes);
                    client += part;
                } else {
                    packets.server(Packets.ACK, server, client, bytes);
                    server += part;
                }
                at += part;
            }
        }
        packets.client(Packets.FIN | Packets.ACK, client, NONE);
        return packets.server(Packets.FIN | Packets.ACK, server, client + 1, NONE);
    }
}
