// SPDX-License-Identifier: MIT
package twinport.wire.filter;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.math.BigDecimal;
import java.net.InetAddress;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Locale;
import twinport.wire.field.Field;
import twinport.wire.mqtt.PacketType;

/// Reads values in the form that their field has.
final class Literals {
    private static final int NANO_DIGITS = 9;
    private static final int NUMBER_CHARS_MAX = 40;

    private Literals() {}

    static Literal of(Field field, Token token) {
        return of(field, token, token.text());
    }

    /// @param text the token's, or a part of it
    static Literal of(Field field, Token token, String text) {
        return switch (field.type()) {
            case NUMBER, BOOLEAN -> number(field, token, text);
            case TEXT -> new Literal.Text(text);
            case BYTES -> bytes(token, text);
            case TIME -> time(token, text);
            case SCALAR -> scalar(token, text);
            case ADDRESS -> network(token, text);
            case LAYER -> throw wrong(token, field + " has no value", "it is there or not");
        };
    }

    private static SyntaxError wrong(Token token, String seen, String allowed) {
        return new SyntaxError(token.from(), seen, allowed);
    }

    private static Literal number(Field field, Token token, String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        if (lower.equals("true") || lower.equals("false")) {
            return new Literal.Whole(lower.equals("true") ? 1 : 0);
        }
        if (field.name().equals("mqtt.msgtype")) {
            for (PacketType type : PacketType.values()) {
                if (type.name().toLowerCase(Locale.ROOT).equals(lower)) {
                    return new Literal.Whole(type.number());
                }
            }
        }
        try {
            return new Literal.Whole(
                    lower.startsWith("0x")
                            ? Long.parseLong(lower, 2, lower.length(), 16)
                            : Long.parseLong(lower));
        } catch (NumberFormatException e) {
            throw wrong(
                    token,
                    token.seen() + " is no number",
                    field.name() + " is compared with numbers, as 3 or 0x03");
        }
    }

    /// A text in quotes stands for its UTF-8 bytes, a word for hexadecimal.
    private static Literal bytes(Token token, String text) {
        if (token.kind() == Token.Kind.QUOTED) {
            return new Literal.Bytes(text.getBytes(UTF_8));
        }
        String digits = text.startsWith("0x") ? text.substring(2) : text;
        try {
            return new Literal.Bytes(HexFormat.of().parseHex(digits.replace(":", "")));
        } catch (IllegalArgumentException e) {
            throw wrong(
                    token,
                    token.seen() + " are no bytes",
                    "bytes are written as de:ad:be:ef, or as a text in quotes");
        }
    }

    /// A word that looks like a number is one; `true` and `false` are truth values.
    private static Literal scalar(Token token, String text) {
        boolean word = token.kind() == Token.Kind.WORD;
        if (word && (text.equals("true") || text.equals("false"))) {
            return new Literal.Whole(text.equals("true") ? 1 : 0);
        }
        boolean number =
                word
                        && text.length() <= NUMBER_CHARS_MAX
                        && text.matches("-?[0-9]+(\\.[0-9]+)?([eE][+-]?[0-9]+)?");
        return number ? new Literal.Decimal(Double.parseDouble(text)) : new Literal.Text(text);
    }

    private static Literal time(Token token, String text) {
        try {
            if (text.indexOf('T') > 0) {
                Instant instant = Instant.parse(text);
                return new Literal.Whole(
                        Math.addExact(
                                Math.multiplyExact(instant.getEpochSecond(), 1_000_000_000L),
                                instant.getNano()));
            }
            // a long exponent would make a number of any length
            boolean plain =
                    text.length() <= NUMBER_CHARS_MAX && text.matches("-?[0-9]+(\\.[0-9]+)?");
            if (plain) {
                return new Literal.Whole(
                        new BigDecimal(text).movePointRight(NANO_DIGITS).longValueExact());
            }
        } catch (DateTimeException | ArithmeticException e) {
            // told below
        }
        throw wrong(
                token,
                token.seen() + " is no time",
                "a time is in seconds, as 1700000000.25, or as 2026-01-31T12:00:00Z");
    }

    private static Literal network(Token token, String text) {
        int slash = text.indexOf('/');
        try {
            byte[] address =
                    InetAddress.ofLiteral(slash < 0 ? text : text.substring(0, slash)).getAddress();
            int all = address.length * 8;
            int bits = slash < 0 ? all : Integer.parseInt(text.substring(slash + 1));
            if (bits >= 0 && bits <= all) {
                return new Literal.Network(address, bits);
            }
        } catch (IllegalArgumentException e) {
            // told below
        }
        throw wrong(
                token,
                token.seen() + " is no address",
                "addresses are written as 10.0.0.1 or fe80::1, networks as 10.0.0.0/8");
    }

    /// Whether `to` is not below `from`, so that something lies between.
    static boolean ordered(Literal from, Literal to) {
        return switch (from) {
            case Literal.Whole(long low) -> to instanceof Literal.Whole(long high) && low <= high;
            case Literal.Decimal(double low) ->
                    to instanceof Literal.Decimal(double high) && low <= high;
            default -> false;
        };
    }
}
