// SPDX-License-Identifier: MIT
package twinport.cli.mqtt.format;

import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import twinport.cli.mqtt.session.MqttFailure;

/// The letters of strftime(3) that `@` may be followed by, as POSIX.1-2017 defines them in the C
/// locale, and mosquitto's own `@N`.
final class TimeParts {
    private TimeParts() {}

    static DateTimeFormatter formatter(char letter, ZoneId zone) throws MqttFailure {
        String pattern =
                switch (letter) {
                    case 'Y' -> "uuuu";
                    case 'y' -> "uu";
                    case 'm' -> "MM";
                    case 'd' -> "dd";
                    case 'e' -> "ppd";
                    case 'j' -> "DDD";
                    case 'F' -> "uuuu-MM-dd";
                    case 'D' -> "MM/dd/uu";
                    case 'H' -> "HH";
                    case 'I' -> "hh";
                    case 'M' -> "mm";
                    case 'S' -> "ss";
                    case 'p' -> "a";
                    case 'T' -> "HH:mm:ss";
                    case 'R' -> "HH:mm";
                    case 'N' -> "nnnnnnnnn";
                    case 'z' -> "xx";
                    case 'Z' -> "zzz";
                    case 'A' -> "EEEE";
                    case 'a' -> "EEE";
                    case 'B' -> "MMMM";
                    case 'b', 'h' -> "MMM";
                    case 'c' -> "EEE MMM ppd HH:mm:ss uuuu";
                    default ->
                            throw MqttFailure.usage(
                                    "no such part of the time, at -F @" + letter,
                                    "use one of: @Y @y @m @d @e @j @F @D @H @I @M @S @p @T @R @N @z"
                                            + " @Z @A @a @B @b @h @c, or @@ for the sign");
                };
        return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH).withZone(zone);
    }
}
