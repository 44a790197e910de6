// SPDX-License-Identifier: MIT
package twinport.cli.mqtt.format;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import twinport.cli.mqtt.session.MqttFailure;
import twinport.cli.mqtt.session.Received;

/// A format as mosquitto_sub's -F, read once and then applied to each message.
public final class MessageFormat {
    private static final int WIDEST = 10_000;

    /// `%`, flags, width, greatest width, and what is meant.
    private static final Pattern PERCENT =
            Pattern.compile("%([0-]*)(\\d{0,5})(?:\\.(\\d{1,5}))?(.)", Pattern.DOTALL);

    /// A part of the output; empty when this message cannot be shown that way.
    private interface Piece extends Function<Received, Optional<byte[]>> {}

    private final List<Piece> pieces;

    private MessageFormat(List<Piece> pieces) {
        this.pieces = pieces;
    }

    public static MessageFormat compile(String format, ZoneId zone) throws MqttFailure {
        List<Piece> pieces = new ArrayList<>();
        Matcher percent = PERCENT.matcher(format);
        int at = 0;
        while (at < format.length()) {
            char sign = format.charAt(at);
            if (sign == '%') {
                if (!percent.find(at) || percent.start() != at) {
                    throw MqttFailure.usage(
                            "a lone % at the end, at -F", "write %% for the sign itself");
                }
                pieces.add(field(percent, zone));
                at = percent.end();
            } else if (sign == '@' || sign == '\\') {
                if (at + 1 == format.length()) {
                    throw MqttFailure.usage(
                            "a lone %c at the end, at -F".formatted(sign),
                            "write it twice for the sign itself");
                }
                char meant = format.charAt(at + 1);
                pieces.add(sign == '@' ? time(meant, zone) : fixed(escape(meant)));
                at += 2;
            } else {
                int end = at;
                while (end < format.length() && "%@\\".indexOf(format.charAt(end)) < 0) {
                    end++;
                }
                pieces.add(fixed(format.substring(at, end)));
                at = end;
            }
        }
        return new MessageFormat(pieces);
    }

    /// @return empty when the message cannot be shown in this form: %J and a payload that is not
    ///   JSON
    public Optional<byte[]> apply(Received message) {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (Piece piece : pieces) {
            Optional<byte[]> bytes = piece.apply(message);
            if (bytes.isEmpty()) {
                return Optional.empty();
            }
            line.writeBytes(bytes.get());
        }
        return Optional.of(line.toByteArray());
    }

    private static Piece field(Matcher percent, ZoneId zone) throws MqttFailure {
        char meant = percent.group(4).charAt(0);
        MessageField field = MessageField.of(meant, zone);
        Width width =
                new Width(
                        percent.group(1).contains("-"),
                        percent.group(1).contains("0") && field.padsWithZeros(),
                        number(percent.group(2), 0),
                        number(percent.group(3) == null ? "" : percent.group(3), WIDEST));
        boolean plain = percent.end() - percent.start() == 2;
        if (!plain && !field.takesWidth()) {
            throw MqttFailure.usage(
                    "%%%c takes no width, at -F %s".formatted(meant, percent.group()),
                    "leave the width out");
        }
        return message ->
                field.bytes(message).map(bytes -> plain ? bytes : width.pad(bytes, field));
    }

    private static int number(String digits, int absent) throws MqttFailure {
        int number = digits.isEmpty() ? absent : Integer.parseInt(digits);
        if (number > WIDEST) {
            throw MqttFailure.usage("too wide, at -F " + number, "use at most " + WIDEST);
        }
        return number;
    }

    private record Width(boolean left, boolean zeros, int least, int most) {
        byte[] pad(byte[] bytes, MessageField field) {
            if (!field.isText()) {
                return bytes;
            }
            String text = new String(bytes, StandardCharsets.UTF_8);
            int length = text.codePointCount(0, text.length());
            if (length > most) {
                text = text.substring(0, text.offsetByCodePoints(0, most));
                length = most;
            }
            String filling = (zeros && !left ? "0" : " ").repeat(Math.max(0, least - length));
            return (left ? text + filling : filling + text).getBytes(StandardCharsets.UTF_8);
        }
    }

    private static Piece time(char meant, ZoneId zone) throws MqttFailure {
        if (meant == '@') {
            return fixed("@");
        }
        var part = TimeParts.formatter(meant, zone);
        return message -> Optional.of(part.format(message.at()).getBytes(StandardCharsets.UTF_8));
    }

    private static String escape(char meant) throws MqttFailure {
        return switch (meant) {
            case '\\' -> "\\";
            case '0' -> "\0";
            case 'a' -> "\u0007";
            case 'e' -> "\u001B";
            case 'n' -> "\n";
            case 'r' -> "\r";
            case 't' -> "\t";
            case 'v' -> "\u000B";
            default ->
                    throw MqttFailure.usage(
                            "no such escape, at -F \\" + meant,
                            "use one of: \\\\ \\0 \\a \\e \\n \\r \\t \\v");
        };
    }

    private static Piece fixed(String text) {
        Optional<byte[]> bytes = Optional.of(text.getBytes(StandardCharsets.UTF_8));
        return message -> bytes;
    }
}
