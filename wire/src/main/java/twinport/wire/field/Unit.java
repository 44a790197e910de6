// SPDX-License-Identifier: MIT
package twinport.wire.field;

/// What a row is about.
public enum Unit {
    /// One captured frame, whatever it holds.
    FRAME("frame"),
    MQTT("MQTT packet"),
    RECORD("TLS record"),
    HANDSHAKE("TLS handshake message"),
    ALERT("TLS alert");

    private final String words;

    Unit(String words) {
        this.words = words;
    }

    @Override
    public String toString() {
        return words;
    }
}
