// SPDX-License-Identifier: MIT
package twinport.board.micropython;

import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import twinport.board.Chip;
import twinport.board.Halt;
import twinport.board.ResetCause;
import twinport.board.RtcMemory;
import twinport.board.WallClock;
import twinport.board.net.Errno;
import twinport.board.net.MbedTls;
import twinport.board.net.NetworkException;
import twinport.board.net.TlsSettings;
import twinport.board.part.Pins;

/// The functions of the Python module `_host`, on which our own modules stand. Bytes are passed as
/// address and length; a failure is returned as minus an error number, and Python raises it.
final class HostCalls {
    private static final long EPOCH_2000 = 946_684_800L;
    private static final int TICKS_MASK = 0x3FFFFFFF;

    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(20);

    /// A handshake without a time limit waits until the board is switched off.
    private static final Duration FOR_EVER = Duration.ofDays(10);

    private static final int MAX_RECEIVE = 64 * 1024;
    private static final int OPEN_DRAIN = 7;
    private static final int OUT = 3;
    private static final int PULL_DOWN = 1;
    private static final int PULL_UP = 2;

    private final Chip chip;
    private final RadioCalls radio;
    private final long start;
    private @Nullable Vm vm;

    HostCalls(Chip chip) {
        this.chip = chip;
        this.radio = new RadioCalls(chip);
        this.start = chip.clock().nanos();
    }

    /// The machine that the calls come from; to be told before its first Python code runs.
    void serve(Vm machine) {
        vm = machine;
    }

    /// Arguments of a call. A wrong kind is a fault of our own Python modules.
    private record Arguments(List<Value> values) {
        int number(int at) {
            return switch (values.get(at)) {
                case Value.Int(int number) -> number;
                case Value.Bool(boolean is) -> is ? 1 : 0;
                default -> throw wrong(at);
            };
        }

        String text(int at) {
            if (values.get(at) instanceof Value.Text(String text)) {
                return text;
            }
            throw wrong(at);
        }

        private Halt.Panic wrong(int at) {
            return new Halt.Panic("_host: argument %d is %s".formatted(at, values.get(at)));
        }
    }

    private interface Body {
        Value call(Arguments arguments);
    }

    private interface Count {
        int call(Arguments arguments);
    }

    /// All functions by name.
    Map<String, HostModule.Function> byName() {
        Map<String, HostModule.Function> all = new TreeMap<>();
        time(all);
        chip(all);
        network(all);
        return all;
    }

    private void time(Map<String, HostModule.Function> all) {
        number(all, "sleep", a -> sleep(a.number(0), a.number(1)));
        number(all, "ticks_ms", _ -> (int) (elapsed() / 1_000_000) & TICKS_MASK);
        number(all, "ticks_us", _ -> (int) (elapsed() / 1_000) & TICKS_MASK);
        number(all, "time", _ -> (int) time().getEpochSecond());
        number(all, "time_set", a -> setTime(a.number(0)));
        number(all, "time_ask", _ -> askTime());
        add(all, "time_ns", _ -> new Value.Text(nanosSince2000()));
        number(
                all,
                "collect",
                _ -> {
                    machine().collector().now();
                    return 0;
                });
    }

    private void chip(Map<String, HostModule.Function> all) {
        add(
                all,
                "reset",
                _ -> {
                    throw new Halt.Reset();
                });
        number(all, "reset_cause", _ -> resetCause(chip.resetCause()));
        add(
                all,
                "sleep_deep",
                a -> {
                    throw a.number(0) < 0
                            ? chip.sleepDeep()
                            : chip.sleepDeep(Duration.ofMillis(a.number(0)));
                });
        add(
                all,
                "rtc_read",
                _ -> new Value.Text(HexFormat.of().formatHex(chip.rtcMemory().read())));
        number(all, "rtc_write", this::writeRtc);
        add(all, "mac", _ -> new Value.Text(HexFormat.of().formatHex(mac())));
        add(all, "address", _ -> new Value.Text(chip.network().address().getHostAddress()));
        number(all, "pin_exists", a -> Pins.exists(a.number(0)) ? 1 : 0);
        number(all, "pin_mode", a -> pinMode(a.number(0), a.number(1), a.number(2)));
        number(all, "pin_get", a -> chip.pins().read(a.number(0)) ? 1 : 0);
        number(
                all,
                "pin_set",
                a -> {
                    chip.pins().write(a.number(0), a.number(1) != 0);
                    return 0;
                });
        add(all, "dht_frame", a -> new Value.Text(dhtFrame(a.number(0))));
    }

    private void network(Map<String, HostModule.Function> all) {
        number(all, "wifi_join", a -> radio.join(a.text(0), a.text(1)));
        number(all, "wifi_leave", _ -> radio.leave());
        number(all, "wifi_status", _ -> radio.status());
        number(all, "wifi_joined", _ -> chip.wifi().joined() ? 1 : 0);
        number(all, "wifi_reason", _ -> chip.wifi().reason());
        number(all, "wifi_rssi", _ -> chip.wifi().rssi());
        add(all, "wifi_scan", _ -> new Value.Text(radio.scan()));
        number(all, "udp_open", _ -> chip.sockets().openUdp());
        number(
                all,
                "udp_send",
                a -> chip.sockets().sendTo(a.number(0), a.text(1), a.number(2), bytes(a, 3)));
        number(all, "udp_wait", a -> chip.sockets().awaitDatagram(a.number(0), a.number(1)));
        add(all, "udp_take", a -> new Value.Text(radio.take(a.number(0))));
        add(all, "resolve", a -> new Value.Text(resolve(a.text(0))));
        number(all, "sock_open", _ -> chip.sockets().open());
        add(all, "sock_hold", a -> hold(a.number(0)));
        number(all, "sock_connect", this::connect);
        number(all, "sock_tls", this::startTls);
        number(all, "tls_check", this::checkTls);
        number(all, "sock_connecting", a -> chip.sockets().connecting(a.number(0)) ? 1 : 0);
        add(all, "sock_fault", a -> new Value.Text(chip.sockets().fault(a.number(0)).orElse("")));
        number(all, "sock_send", this::send);
        number(all, "sock_recv", this::receive);
        number(all, "sock_available", a -> chip.sockets().available(a.number(0)));
        number(
                all,
                "sock_close",
                a -> {
                    chip.sockets().close(a.number(0));
                    return 0;
                });
    }

    private void number(Map<String, HostModule.Function> all, String name, Count body) {
        add(all, name, a -> new Value.Int(body.call(a)));
    }

    /// Every call is a place where the board may be stopped and where garbage may be collected.
    private void add(Map<String, HostModule.Function> all, String name, Body body) {
        all.put(
                name,
                values -> {
                    chip.checkpoint();
                    machine().collector().inHostCall();
                    return body.call(new Arguments(values));
                });
    }

    private Vm machine() {
        if (vm == null) {
            throw new IllegalStateException("a host call before the machine was ready");
        }
        return vm;
    }

    private int sleep(int seconds, int micros) {
        chip.sleep(Duration.ofSeconds(Math.max(0, seconds), Math.max(0, micros) * 1_000L));
        return 0;
    }

    private long elapsed() {
        return chip.clock().nanos() - start;
    }

    private String nanosSince2000() {
        Instant now = time();
        return Long.toString(now.getEpochSecond() * 1_000_000_000L + now.getNano());
    }

    /// The board's time on the port's scale, where 0 is the year 2000; a clock that nobody set
    /// starts there.
    private Instant time() {
        Instant now = chip.time().now();
        return chip.time().set() ? now.minusSeconds(EPOCH_2000) : now;
    }

    private int setTime(int since2000) {
        chip.time().set(Instant.ofEpochSecond(since2000 + EPOCH_2000));
        return 0;
    }

    /// Seconds since 2000 as a time server says them, or minus an error number.
    private int askTime() {
        chip.sleep(WallClock.ROUND_TRIP);
        return chip.time()
                .ask()
                .map(answer -> (int) (answer.getEpochSecond() - EPOCH_2000))
                .orElse(-Errno.ETIMEDOUT);
    }

    private int writeRtc(Arguments a) {
        byte[] content = bytes(a, 0);
        if (content.length > RtcMemory.BYTES) {
            return -Errno.EINVAL;
        }
        chip.rtcMemory().write(content);
        return 0;
    }

    /// The constants of the module machine.
    private static int resetCause(ResetCause cause) {
        return switch (cause) {
            case POWER_ON, BROWN_OUT -> 1;
            case SOFTWARE, PANIC -> 2;
            case WATCHDOG -> 3;
            case DEEP_SLEEP -> 4;
        };
    }

    private byte[] mac() {
        return chip.settings().mac().bytes();
    }

    private int pinMode(int pin, int mode, int pull) {
        chip.pins()
                .mode(
                        pin,
                        switch (mode) {
                            case OUT -> Pins.Mode.OUTPUT;
                            case OPEN_DRAIN -> Pins.Mode.OUTPUT_OPEN_DRAIN;
                            default ->
                                    switch (pull) {
                                        case PULL_UP -> Pins.Mode.INPUT_PULLUP;
                                        case PULL_DOWN -> Pins.Mode.INPUT_PULLDOWN;
                                        default -> Pins.Mode.INPUT;
                                    };
                        });
        return 0;
    }

    /// The sensor's five bytes, or nothing when it does not answer.
    private String dhtFrame(int pin) {
        return pin == chip.settings().sensorPin() && chip.sensor().answers()
                ? HexFormat.of().formatHex(chip.sensor().frame())
                : "";
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

    /// What Python holds as long as it holds the socket.
    private Value hold(int socket) {
        return machine().lend(() -> chip.sockets().close(socket));
    }

    private int connect(Arguments a) {
        if (chip.sockets().scarce()) {
            machine().collector().now(); // ends those that the firmware has forgotten
        }
        int timeoutMillis = a.number(3);
        int port = a.number(2);
        if (timeoutMillis == 0) {
            return chip.sockets().beginConnect(a.number(0), a.text(1), port, CONNECT_LIMIT);
        }
        if (timeoutMillis > 0) {
            Duration limit = Duration.ofMillis(timeoutMillis);
            return chip.sockets().connect(a.number(0), a.text(1), port, limit);
        }
        // Without a time-out it is lwIP that gives up, and calls that an abort.
        int result = chip.sockets().connect(a.number(0), a.text(1), port, CONNECT_LIMIT);
        return result == -Errno.ETIMEDOUT ? -Errno.ECONNABORTED : result;
    }

    private int startTls(Arguments a) {
        TlsSettings settings =
                new TlsSettings(
                        a.text(1),
                        a.number(2) != 0,
                        bytes(a, 3),
                        bytes(a, 5),
                        bytes(a, 7),
                        MbedTls.MICROPYTHON,
                        chip.time().now());
        int millis = a.number(9);
        Duration limit = millis > 0 ? Duration.ofMillis(millis) : FOR_EVER;
        return chip.sockets().startTls(a.number(0), settings, limit);
    }

    /// Whether a CA, or an own certificate with its key, can be read: 0, or minus mbedTLS's number.
    private int checkTls(Arguments a) {
        byte[] key = bytes(a, 2);
        byte[] certificate = bytes(a, 0);
        return -TlsSettings.unreadable(certificate, key);
    }

    private int send(Arguments a) {
        byte[] bytes = bytes(a, 1);
        return chip.sockets().send(a.number(0), bytes, 0, bytes.length);
    }

    private int receive(Arguments a) {
        byte[] into = new byte[Math.clamp(a.number(2), 0, MAX_RECEIVE)];
        int count = chip.sockets().recv(a.number(0), into, 0, into.length, a.number(3));
        if (count > 0) {
            machine().memory().write(a.number(1), into, 0, count);
        }
        return count;
    }

    private byte[] bytes(Arguments a, int at) {
        return machine().memory().read(a.number(at), a.number(at + 1));
    }
}
