// SPDX-License-Identifier: MIT
package twinport.wire.mqtt;

import static twinport.wire.mqtt.PropertyId.Form.*;

import org.jspecify.annotations.Nullable;

/// The properties of MQTT 5.0 (§2.2.2.2, table 2-4): identifier, form, and where each may stand.
public enum PropertyId {
    PAYLOAD_FORMAT_INDICATOR(1, BYTE, "PW"),
    MESSAGE_EXPIRY_INTERVAL(2, FOUR_BYTES, "PW"),
    CONTENT_TYPE(3, TEXT, "PW"),
    RESPONSE_TOPIC(8, TEXT, "PW"),
    CORRELATION_DATA(9, BINARY, "PW"),
    SUBSCRIPTION_IDENTIFIER(11, VARIABLE, "PS"),
    SESSION_EXPIRY_INTERVAL(17, FOUR_BYTES, "CcD"),
    ASSIGNED_CLIENT_IDENTIFIER(18, TEXT, "c"),
    SERVER_KEEP_ALIVE(19, TWO_BYTES, "c"),
    AUTHENTICATION_METHOD(21, TEXT, "CcX"),
    AUTHENTICATION_DATA(22, BINARY, "CcX"),
    REQUEST_PROBLEM_INFORMATION(23, BYTE, "C"),
    WILL_DELAY_INTERVAL(24, FOUR_BYTES, "W"),
    REQUEST_RESPONSE_INFORMATION(25, BYTE, "C"),
    RESPONSE_INFORMATION(26, TEXT, "c"),
    SERVER_REFERENCE(28, TEXT, "cD"),
    REASON_STRING(31, TEXT, "cAsuDX"),
    RECEIVE_MAXIMUM(33, TWO_BYTES, "Cc"),
    TOPIC_ALIAS_MAXIMUM(34, TWO_BYTES, "Cc"),
    TOPIC_ALIAS(35, TWO_BYTES, "P"),
    MAXIMUM_QOS(36, BYTE, "c"),
    RETAIN_AVAILABLE(37, BYTE, "c"),
    USER_PROPERTY(38, PAIR, "CcPWASsUuDX"),
    MAXIMUM_PACKET_SIZE(39, FOUR_BYTES, "Cc"),
    WILDCARD_SUBSCRIPTION_AVAILABLE(40, BYTE, "c"),
    SUBSCRIPTION_IDENTIFIER_AVAILABLE(41, BYTE, "c"),
    SHARED_SUBSCRIPTION_AVAILABLE(42, BYTE, "c");

    enum Form {
        BYTE,
        TWO_BYTES,
        FOUR_BYTES,
        VARIABLE,
        TEXT,
        BINARY,
        PAIR
    }

    /// Where properties stand. The letters are those of the table above.
    enum Place {
        CONNECT('C'),
        CONNACK('c'),
        PUBLISH('P'),
        WILL('W'),
        ACKNOWLEDGEMENT('A'),
        SUBSCRIBE('S'),
        SUBACK('s'),
        UNSUBSCRIBE('U'),
        UNSUBACK('u'),
        DISCONNECT('D'),
        AUTH('X');

        private final char letter;

        Place(char letter) {
            this.letter = letter;
        }
    }

    private static final int HIGHEST = 42;
    private static final @Nullable PropertyId[] BY_NUMBER = new PropertyId[HIGHEST + 1];

    static {
        for (PropertyId id : values()) {
            BY_NUMBER[id.number] = id;
        }
    }

    private final int number;
    private final Form form;
    private final String places;

    PropertyId(int number, Form form, String letters) {
        this.number = number;
        this.form = form;
        this.places = letters;
    }

    public int number() {
        return number;
    }

    /// The property with this identifier; null when there is none.
    public static @Nullable PropertyId of(long number) {
        return number < 0 || number > HIGHEST ? null : BY_NUMBER[(int) number];
    }

    Form form() {
        return form;
    }

    boolean mayStandIn(Place place) {
        return places.indexOf(place.letter) >= 0;
    }

    /// Only these may come more than once (§2.2.2.2, §3.3.2.3.8), and the identifier of a
    /// subscription only where messages match several (§3.8.2.1.2).
    boolean mayRepeat(Place place) {
        return this == USER_PROPERTY || (this == SUBSCRIPTION_IDENTIFIER && place == Place.PUBLISH);
    }

    /// Whether a number may be its value.
    boolean mayBe(long value) {
        return switch (this) {
            case PAYLOAD_FORMAT_INDICATOR,
                    REQUEST_PROBLEM_INFORMATION,
                    REQUEST_RESPONSE_INFORMATION,
                    MAXIMUM_QOS,
                    RETAIN_AVAILABLE,
                    WILDCARD_SUBSCRIPTION_AVAILABLE,
                    SUBSCRIPTION_IDENTIFIER_AVAILABLE,
                    SHARED_SUBSCRIPTION_AVAILABLE ->
                    value <= 1;
            case SUBSCRIPTION_IDENTIFIER, RECEIVE_MAXIMUM, TOPIC_ALIAS, MAXIMUM_PACKET_SIZE ->
                    value != 0;
            default -> true;
        };
    }

    /// What [#mayBe] allows.
    String range() {
        return form == BYTE ? "0 or 1" : "not 0";
    }

    /// The section that says so.
    String section() {
        return switch (this) {
            case PAYLOAD_FORMAT_INDICATOR -> "§3.3.2.3.2";
            case REQUEST_PROBLEM_INFORMATION -> "§3.1.2.11.7";
            case REQUEST_RESPONSE_INFORMATION -> "§3.1.2.11.6";
            case MAXIMUM_QOS -> "§3.2.2.3.4";
            case RETAIN_AVAILABLE -> "§3.2.2.3.5";
            case WILDCARD_SUBSCRIPTION_AVAILABLE -> "§3.2.2.3.11";
            case SUBSCRIPTION_IDENTIFIER_AVAILABLE -> "§3.2.2.3.12";
            case SHARED_SUBSCRIPTION_AVAILABLE -> "§3.2.2.3.13";
            case SUBSCRIPTION_IDENTIFIER -> "§3.8.2.1.2";
            case RECEIVE_MAXIMUM -> "§3.1.2.11.3";
            case TOPIC_ALIAS -> "§3.3.2.3.4";
            case MAXIMUM_PACKET_SIZE -> "§3.1.2.11.4";
            default -> "§2.2.2.2";
        };
    }
}
