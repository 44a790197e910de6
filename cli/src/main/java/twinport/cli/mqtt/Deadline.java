// SPDX-License-Identifier: MIT
package twinport.cli.mqtt;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import twinport.cli.mqtt.session.ConnectionSettings;
import twinport.cli.mqtt.session.MqttFailure;

/// The moment that -W names, counted from the start of the command.
final class Deadline {
    private final LongSupplier nanoTime;
    private final long start;
    private final @Nullable Integer seconds;

    private Deadline(LongSupplier nanoTime, @Nullable Integer seconds) {
        this.nanoTime = nanoTime;
        this.start = nanoTime.getAsLong();
        this.seconds = seconds;
    }

    static Deadline in(@Nullable Integer seconds) throws MqttFailure {
        if (seconds != null && seconds < 1) {
            throw MqttFailure.usage("no such time, at -W " + seconds, "use 1 second or more");
        }
        return new Deadline(System::nanoTime, seconds);
    }

    /// @return null when there is no limit
    @Nullable Duration left() {
        return seconds == null
                ? null
                : Duration.ofSeconds(seconds).minusNanos(nanoTime.getAsLong() - start);
    }

    MqttFailure passed(String option, ConnectionSettings settings) {
        return new MqttFailure(
                MqttFailure.Kind.TIMEOUT,
                "the time is over (%s %s), at %s".formatted(option, seconds, settings.address()),
                "give more time, or see that somebody publishes to this topic");
    }
}
