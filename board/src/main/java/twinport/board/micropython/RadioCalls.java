// SPDX-License-Identifier: MIT
package twinport.board.micropython;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.stream.Collectors;
import twinport.board.Chip;
import twinport.board.net.Datagram;
import twinport.board.net.Wifi;

/// Wi-Fi and UDP for the functions of `_host`.
final class RadioCalls {
    private final Chip chip;

    RadioCalls(Chip chip) {
        this.chip = chip;
    }

    int join(String ssid, String password) {
        chip.wifi().join(ssid, password);
        return 0;
    }

    int leave() {
        chip.wifi().leave();
        return 0;
    }

    /// The order is that of the list in `network.py`.
    int status() {
        return switch (chip.wifi().status()) {
            case IDLE -> 0;
            case CONNECTING -> 1;
            case CONNECTED -> 2;
            case NO_AP_FOUND -> 3;
            case WRONG_PASSWORD -> 4;
            case CONNECTION_LOST -> 5;
        };
    }

    /// A line for each network: name in hexadecimal, BSSID, channel, dBm, 1 when it is open.
    String scan() {
        return chip.wifi().scan().stream().map(RadioCalls::line).collect(Collectors.joining("\n"));
    }

    private static String line(Wifi.AccessPoint each) {
        return "%s %s %d %d %d"
                .formatted(
                        HexFormat.of().formatHex(each.ssid().getBytes(StandardCharsets.UTF_8)),
                        HexFormat.of().formatHex(each.bssid()),
                        each.channel(),
                        each.rssi(),
                        each.open() ? 1 : 0);
    }

    /// The next datagram, for which somebody waited: address, port and payload in hexadecimal.
    String take(int socket) {
        return chip.sockets().takeDatagram(socket).map(RadioCalls::line).orElse("");
    }

    private static String line(Datagram got) {
        return "%s %d %s"
                .formatted(
                        got.peer().getHostAddress(),
                        got.port(),
                        HexFormat.of().formatHex(got.payload()));
    }
}
