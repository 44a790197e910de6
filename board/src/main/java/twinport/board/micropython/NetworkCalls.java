// SPDX-License-Identifier: MIT
package twinport.board.micropython;

import java.time.Duration;
import java.util.function.IntUnaryOperator;
import twinport.board.Chip;
import twinport.board.net.Errno;
import twinport.board.net.MbedTls;
import twinport.board.net.NetworkException;
import twinport.board.net.TlsSettings;

/// Wi-Fi, names and sockets, as our Python modules see them.
final class NetworkCalls {
    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(20);

    /// A handshake without a time limit waits until the board is switched off.
    private static final Duration FOR_EVER = Duration.ofDays(10);

    /// A wait for bytes is looked up from this often: for Ctrl-C, and for interrupts of pins.
    private static final Duration LOOK = Duration.ofMillis(100);

    private static final Duration QUICK_LOOK = Duration.ofMillis(10);
    private static final int MAX_RECEIVE = 64 * 1024;
    private static final int EINTR = 4;
    private static final int POLLIN = 1;
    private static final int POLLOUT = 4;
    private static final int POLLHUP = 16;
    private static final int POLLNVAL = 32;

    private final Chip chip;
    private final Interrupts interrupts;
    private final RadioCalls radio;

    NetworkCalls(Chip chip, Interrupts interrupts) {
        this.chip = chip;
        this.interrupts = interrupts;
        this.radio = new RadioCalls(chip);
    }

    void into(HostCalls calls) {
        calls.text("address", _ -> chip.network().address().getHostAddress());
        calls.number("wifi_join", a -> radio.join(a.text(0), a.text(1)));
        calls.number("wifi_leave", _ -> radio.leave());
        calls.number("wifi_status", _ -> radio.status());
        calls.number("wifi_joined", _ -> chip.wifi().joined() ? 1 : 0);
        calls.number("wifi_reason", _ -> chip.wifi().reason());
        calls.number("wifi_rssi", _ -> chip.wifi().rssi());
        calls.text("wifi_scan", _ -> radio.scan());
        calls.text("resolve", a -> resolve(a.text(0)));
        calls.number("sock_open", _ -> chip.sockets().open());
        calls.value("sock_connect", (a, machine) -> new Value.Int(connect(a, machine)));
        calls.number("sock_connecting", a -> chip.sockets().connecting(a.number(0)) ? 1 : 0);
        calls.value(
                "sock_hold",
                (a, machine) -> {
                    int number = a.number(0);
                    return machine.lend(() -> chip.sockets().close(number));
                });
        calls.number("tls_check", a -> -TlsSettings.unreadable(a.bytes(0), a.bytes(2)));
        calls.number("sock_tls", this::startTls);
        calls.text("sock_fault", a -> chip.sockets().fault(a.number(0)).orElse(""));
        calls.number("sock_send", this::send);
        calls.number("sock_recv", this::receive);
        calls.number("sock_available", a -> chip.sockets().available(a.number(0)));
        calls.number("sock_poll", a -> poll(a.number(0), a.number(1)));
        calls.deed("sock_close", a -> chip.sockets().close(a.number(0)));
        calls.number("udp_open", _ -> chip.sockets().openUdp());
        calls.number(
                "udp_send",
                a -> chip.sockets().sendTo(a.number(0), a.text(1), a.number(2), a.bytes(3)));
        calls.number("udp_wait", this::awaitDatagram);
        calls.text("udp_take", a -> radio.take(a.number(0)));
    }

    /// The address in figures; empty when the name is not known or there is no network.
    private String resolve(String host) {
        if (!chip.wifi().joined()) {
            return "";
        }
        try {
            return chip.network().resolve(host).getHostAddress();
        } catch (NetworkException e) {
            chip.serial().write("# " + e.getMessage() + "\n");
            return "";
        }
    }

    private int connect(Arguments a, Vm machine) {
        if (chip.sockets().scarce()) {
            machine.collector().now(); // ends those that the firmware has forgotten
        }
        int number = a.number(0);
        String host = a.text(1);
        int port = a.number(2);
        int timeoutMillis = a.number(3);
        if (timeoutMillis == 0) {
            return chip.sockets().beginConnect(number, host, port, CONNECT_LIMIT);
        }
        if (timeoutMillis > 0) {
            return chip.sockets().connect(number, host, port, Duration.ofMillis(timeoutMillis));
        }
        // Without a time-out it is lwIP that gives up, and calls that an abort.
        int result = chip.sockets().connect(number, host, port, CONNECT_LIMIT);
        return result == -Errno.ETIMEDOUT ? -Errno.ECONNABORTED : result;
    }

    private int startTls(Arguments a) {
        TlsSettings settings =
                new TlsSettings(
                        a.text(1),
                        a.truth(2),
                        a.bytes(3),
                        a.bytes(5),
                        a.bytes(7),
                        MbedTls.MICROPYTHON,
                        chip.time().now());
        int millis = a.number(9);
        Duration limit = millis > 0 ? Duration.ofMillis(millis) : FOR_EVER;
        return chip.sockets().startTls(a.number(0), settings, limit);
    }

    private int send(Arguments a) {
        byte[] bytes = a.bytes(1);
        return chip.sockets().send(a.number(0), bytes, 0, bytes.length);
    }

    private int receive(Arguments a) {
        int number = a.number(0);
        byte[] into = new byte[Math.clamp(a.number(2), 0, MAX_RECEIVE)];
        int count =
                await(
                        a.number(3),
                        millis -> chip.sockets().recv(number, into, 0, into.length, millis));
        a.give(1, into, count);
        return count;
    }

    private int awaitDatagram(Arguments a) {
        int number = a.number(0);
        return await(a.number(1), millis -> chip.sockets().awaitDatagram(number, millis));
    }

    /// Waits in slices, between which handlers of interrupts run; minus EINTR when Ctrl-C ended it.
    private int await(int timeoutMillis, IntUnaryOperator slice) {
        if (timeoutMillis == 0) {
            return slice.applyAsInt(0);
        }
        long start = chip.clock().nanos();
        long limit =
                timeoutMillis < 0 ? Long.MAX_VALUE : Duration.ofMillis(timeoutMillis).toNanos();
        while (true) {
            long left = Math.max(0, limit - (chip.clock().nanos() - start)) / 1_000_000;
            long next = interrupts.slice(interrupts.listens() ? QUICK_LOOK : LOOK).toMillis();
            int result = slice.applyAsInt((int) Math.max(1, Math.min(next, left)));
            if (result != -Errno.ETIMEDOUT || chip.clock().nanos() - start >= limit) {
                return result;
            }
            interrupts.serve();
            if (interrupts.takeBreak()) {
                return -EINTR;
            }
        }
    }

    /// The events of these that a socket is ready for. Asking for input on a connection that has
    /// not begun TLS settles that it never will, as nobody may read before the handshake.
    private int poll(int number, int events) {
        if (chip.sockets().connecting(number)) {
            return 0;
        }
        int ready = events & POLLOUT;
        if ((events & POLLIN) != 0) {
            int available = chip.sockets().available(number);
            if (available < 0) {
                return POLLNVAL;
            }
            if (available > 0) {
                ready |= POLLIN;
            } else if (!chip.sockets().alive(number)) {
                ready |= POLLIN | POLLHUP;
            }
        }
        return ready;
    }
}
