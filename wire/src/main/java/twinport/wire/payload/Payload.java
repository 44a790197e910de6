// SPDX-License-Identifier: MIT
package twinport.wire.payload;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.HexFormat;

/// What the bytes of a message are.
///
/// A payload carries no sign of its kind (MQTT 5.0 may: the content type), so this is what fits,
/// most special first. A number alone is text, though RFC 8259 calls it JSON too;
/// [JsonValues#value] reads it as such.
public final class Payload {

    public enum Kind {
        /// No bytes: as a retained message, it deletes the one kept (MQTT 5.0 §3.3.1.3).
        EMPTY,
        /// A JSON object or array.
        JSON,
        /// UTF-8 without control characters but tab, line feed and carriage return.
        TEXT,
        /// One well-formed CBOR map or array (RFC 8949), of at least [#CBOR_BYTES_MIN] bytes.
        CBOR,
        /// Anything else.
        BINARY
    }

    /// Fewer bytes are CBOR too easily by chance.
    public static final int CBOR_BYTES_MIN = 4;

    private Payload() {}

    public static Kind kind(byte[] payload) {
        if (payload.length == 0) {
            return Kind.EMPTY;
        }
        if (isText(payload)) {
            return isObjectOrArray(payload) ? Kind.JSON : Kind.TEXT;
        }
        return Cbor.isMapOrArray(payload) ? Kind.CBOR : Kind.BINARY;
    }

    /// The payload for people: text as it is, anything else in hexadecimal digits.
    public static String shown(byte[] payload) {
        return isText(payload) ? new String(payload, UTF_8) : HexFormat.of().formatHex(payload);
    }

    /// Whether [#shown] shows the payload itself.
    public static boolean isText(byte[] payload) {
        for (byte each : payload) {
            boolean control = each >= 0 && each < ' ' && each != '\t' && each != '\n';
            if ((control && each != '\r') || each == 0x7f) {
                return false;
            }
        }
        return Utf8.fits(payload);
    }

    private static boolean isObjectOrArray(byte[] payload) {
        for (byte each : payload) {
            if (each == '{' || each == '[') {
                return JsonValues.isJson(payload);
            }
            if (each != ' ' && each != '\n' && each != '\r' && each != '\t') {
                return false;
            }
        }
        return false;
    }
}
