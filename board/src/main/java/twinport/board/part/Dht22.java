// SPDX-License-Identifier: MIT
package twinport.board.part;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// A DHT22 (AM2302): temperature and humidity behind one wire. Safe for use by several threads.
///
/// The frame is 40 bits: humidity times ten (16), temperature times ten (sign bit and 15), and the
/// low byte of the sum of those four bytes (AM2302 data sheet, "Communication and signal").
public final class Dht22 {
    public static final double MIN_CELSIUS = -40;
    public static final double MAX_CELSIUS = 80;
    public static final double MIN_HUMIDITY_PERCENT = 0;
    public static final double MAX_HUMIDITY_PERCENT = 100;

    /// The bytes of one frame.
    public static final int FRAME_BYTES = 5;

    /// The host pulls the wire low at least this long to ask for a frame.
    public static final int START_LOW_MICROS = 800;

    private static final int BITS = FRAME_BYTES * 8;
    private static final int RELEASE_MICROS = 30;
    private static final int PREAMBLE_MICROS = 80;
    private static final int BIT_LOW_MICROS = 50;
    private static final int ZERO_HIGH_MICROS = 26;
    private static final int ONE_HIGH_MICROS = 70;
    private static final int SIGN = 0x8000;
    private static final int CHECKSUM_AT = 4;

    /// What is wrong with the sensor.
    public enum Fault {
        NONE,
        /// A bit of the frame is flipped on the way.
        CHECKSUM,
        /// The wire stays high, as with a cut cable.
        NO_ANSWER
    }

    /// What the sensor measures, and how well.
    public record State(double celsius, double humidityPercent, Fault fault) {
        public State {
            if (!(celsius >= MIN_CELSIUS && celsius <= MAX_CELSIUS)) { // also refuses NaN
                throw new IllegalArgumentException(
                        "a DHT22 measures -40 to 80 degrees Celsius, not " + celsius);
            }
            if (!(humidityPercent >= MIN_HUMIDITY_PERCENT
                    && humidityPercent <= MAX_HUMIDITY_PERCENT)) {
                throw new IllegalArgumentException(
                        "a DHT22 measures 0 to 100 % humidity, not " + humidityPercent);
            }
        }
    }

    /// Told of each change, on the thread that caused it; must be quick and must not throw.
    @FunctionalInterface
    public interface Listener {
        void changed(State state);
    }

    private final List<Listener> listeners = new CopyOnWriteArrayList<>();
    private volatile State state;

    public Dht22(double celsius, double humidityPercent) {
        state = new State(celsius, humidityPercent, Fault.NONE);
    }

    /// Sets what the sensor measures from its next frame on.
    public void set(double celsius, double humidityPercent) {
        State next;
        synchronized (listeners) {
            next = new State(celsius, humidityPercent, state.fault());
            state = next;
        }
        listeners.forEach(each -> each.changed(next));
    }

    /// Breaks or repairs the sensor.
    public void fault(Fault fault) {
        State next;
        synchronized (listeners) {
            next = new State(state.celsius(), state.humidityPercent(), fault);
            state = next;
        }
        listeners.forEach(each -> each.changed(next));
    }

    public State state() {
        return state;
    }

    public double celsius() {
        return state.celsius();
    }

    public double humidityPercent() {
        return state.humidityPercent();
    }

    /// True unless the fault is [Fault#NO_ANSWER].
    public boolean answers() {
        return state.fault() != Fault.NO_ANSWER;
    }

    /// The five bytes the sensor would send now; with [Fault#CHECKSUM] one bit of them is wrong.
    public byte[] frame() {
        State now = state;
        int humidity = (int) Math.round(now.humidityPercent() * 10);
        int magnitude = (int) Math.round(Math.abs(now.celsius()) * 10);
        int temperature = magnitude | (now.celsius() < 0 && magnitude > 0 ? SIGN : 0);
        byte[] frame = {
            (byte) (humidity >> 8),
            (byte) humidity,
            (byte) (temperature >> 8),
            (byte) temperature,
            0
        };
        for (int i = 0; i < CHECKSUM_AT; i++) {
            frame[CHECKSUM_AT] += frame[i];
        }
        if (now.fault() == Fault.CHECKSUM) {
            frame[1] ^= 1;
        }
        return frame;
    }

    /// One frame as durations in microseconds, beginning with the high level after the host let go
    /// of the wire, levels alternating; after the last one the wire is high again.
    public static int[] edges(byte[] frame) {
        int[] edges = new int[3 + 2 * BITS + 1];
        edges[0] = RELEASE_MICROS;
        edges[1] = PREAMBLE_MICROS;
        edges[2] = PREAMBLE_MICROS;
        for (int bit = 0; bit < BITS; bit++) {
            boolean one = (frame[bit / 8] >> (7 - bit % 8) & 1) == 1;
            edges[3 + 2 * bit] = BIT_LOW_MICROS;
            edges[4 + 2 * bit] = one ? ONE_HIGH_MICROS : ZERO_HIGH_MICROS;
        }
        edges[edges.length - 1] = BIT_LOW_MICROS;
        return edges;
    }

    /// Adds a listener; running the result removes it.
    public Runnable listen(Listener listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }
}
