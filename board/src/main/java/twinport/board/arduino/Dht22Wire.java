// SPDX-License-Identifier: MIT
package twinport.board.arduino;

import java.time.Duration;
import twinport.board.part.Dht;
import twinport.board.part.Pins;

/// The one wire between a sketch and its DHT22 or DHT11, level by level. The sketch pulls it low,
/// lets go, and then finds the sensor's answer on it (AM2302 data sheet, "Communication and
/// signal").
final class Dht22Wire {
    private static final long NEVER = Long.MIN_VALUE;

    private final int pin;
    private final Pins pins;
    private final Dht sensor;
    private final SketchClock clock;
    private long lowSince = NEVER;
    private long answerFrom = NEVER;
    private long measuredAt = NEVER;
    private byte[] frame = {};
    private int[] edges = {};

    Dht22Wire(Pins pins, Dht sensor, SketchClock clock) {
        this.pin = sensor.pin();
        this.pins = pins;
        this.sensor = sensor;
        this.clock = clock;
    }

    boolean isOn(int number) {
        return number == pin;
    }

    /// The sketch changed the pin's mode or output.
    void hostChanged() {
        boolean output =
                switch (pins.mode(pin)) {
                    case OUTPUT, OUTPUT_OPEN_DRAIN -> true;
                    case INPUT, INPUT_PULLUP, INPUT_PULLDOWN -> false;
                };
        if (output && !pins.read(pin)) {
            if (lowSince == NEVER) {
                quiet();
                lowSince = clock.now();
            }
        } else if (lowSince != NEVER) {
            long low = clock.now() - lowSince;
            lowSince = NEVER;
            if (low >= micros(sensor.startLow()) && sensor.answers()) {
                answer();
            }
        }
    }

    /// The level the sketch finds when it does not drive the pin itself: the wire has a pull-up.
    boolean level() {
        if (answerFrom == NEVER) {
            return true;
        }
        long left = clock.now() - answerFrom;
        boolean high = true;
        for (int edge : edges) {
            left -= edge;
            if (left < 0) {
                return high;
            }
            high = !high;
        }
        quiet();
        return true;
    }

    private void answer() {
        clock.beginFrame(); // first: from here on time stands still between two looks
        long now = clock.now();
        if (measuredAt == NEVER || now - measuredAt >= micros(sensor.sensingPeriod())) {
            measuredAt = now;
            frame = sensor.frame();
        }
        edges = Dht.edges(frame);
        answerFrom = now;
    }

    private static long micros(Duration duration) {
        return duration.toNanos() / 1_000;
    }

    private void quiet() {
        answerFrom = NEVER;
        clock.endFrame();
    }
}
