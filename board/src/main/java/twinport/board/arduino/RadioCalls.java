// SPDX-License-Identifier: MIT
package twinport.board.arduino;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import twinport.board.Chip;
import twinport.board.net.Datagram;
import twinport.board.net.Wifi;

/// Wi-Fi and UDP, for a sketch.
final class RadioCalls {
    private static final int NONE = -1;
    private static final int JOINED = 1;
    private static final int GOT_ADDRESS = 2;

    /// A lost or refused network: this, and the reason in the bits above.
    private static final int LEFT = 3;

    private static final int REASON_SHIFT = 8;
    private static final int BSSID_BYTES = 6;
    private static final int ADDRESS_BYTES = 4;

    private final Chip chip;
    private final SketchClock clock;
    private final SketchTasks tasks;

    RadioCalls(Chip chip, SketchClock clock, SketchTasks tasks) {
        this.chip = chip;
        this.clock = clock;
        this.tasks = tasks;
    }

    void into(HostCalls calls) {
        wifi(calls);
        udp(calls);
    }

    private void wifi(HostCalls calls) {
        calls.word(
                "board.wifi_join",
                (memory, a) -> {
                    chip.wifi().join(memory.text(a[0], a[1]), memory.text(a[2], a[3]));
                    return 0;
                });
        calls.word(
                "board.wifi_leave",
                (_, _) -> {
                    chip.wifi().leave();
                    return 0;
                });
        calls.word(
                "board.wifi_rejoin",
                (_, a) -> {
                    chip.wifi().rejoin(a[0] != 0);
                    return 0;
                });
        calls.word("board.wifi_status", (_, _) -> status());
        calls.word("board.wifi_reason", (_, _) -> chip.wifi().reason());
        calls.word("board.wifi_event", (_, _) -> chip.wifi().next().map(this::event).orElse(NONE));
        calls.word("board.wifi_rssi", (_, _) -> chip.wifi().rssi());
        calls.word("board.wifi_scan", this::found);
    }

    /// The order of enum host_wifi in `twinport/host.h`.
    private int status() {
        clock.poll();
        return switch (chip.wifi().status()) {
            case IDLE -> 0;
            case CONNECTING -> 1;
            case CONNECTED -> 2;
            case NO_AP_FOUND -> 3;
            case WRONG_PASSWORD -> 4;
            case CONNECTION_LOST -> 5;
        };
    }

    private int event(Wifi.Event event) {
        return switch (event) {
            case Wifi.Event.Joined _ -> JOINED;
            case Wifi.Event.GotAddress _ -> GOT_ADDRESS;
            case Wifi.Event.Left left -> LEFT | (left.reason() << REASON_SHIFT);
        };
    }

    /// One network of a scan, by index, as bytes: six of the BSSID, channel, minus the strength in
    /// dBm, open or not, then its name. Returns their number, or -1 after the last.
    private long found(GuestMemory memory, long[] a) {
        List<Wifi.AccessPoint> all = chip.wifi().scan();
        int index = (int) a[0];
        if (index < 0 || index >= all.size()) {
            return NONE;
        }
        Wifi.AccessPoint each = all.get(index);
        byte[] name = each.ssid().getBytes(StandardCharsets.UTF_8);
        byte[] out = new byte[BSSID_BYTES + 3 + name.length];
        System.arraycopy(each.bssid(), 0, out, 0, BSSID_BYTES);
        out[BSSID_BYTES] = (byte) each.channel();
        out[BSSID_BYTES + 1] = (byte) -each.rssi();
        out[BSSID_BYTES + 2] = (byte) (each.open() ? 1 : 0);
        System.arraycopy(name, 0, out, BSSID_BYTES + 3, name.length);
        int count = (int) Math.min(out.length, a[2]);
        memory.put(a[1], out, count);
        return count;
    }

    private void udp(HostCalls calls) {
        calls.word("board.udp_open", (_, _) -> chip.sockets().openUdp());
        calls.word(
                "board.udp_send",
                (memory, a) ->
                        chip.sockets()
                                .sendTo(
                                        (int) a[0],
                                        memory.text(a[1], a[2]),
                                        (int) a[3],
                                        memory.bytes(a[4], a[5])));
        calls.word("board.udp_recv", this::receive);
    }

    /// Waits as long as told; then four bytes of the sender's address, two of its port (low byte
    /// first) and the payload lie in memory. Returns their number or minus an error number.
    private long receive(GuestMemory memory, long[] a) {
        clock.poll();
        long waited = tasks.away(() -> chip.sockets().awaitDatagram((int) a[0], (int) a[3]));
        if (waited < 0) {
            return waited;
        }
        Optional<Datagram> got = chip.sockets().takeDatagram((int) a[0]);
        if (got.isEmpty()) {
            return NONE;
        }
        byte[] payload = got.get().payload();
        byte[] out = new byte[ADDRESS_BYTES + 2 + payload.length];
        InetAddress peer = got.get().peer();
        System.arraycopy(peer.getAddress(), 0, out, 0, ADDRESS_BYTES);
        out[ADDRESS_BYTES] = (byte) got.get().port();
        out[ADDRESS_BYTES + 1] = (byte) (got.get().port() >> 8);
        System.arraycopy(payload, 0, out, ADDRESS_BYTES + 2, payload.length);
        int count = (int) Math.min(out.length, a[2]);
        memory.put(a[1], out, count);
        return count;
    }
}
