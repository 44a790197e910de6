// SPDX-License-Identifier: MIT
package twinport.wire.websocket;

/// Why an end closes a WebSocket (RFC 6455 §7.4.1 and the registry that it opens).
///
/// @param number 1005 stands for a Close frame without one
public record CloseCode(int number) {
    static final CloseCode NONE = new CloseCode(1005);

    public String name() {
        return switch (number) {
            case 1000 -> "Normal closure";
            case 1001 -> "Going away";
            case 1002 -> "Protocol error";
            case 1003 -> "Unsupported data";
            case 1005 -> "No status received";
            case 1006 -> "Abnormal closure";
            case 1007 -> "Invalid frame payload data";
            case 1008 -> "Policy violation";
            case 1009 -> "Message too big";
            case 1010 -> "Mandatory extension";
            case 1011 -> "Internal error";
            case 1012 -> "Service restart";
            case 1013 -> "Try again later";
            case 1014 -> "Bad gateway";
            case 1015 -> "TLS handshake";
            default ->
                    number >= 4000 && number < 5000
                            ? "Private use"
                            : number >= 3000 && number < 4000 ? "Registered" : "Reserved";
        };
    }

    /// Whether it may stand in a Close frame (§7.4.1-2).
    boolean mayBeSent() {
        boolean named = number >= 1000 && number <= 1014;
        boolean kept = number == 1004 || number == 1005 || number == 1006;
        return (named && !kept) || (number >= 3000 && number < 5000);
    }
}
