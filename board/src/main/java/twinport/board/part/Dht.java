// SPDX-License-Identifier: MIT
package twinport.board.part;

import java.time.Duration;
import java.util.function.UnaryOperator;

/// A sensor of temperature and humidity behind one wire: DHT11 or DHT22. Both send 40 bits, four
/// bytes and the low byte of their sum (AM2302 data sheet, "Communication and signal"; DHT11 data
/// sheet, "Communication Process: Serial Interface"); they differ in what the four bytes say.
public abstract sealed class Dht extends Part permits Dht11, Dht22 {
    /// The bytes of one frame.
    public static final int FRAME_BYTES = 5;

    private static final int BITS = FRAME_BYTES * 8;
    private static final int RELEASE_MICROS = 30;
    private static final int PREAMBLE_MICROS = 80;
    private static final int BIT_LOW_MICROS = 50;
    private static final int ZERO_HIGH_MICROS = 26;
    private static final int ONE_HIGH_MICROS = 70;
    private static final int CHECKSUM_AT = 4;

    /// What is wrong with the sensor.
    public enum Fault {
        NONE,
        /// A bit of the frame is flipped on the way.
        CHECKSUM,
        /// The wire stays high, as with a cut cable.
        NO_ANSWER
    }

    private final Object lock = new Object();
    private volatile UnaryOperator<PartState.Climate> course = UnaryOperator.identity();
    private volatile PartState.Climate state;

    Dht(Placement placement) {
        super(placement);
        state =
                new PartState.Climate(
                        placement.number("temperature"), placement.number("humidity"), Fault.NONE);
    }

    /// Sets what the sensor measures from its next frame on.
    ///
    /// @throws IllegalArgumentException outside of what it can measure
    public final void set(double celsius, double humidityPercent) {
        type().setting("temperature").check(celsius);
        type().setting("humidity").check(humidityPercent);
        synchronized (lock) {
            state = new PartState.Climate(celsius, humidityPercent, state.fault());
        }
        changed();
    }

    /// Breaks or repairs the sensor.
    public final void fault(Fault fault) {
        synchronized (lock) {
            state = new PartState.Climate(state.celsius(), state.humidityPercent(), fault);
        }
        changed();
    }

    @Override
    public final PartState.Climate state() {
        return state;
    }

    public final double celsius() {
        return state.celsius();
    }

    public final double humidityPercent() {
        return state.humidityPercent();
    }

    /// True unless the fault is [Fault#NO_ANSWER].
    public final boolean answers() {
        return state.fault() != Fault.NO_ANSWER;
    }

    /// The GPIO of its data line.
    public final int pin() {
        return placement().gpio("data").orElseThrow();
    }

    /// The host pulls the wire low at least this long to ask for a frame.
    public abstract Duration startLow();

    /// Asked again within this time, the sensor sends what it sent before.
    public abstract Duration sensingPeriod();

    @Override
    public final double get(String control) {
        return switch (control) {
            case "temperature" -> state.celsius();
            case "humidity" -> state.humidityPercent();
            default -> super.get(control);
        };
    }

    @Override
    final void turn(String control, double value) {
        synchronized (lock) {
            state =
                    control.equals("temperature")
                            ? new PartState.Climate(value, state.humidityPercent(), state.fault())
                            : new PartState.Climate(state.celsius(), value, state.fault());
        }
        changed();
    }

    /// From its next frame on the sensor tells what `next` makes of what it is set to: a curve, a
    /// noise. It is asked once a frame, and clamped to what the sensor can measure.
    public final void course(UnaryOperator<PartState.Climate> next) {
        course = next;
    }

    private PartState.Climate measured() {
        PartState.Climate told = course.apply(state);
        return new PartState.Climate(
                type().setting("temperature").clamped(told.celsius()),
                type().setting("humidity").clamped(told.humidityPercent()),
                told.fault());
    }

    /// The five bytes the sensor would send now; with [Fault#CHECKSUM] one bit of them is wrong.
    public final byte[] frame() {
        PartState.Climate now = measured();
        byte[] frame = new byte[FRAME_BYTES];
        encode(now, frame);
        for (int i = 0; i < CHECKSUM_AT; i++) {
            frame[CHECKSUM_AT] += frame[i];
        }
        if (now.fault() == Fault.CHECKSUM) {
            frame[1] ^= 1;
        }
        return frame;
    }

    /// Writes the four bytes before the check sum.
    abstract void encode(PartState.Climate now, byte[] frame);

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
}
