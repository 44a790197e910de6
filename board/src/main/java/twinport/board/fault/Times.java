// SPDX-License-Identifier: MIT
package twinport.board.fault;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Times as scenarios write them: `500us`, `100ms`, `1.5s`, `2m`, `1h`.
final class Times {
    private static final Pattern FORM = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,6})?)(us|ms|s|m|h)");

    private Times() {}

    static Duration parse(String text, String name, FaultKind kind) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw new IllegalArgumentException(
                    name
                            + " is a time such as 200ms, 1.5s or 2m, not "
                            + text
                            + ": "
                            + kind.form());
        }
        double unit =
                switch (form.group(2)) {
                    case "us" -> 1e3;
                    case "ms" -> 1e6;
                    case "s" -> 1e9;
                    case "m" -> 60e9;
                    default -> 3_600e9;
                };
        return Duration.ofNanos(Math.round(Double.parseDouble(form.group(1)) * unit));
    }
}
