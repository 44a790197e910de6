// SPDX-License-Identifier: MIT
package twinport.wire.mqtt;

/// A reason code (MQTT 5.0 §2.4) or a CONNACK return code (3.1.1 §3.2.2.3), with its name.
public record ReasonCode(int number, String name) {

    /// What a packet says that leaves its reason out (§2.4: zero, success).
    public static final ReasonCode SUCCESS = new ReasonCode(0, "Success");

    /// From 0x80 on a code says that something failed.
    public boolean failed() {
        return number >= 0x80;
    }

    /// Whether a packet of this type may give this reason (the table of reason codes in each
    /// packet's section of MQTT 5.0).
    static boolean fits(int number, PacketType type) {
        return switch (type) {
            case CONNACK ->
                    switch (number) {
                        case 0, 0x8c, 0x90, 0x95, 0x97, 0x99, 0x9a, 0x9b, 0x9c, 0x9d, 0x9f -> true;
                        default -> number >= 0x80 && number <= 0x8a;
                    };
            case PUBACK, PUBREC ->
                    switch (number) {
                        case 0, 0x10, 0x80, 0x83, 0x87, 0x90, 0x91, 0x97, 0x99 -> true;
                        default -> false;
                    };
            case PUBREL, PUBCOMP -> number == 0 || number == 0x92;
            case SUBACK ->
                    switch (number) {
                        case 0, 1, 2, 0x80, 0x83, 0x87, 0x8f, 0x91, 0x97, 0x9e, 0xa1, 0xa2 -> true;
                        default -> false;
                    };
            case UNSUBACK ->
                    switch (number) {
                        case 0, 0x11, 0x80, 0x83, 0x87, 0x8f, 0x91 -> true;
                        default -> false;
                    };
            case DISCONNECT ->
                    switch (number) {
                        case 0, 4, 0x80, 0x81, 0x82, 0x83, 0x87, 0x89, 0x8b -> true;
                        default ->
                                number >= 0x8d
                                        && number <= 0xa2
                                        && number != 0x91
                                        && number != 0x92;
                    };
            case AUTH -> number == 0 || number == 0x18 || number == 0x19;
            default -> false;
        };
    }

    /// A CONNACK return code of MQTT 3.1 and 3.1.1.
    public static ReasonCode ofReturn(int number) {
        return new ReasonCode(
                number,
                switch (number) {
                    case 0 -> "Connection accepted";
                    case 1 -> "Refused: unacceptable protocol version";
                    case 2 -> "Refused: identifier rejected";
                    case 3 -> "Refused: server unavailable";
                    case 4 -> "Refused: bad user name or password";
                    case 5 -> "Refused: not authorized";
                    default -> "Reserved";
                });
    }

    /// One return code of a SUBACK: granted QoS, or 0x80 for a refusal (3.1.1 §3.9.3).
    public static ReasonCode ofGrant(int number) {
        return new ReasonCode(
                number,
                switch (number) {
                    case 0, 1, 2 -> "Granted QoS " + number;
                    case 0x80 -> "Failure";
                    default -> "Reserved";
                });
    }

    /// A reason code of MQTT 5.0. The numbers 0, 1, 2 and 4 mean different things by packet type.
    public static ReasonCode of(int number, PacketType type) {
        return new ReasonCode(number, number < 0x80 ? good(number, type) : bad(number));
    }

    private static String good(int number, PacketType type) {
        return switch (number) {
            case 0x00 ->
                    switch (type) {
                        case SUBACK -> "Granted QoS 0";
                        case DISCONNECT -> "Normal disconnection";
                        default -> "Success";
                    };
            case 0x01 -> "Granted QoS 1";
            case 0x02 -> "Granted QoS 2";
            case 0x04 -> "Disconnect with will message";
            case 0x10 -> "No matching subscribers";
            case 0x11 -> "No subscription existed";
            case 0x18 -> "Continue authentication";
            case 0x19 -> "Re-authenticate";
            default -> "Reserved";
        };
    }

    private static String bad(int number) {
        return switch (number) {
            case 0x80 -> "Unspecified error";
            case 0x81 -> "Malformed packet";
            case 0x82 -> "Protocol error";
            case 0x83 -> "Implementation specific error";
            case 0x84 -> "Unsupported protocol version";
            case 0x85 -> "Client identifier not valid";
            case 0x86 -> "Bad user name or password";
            case 0x87 -> "Not authorized";
            case 0x88 -> "Server unavailable";
            case 0x89 -> "Server busy";
            case 0x8a -> "Banned";
            case 0x8b -> "Server shutting down";
            case 0x8c -> "Bad authentication method";
            case 0x8d -> "Keep alive timeout";
            case 0x8e -> "Session taken over";
            case 0x8f -> "Topic filter invalid";
            default -> worse(number);
        };
    }

    private static String worse(int number) {
        return switch (number) {
            case 0x90 -> "Topic name invalid";
            case 0x91 -> "Packet identifier in use";
            case 0x92 -> "Packet identifier not found";
            case 0x93 -> "Receive maximum exceeded";
            case 0x94 -> "Topic alias invalid";
            case 0x95 -> "Packet too large";
            case 0x96 -> "Message rate too high";
            case 0x97 -> "Quota exceeded";
            case 0x98 -> "Administrative action";
            case 0x99 -> "Payload format invalid";
            case 0x9a -> "Retain not supported";
            case 0x9b -> "QoS not supported";
            case 0x9c -> "Use another server";
            case 0x9d -> "Server moved";
            case 0x9e -> "Shared subscriptions not supported";
            case 0x9f -> "Connection rate exceeded";
            case 0xa0 -> "Maximum connect time";
            case 0xa1 -> "Subscription identifiers not supported";
            case 0xa2 -> "Wildcard subscriptions not supported";
            default -> "Reserved";
        };
    }
}
