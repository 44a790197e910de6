// SPDX-License-Identifier: MIT
package twinport.board.part;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/// The GPIO pins of one board: what the firmware sets, what the outside drives, and the level that
/// results. Safe for use by the board's thread and by observers at once.
///
/// The level of a pin is, in this order: what the firmware drives (PWM, output modes), what the
/// outside drives, the pull resistor, low (ESP32 Technical Reference Manual, "IO MUX and GPIO
/// Matrix").
public final class Pins {
    /// GPIO 0 to 39, as on the ESP32.
    public static final int COUNT = 40;

    /// The supply, and so the voltage of a high pin.
    public static final int SUPPLY_MILLIVOLTS = 3300;

    private static final int UNSET = -1;

    /// How the firmware configured a pin.
    public enum Mode {
        INPUT,
        INPUT_PULLUP,
        INPUT_PULLDOWN,
        OUTPUT,
        /// Drives low, floats high.
        OUTPUT_OPEN_DRAIN
    }

    /// Told of each change of level, on the thread that caused it; must be quick and must not
    /// throw.
    @FunctionalInterface
    public interface Listener {
        void changed(int pin, boolean high);
    }

    /// Told of each change of what the firmware drives on a pin, PWM included, on the thread that
    /// caused it; must be quick and must not throw.
    @FunctionalInterface
    public interface SignalListener {
        void changed(int pin, Signal signal);
    }

    /// What the firmware drives on a pin.
    ///
    /// @param hertz of its PWM; 0 when it is a plain level
    /// @param high the share of the time in which it drives the pin high, 0 to 1
    /// @param low the share of the time in which it drives the pin low, 0 to 1
    public record Signal(double hertz, double high, double low) {
        /// Driven by nobody, as an input.
        public static final Signal NONE = new Signal(0, 0, 0);

        public static final Signal HIGH = new Signal(0, 1, 0);
        public static final Signal LOW = new Signal(0, 0, 1);
    }

    private final Object lock = new Object();
    private final Mode[] modes = new Mode[COUNT];
    private final boolean[] latches = new boolean[COUNT];
    private final @Nullable Boolean[] driven = new @Nullable Boolean[COUNT];
    private final int[] millivolts = new int[COUNT];
    private final @Nullable Signal[] waves = new @Nullable Signal[COUNT];
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();
    private final List<SignalListener> signalListeners = new CopyOnWriteArrayList<>();

    /// All inputs, nothing attached.
    public Pins() {
        Arrays.fill(modes, Mode.INPUT);
        Arrays.fill(millivolts, UNSET);
    }

    /// True when `pin` is one the ESP32 has.
    public static boolean exists(int pin) {
        return pin >= 0 && pin < COUNT;
    }

    /// What `pinMode` does.
    public void mode(int pin, Mode mode) {
        change(pin, () -> modes[pin] = mode);
    }

    public Mode mode(int pin) {
        check(pin);
        synchronized (lock) {
            return modes[pin];
        }
    }

    /// Sets the output latch, as `digitalWrite` does; the level follows only in an output mode.
    public void write(int pin, boolean high) {
        change(pin, () -> latches[pin] = high);
    }

    /// Puts PWM on the pin, which then drives it whatever its mode and its latch are, until
    /// [#pwmOff]. Its level is the one it has for the longer part of the time.
    ///
    /// @param hertz more than 0
    /// @param duty the share of the time in which it is high, 0 to 1
    public void pwm(int pin, double hertz, double duty) {
        if (!(hertz > 0 && duty >= 0 && duty <= 1)) { // also refuses NaN
            throw new IllegalArgumentException(
                    "PWM has more than 0 Hz and a duty from 0 to 1, not %s Hz and %s"
                            .formatted(hertz, duty));
        }
        Signal wave = new Signal(hertz, duty, 1 - duty);
        change(pin, () -> waves[pin] = wave);
    }

    /// Takes PWM off the pin: mode and latch drive it again.
    public void pwmOff(int pin) {
        change(pin, () -> waves[pin] = null);
    }

    /// What the firmware drives on the pin.
    public Signal signal(int pin) {
        check(pin);
        synchronized (lock) {
            return driving(pin);
        }
    }

    /// Drives the pin from outside, as a button or a sensor does.
    public void drive(int pin, boolean high) {
        change(
                pin,
                () -> {
                    millivolts[pin] = UNSET;
                    driven[pin] = high;
                });
    }

    /// Puts a voltage on the pin, as a potentiometer does; above half of the supply it reads as
    /// high.
    public void voltage(int pin, int value) {
        if (value < 0 || value > SUPPLY_MILLIVOLTS) {
            throw new IllegalArgumentException(
                    "a pin of the ESP32 takes 0 to " + SUPPLY_MILLIVOLTS + " mV, not " + value);
        }
        change(
                pin,
                () -> {
                    millivolts[pin] = value;
                    driven[pin] = value > SUPPLY_MILLIVOLTS / 2;
                });
    }

    /// The voltage on the pin in millivolts, as its level says when nobody put another there.
    public int voltage(int pin) {
        check(pin);
        synchronized (lock) {
            boolean analog =
                    millivolts[pin] != UNSET && modes[pin] != Mode.OUTPUT && waves[pin] == null;
            return analog ? millivolts[pin] : level(pin) ? SUPPLY_MILLIVOLTS : 0;
        }
    }

    /// The outside lets go of the pin.
    public void release(int pin) {
        change(
                pin,
                () -> {
                    millivolts[pin] = UNSET;
                    driven[pin] = null;
                });
    }

    /// The level on the pin.
    public boolean read(int pin) {
        check(pin);
        synchronized (lock) {
            return level(pin);
        }
    }

    /// What a reset of the chip does: all pins are inputs again; the outside keeps what it drives.
    public void reset() {
        for (int pin = 0; pin < COUNT; pin++) {
            pwmOff(pin);
            int each = pin;
            change(
                    each,
                    () -> {
                        modes[each] = Mode.INPUT;
                        latches[each] = false;
                    });
        }
    }

    /// Adds a listener; running the result removes it.
    public Runnable listen(Listener listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    /// Adds a listener of what the firmware drives; running the result removes it.
    public Runnable listenSignals(SignalListener listener) {
        signalListeners.add(listener);
        return () -> signalListeners.remove(listener);
    }

    private void change(int pin, Runnable edit) {
        check(pin);
        boolean before;
        boolean after;
        Signal drivenBefore;
        Signal drivenAfter;
        synchronized (lock) {
            before = level(pin);
            drivenBefore = driving(pin);
            edit.run();
            after = level(pin);
            drivenAfter = driving(pin);
        }
        if (before != after) {
            listeners.forEach(each -> each.changed(pin, after));
        }
        if (!drivenBefore.equals(drivenAfter)) {
            signalListeners.forEach(each -> each.changed(pin, drivenAfter));
        }
    }

    private Signal driving(int pin) {
        Signal wave = waves[pin];
        if (wave != null) {
            return wave;
        }
        return switch (modes[pin]) {
            case OUTPUT -> latches[pin] ? Signal.HIGH : Signal.LOW;
            case OUTPUT_OPEN_DRAIN -> latches[pin] ? Signal.NONE : Signal.LOW;
            case INPUT, INPUT_PULLUP, INPUT_PULLDOWN -> Signal.NONE;
        };
    }

    private boolean level(int pin) {
        Signal wave = waves[pin];
        if (wave != null) {
            return wave.high() >= wave.low();
        }
        Boolean outside = driven[pin];
        return switch (modes[pin]) {
            case OUTPUT -> latches[pin];
            case OUTPUT_OPEN_DRAIN -> latches[pin] && (outside == null || outside);
            case INPUT_PULLUP -> outside == null || outside;
            case INPUT, INPUT_PULLDOWN -> outside != null && outside;
        };
    }

    private static void check(int pin) {
        if (!exists(pin)) {
            throw new IllegalArgumentException(
                    "GPIO " + pin + " does not exist: the ESP32 has 0 to " + (COUNT - 1));
        }
    }
}
