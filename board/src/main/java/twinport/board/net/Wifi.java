// SPDX-License-Identifier: MIT
package twinport.board.net;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/// The station side of a board's Wi-Fi: joining takes time, can fail, and can end at any moment.
/// Safe for several threads.
///
/// The state moves when somebody looks: a join that was asked for at one moment is done at the
/// first look after [#JOINING]. So nothing here waits, and the board's clock alone decides.
public final class Wifi {
    /// Scanning, authentication and DHCP of an access point close by.
    public static final Duration JOINING = Duration.ofMillis(300);

    /// From one failed attempt to the next: a scan over all channels.
    public static final Duration RETRY = Duration.ofMillis(2_400);

    /// Events that wait for the firmware; the oldest goes first.
    public static final int MAX_EVENTS = 32;

    /// The name that tutorials and simulators use for an open network.
    public static final String GUEST = "Wokwi-GUEST";

    /// Why a station is no longer joined (IEEE 802.11 §9.4.1.7 below 200, ESP-IDF's own from 200
    /// on: `wifi_err_reason_t`).
    public static final int REASON_LEFT = 8;

    public static final int REASON_BEACON_TIMEOUT = 200;
    public static final int REASON_NO_AP_FOUND = 201;
    public static final int REASON_AUTH_FAIL = 202;

    private static final int CHANNEL = 6;
    private static final int RSSI = -58;
    private static final byte[] BSSID = {0x02, 0, 0, 0, 0, 0x01};

    /// What the station is doing.
    public enum Status {
        /// Nothing was asked for, or it left.
        IDLE,
        CONNECTING,
        /// Joined, and it has an address.
        CONNECTED,
        /// The last attempt found no such network.
        NO_AP_FOUND,
        /// The last attempt was refused: the password is wrong.
        WRONG_PASSWORD,
        /// It was joined, and the network went away.
        CONNECTION_LOST
    }

    /// What is in the air around the board.
    public enum Air {
        GOOD,
        /// The access point is off or out of reach.
        GONE,
        /// The access point takes no password.
        REFUSING
    }

    /// Something that happened to the station.
    public sealed interface Event {
        /// The access point let it in.
        record Joined(String ssid) implements Event {}

        /// DHCP gave it its address.
        record GotAddress() implements Event {}

        /// It is not joined (any more); also told of every attempt that failed.
        record Left(int reason) implements Event {}
    }

    /// A network that a scan finds.
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record AccessPoint(String ssid, byte[] bssid, int channel, int rssi, boolean open) {}

    private record Credentials(String ssid, String password) {}

    private final LongSupplier nanos;
    private final List<Consumer<? super Event>> listeners = new CopyOnWriteArrayList<>();
    private final Deque<Event> waiting = new ArrayDeque<>();
    private Optional<Credentials> wanted = Optional.empty();
    private Status status = Status.IDLE;
    private Air air = Air.GOOD;
    private boolean automatic = true;
    private int reason;
    private int rssi = RSSI;
    private long nextAt;

    /// @param nanos the board's timer ([twinport.board.BoardClock#nanos])
    public Wifi(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /// Starts to join. Whatever the name and the password, the lab's access point answers to it.
    /// Does nothing when that network is joined already.
    public void join(String ssid, String password) {
        look(told -> {
            Credentials asked = new Credentials(ssid, password);
            if (status == Status.CONNECTED && wanted.equals(Optional.of(asked))) {
                return;
            }
            leave(told);
            wanted = Optional.of(asked);
            status = Status.CONNECTING;
            nextAt = nanos.getAsLong() + JOINING.toNanos();
        });
    }

    /// Leaves, or gives up joining.
    public void leave() {
        look(this::leave);
    }

    /// Whether a lost network is joined again without being asked (on at first).
    public void rejoin(boolean on) {
        look(_ -> automatic = on);
    }

    public Status status() {
        look(_ -> {});
        synchronized (waiting) {
            return status;
        }
    }

    public boolean joined() {
        return status() == Status.CONNECTED;
    }

    /// The name that was asked for last; empty before that and after leaving.
    public Optional<String> ssid() {
        synchronized (waiting) {
            return wanted.map(Credentials::ssid);
        }
    }

    /// Why the station is not joined, as a number of 802.11 or ESP-IDF; 0 while nothing failed.
    public int reason() {
        look(_ -> {});
        synchronized (waiting) {
            return reason;
        }
    }

    /// The strength of the signal in dBm; 0 when not joined.
    public int rssi() {
        synchronized (waiting) {
            return status == Status.CONNECTED ? rssi : 0;
        }
    }

    public int channel() {
        return CHANNEL;
    }

    /// The access point's address.
    public byte[] bssid() {
        return BSSID.clone();
    }

    /// The networks in reach: the guest network, and the one that the firmware asks for.
    public List<AccessPoint> scan() {
        synchronized (waiting) {
            List<AccessPoint> found = new ArrayList<>();
            if (air != Air.GONE) {
                found.add(new AccessPoint(GUEST, bssid(), CHANNEL, rssi, true));
                wanted.filter(own -> !own.ssid().equals(GUEST))
                        .ifPresent(own ->
                                found.add(
                                        new AccessPoint(
                                                own.ssid(),
                                                bssid(),
                                                CHANNEL,
                                                rssi,
                                                own.password().isEmpty())));
            }
            return found;
        }
    }

    /// The oldest event that the firmware has not taken yet.
    public Optional<Event> next() {
        look(_ -> {});
        synchronized (waiting) {
            return Optional.ofNullable(waiting.poll());
        }
    }

    /// Tells `sink` each event, on the thread that saw it happen; running the result ends that.
    public Runnable listen(Consumer<? super Event> sink) {
        listeners.add(sink);
        return () -> listeners.remove(sink);
    }

    /// Changes what is in the air. A joined station loses its network unless it is good.
    public void air(Air next) {
        look(told -> {
            air = next;
            long now = nanos.getAsLong();
            if (next == Air.GOOD) {
                nextAt = Math.min(nextAt, now + JOINING.toNanos());
            } else if (status == Status.CONNECTED) {
                fail(Status.CONNECTION_LOST, REASON_BEACON_TIMEOUT, told);
                nextAt = now + JOINING.toNanos();
            }
        });
    }

    public Air air() {
        synchronized (waiting) {
            return air;
        }
    }

    /// Sets the strength of the signal in dBm.
    public void signal(int dbm) {
        synchronized (waiting) {
            rssi = dbm;
        }
    }

    /// The chip is off: nothing is joined, nothing is wanted; the air stays as it is.
    public void off() {
        synchronized (waiting) {
            wanted = Optional.empty();
            status = Status.IDLE;
            automatic = true;
            reason = 0;
            waiting.clear();
        }
    }

    private void look(Consumer<List<Event>> change) {
        List<Event> told = new ArrayList<>();
        synchronized (waiting) {
            advance(told);
            change.accept(told);
            for (Event event : told) {
                if (waiting.size() == MAX_EVENTS) {
                    waiting.remove();
                }
                waiting.add(event);
            }
        }
        told.forEach(event -> listeners.forEach(sink -> sink.accept(event)));
    }

    private void advance(List<Event> told) {
        long now = nanos.getAsLong();
        boolean trying =
                switch (status) {
                    case IDLE, CONNECTED -> false;
                    case CONNECTING -> true;
                    case NO_AP_FOUND, WRONG_PASSWORD, CONNECTION_LOST -> automatic;
                };
        if (!trying || wanted.isEmpty() || now - nextAt < 0) {
            return;
        }
        nextAt = now + RETRY.toNanos();
        switch (air) {
            case GOOD -> {
                status = Status.CONNECTED;
                reason = 0;
                told.add(new Event.Joined(wanted.get().ssid()));
                told.add(new Event.GotAddress());
            }
            case GONE -> fail(Status.NO_AP_FOUND, REASON_NO_AP_FOUND, told);
            case REFUSING -> fail(Status.WRONG_PASSWORD, REASON_AUTH_FAIL, told);
        }
    }

    private void fail(Status how, int why, List<Event> told) {
        status = how;
        reason = why;
        told.add(new Event.Left(why));
    }

    private void leave(List<Event> told) {
        if (status == Status.CONNECTED) {
            told.add(new Event.Left(REASON_LEFT));
        }
        wanted = Optional.empty();
        status = Status.IDLE;
        reason = 0;
    }
}
