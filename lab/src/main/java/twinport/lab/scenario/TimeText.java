// SPDX-License-Identifier: MIT
package twinport.lab.scenario;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/// Times as scenarios write them: `250us`, `100ms`, `1.5s`, `2m`, `1h`.
final class TimeText {
    /// A longer time is a mistake.
    static final Duration LONGEST = Duration.ofDays(30);

    private static final Pattern FORM =
            Pattern.compile("(\\d{1,9}(?:\\.\\d{1,6})?) ?(us|ms|s|m|h)");

    private TimeText() {}

    /// Empty if the text is no time, or longer than [#LONGEST].
    static Optional<Duration> parse(String text) {
        var matcher = FORM.matcher(text.strip());
        if (!matcher.matches()) {
            return Optional.empty();
        }
        long unit =
                switch (matcher.group(2)) {
                    case "us" -> 1_000L;
                    case "ms" -> 1_000_000L;
                    case "s" -> 1_000_000_000L;
                    case "m" -> 60_000_000_000L;
                    default -> 3_600_000_000_000L;
                };
        BigDecimal nanos =
                new BigDecimal(matcher.group(1))
                        .multiply(BigDecimal.valueOf(unit))
                        .setScale(0, RoundingMode.HALF_UP);
        if (nanos.compareTo(BigDecimal.valueOf(LONGEST.toNanos())) > 0) {
            return Optional.empty();
        }
        return Optional.of(Duration.ofNanos(nanos.longValueExact()));
    }

    /// A time for people: seconds with three digits, or minutes and seconds.
    static String of(Duration time) {
        if (time.compareTo(Duration.ofSeconds(1)) < 0) {
            return time.toMillis() + " ms";
        }
        if (time.compareTo(Duration.ofMinutes(2)) < 0) {
            BigDecimal seconds = BigDecimal.valueOf(time.toMillis(), 3).stripTrailingZeros();
            return (seconds.scale() < 0 ? seconds.setScale(0) : seconds).toPlainString() + " s";
        }
        if (time.compareTo(Duration.ofHours(2)) >= 0 && time.toMinutesPart() == 0) {
            return time.toHours() + " h";
        }
        long minutes = time.toMinutes();
        return minutes
                + " min"
                + (time.toSecondsPart() == 0 ? "" : " " + time.toSecondsPart() + " s");
    }
}
