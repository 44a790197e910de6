// SPDX-License-Identifier: MIT
package twinport.wire.fuzz;

import twinport.wire.Packets;

/// Any bytes as MQTT: the first says which CONNECT comes before them, the rest is a [Talk].
public final class MqttTarget {
    private static final byte[] NONE = new byte[0];

    private MqttTarget() {}

    public static void fuzzerTestOneInput(byte[] input) {
        if (input.length < 1) {
            return;
        }
        Talk talk = Talk.of(java.util.Arrays.copyOfRange(input, 1, input.length));
        Checks.saysTheSameInAnySegments(
                switch (input[0] & 3) {
                    case 0 -> talk;
                    case 1 -> talk.after(client(3), server("20020000"));
                    case 2 -> talk.after(client(4), server("20020000"));
                    default -> talk.after(client(5), server("200600000322000a"));
                },
                NONE);
    }

    static Talk.Turn client(int version) {
        byte[] connect =
                switch (version) {
                    case 3 -> hex("100f00064d51497364700302003c000161");
                    case 4 -> Packets.connect("a");
                    default -> hex("100e00044d5154540502003c00000161");
                };
        return new Talk.Turn(true, connect);
    }

    static Talk.Turn server(String hex) {
        return new Talk.Turn(false, hex(hex));
    }

    static byte[] hex(String hex) {
        return java.util.HexFormat.of().parseHex(hex);
    }
}
