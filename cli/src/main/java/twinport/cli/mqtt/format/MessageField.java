// SPDX-License-Identifier: MIT
package twinport.cli.mqtt.format;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoField;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import twinport.cli.mqtt.session.MessageProperties;
import twinport.cli.mqtt.session.MqttFailure;
import twinport.cli.mqtt.session.Received;

/// What a letter after `%` stands for.
///
/// @param isText false for raw bytes, whose width is not changed
record MessageField(
        Function<Received, Optional<byte[]>> value,
        boolean isText,
        boolean padsWithZeros,
        boolean takesWidth) {

    static MessageField of(char letter, ZoneId zone) throws MqttFailure {
        return switch (letter) {
            case '%' -> fixed(m -> "%");
            case 't' -> text(Received::topic);
            case 'p' -> raw(Received::payload);
            case 'x' -> number(m -> HexFormat.of().formatHex(m.payload()));
            case 'X' -> number(m -> HexFormat.of().withUpperCase().formatHex(m.payload()));
            case 'l' -> number(m -> Integer.toString(m.payload().length));
            case 'q' -> fixed(m -> Integer.toString(m.qos()));
            case 'r' -> fixed(m -> m.retained() ? "1" : "0");
            case 'j' -> json(zone, false);
            case 'J' -> json(zone, true);
            case 'I' -> text(m -> iso(m.at(), zone));
            case 'U' ->
                    fixed(m ->
                            String.format(
                                    Locale.ROOT,
                                    "%d.%09d",
                                    m.at().getEpochSecond(),
                                    m.at().get(ChronoField.NANO_OF_SECOND)));
            case 'C' -> text(m -> given(m.properties().contentType()));
            case 'R' -> text(m -> given(m.properties().responseTopic()));
            case 'E' -> number(m -> given(m.properties().expirySeconds()));
            case 'F' -> number(m -> given(m.properties().payloadFormat()));
            case 'P' -> fixed(m -> pairs(m.properties()));
            case 'D' -> raw(m -> correlation(m.properties()));
            default -> throw unknown(letter);
        };
    }

    Optional<byte[]> bytes(Received message) {
        return value.apply(message);
    }

    private static MqttFailure unknown(char letter) {
        String what =
                switch (letter) {
                    case 'm' -> "the packet's number is not known here, at -F %m";
                    case 'A' -> "the topic alias is not known here, at -F %A";
                    case 'S' -> "the subscription's number is not known here, at -F %S";
                    default -> "no such field, at -F %" + letter;
                };
        return MqttFailure.usage(
                what,
                "use one of: %t %p %x %X %l %q %r %j %J %I %U %C %D %E %F %P %R, or %% for the sign");
    }

    private static MessageField text(Function<Received, String> value) {
        return new MessageField(utf8(value), true, false, true);
    }

    private static MessageField number(Function<Received, String> value) {
        return new MessageField(utf8(value), true, true, true);
    }

    private static MessageField fixed(Function<Received, String> value) {
        return new MessageField(utf8(value), true, false, false);
    }

    private static MessageField raw(Function<Received, byte[]> value) {
        return new MessageField(value.andThen(Optional::of), false, false, false);
    }

    private static MessageField json(ZoneId zone, boolean nested) {
        return new MessageField(
                message ->
                        JsonText.message(message, zone, nested)
                                .map(text -> text.getBytes(StandardCharsets.UTF_8)),
                true,
                false,
                false);
    }

    private static Function<Received, Optional<byte[]>> utf8(Function<Received, String> value) {
        return message -> Optional.of(value.apply(message).getBytes(StandardCharsets.UTF_8));
    }

    private static String given(@Nullable Object value) {
        return value == null ? "" : value.toString();
    }

    private static byte[] correlation(MessageProperties properties) {
        byte[] data = properties.correlationData();
        return data == null ? new byte[0] : data;
    }

    private static String pairs(MessageProperties properties) {
        return properties.userProperties().stream()
                .map(pair -> pair.name() + ":" + pair.value())
                .collect(Collectors.joining(" "));
    }

    static String iso(Instant at, ZoneId zone) {
        return DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ssxx", Locale.ROOT)
                .withZone(zone)
                .format(at);
    }
}
