// SPDX-License-Identifier: MIT
package twinport.cli.history;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.regex.Pattern;
import twinport.cli.Exit;
import twinport.cli.Failure;

/// Times as people write them: RFC 3339 (`2026-01-31T12:00:00Z`, `2026-01-31` for its beginning in
/// UTC), or how long ago (`90s`, `10m`, `2h`, `30d`).
final class Times {
    private static final Pattern AGO = Pattern.compile("(\\d{1,6})([smhd])");
    private static final Pattern DAY = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");
    private static final long NANOS = 1_000_000_000L;

    private Times() {}

    /// @param option that it stands at
    static long nanos(String option, String text, Instant now) {
        Instant time;
        try {
            if (AGO.matcher(text).matches()) {
                time = now.minus(ago(option, text));
            } else if (DAY.matcher(text).matches()) {
                time = java.time.LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
            } else {
                time = OffsetDateTime.parse(text).toInstant();
            }
            return Math.addExact(Math.multiplyExact(time.getEpochSecond(), NANOS), time.getNano());
        } catch (DateTimeException | ArithmeticException e) {
            throw new Failure(
                    Exit.USAGE,
                    "this is no time, at " + option + " " + Cells.plain(text),
                    "write 2026-01-31T12:00:00Z, 2026-01-31, or how long ago: 90s, 10m, 2h, 30d");
        }
    }

    static Duration ago(String option, String text) {
        var form = AGO.matcher(text);
        if (!form.matches()) {
            throw new Failure(
                    Exit.USAGE,
                    "this is no length of time, at " + option + " " + Cells.plain(text),
                    "write 90s, 10m, 2h or 30d");
        }
        long number = Long.parseLong(form.group(1));
        return switch (form.group(2)) {
            case "s" -> Duration.ofSeconds(number);
            case "m" -> Duration.ofMinutes(number);
            case "h" -> Duration.ofHours(number);
            default -> Duration.ofDays(number);
        };
    }
}
