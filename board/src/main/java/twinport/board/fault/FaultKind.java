// SPDX-License-Identifier: MIT
package twinport.board.fault;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/// What can be broken, and how it is written. docs/reference/faults.md has the same table.
public enum FaultKind {
    CHECKSUM("PART checksum", "a DHT's frames have a wrong check sum"),
    NO_ANSWER("PART no-answer", "a DHT's wire is cut"),
    STUCK("PART stuck", "a DHT tells what it told last, whatever it is set to"),
    NOISE("PART noise SPREAD", "a DHT's values scatter, normally distributed, by so many °C and %"),
    SINE("PART sine LOW HIGH PERIOD", "a DHT's temperature goes up and down"),
    RAMP("PART ramp FROM TO TIME", "a DHT's temperature goes from one value to another and stays"),
    REPLAY(
            "PART replay ROWS",
            "a DHT tells rows of seconds,°C,% one after the other; `;` between them"),
    WIFI_DOWN("wifi down", "the access point is gone"),
    WIFI_PASSWORD("wifi wrong-password", "the access point takes no password"),
    LINK_LATENCY("link latency TIME [JITTER]", "new connections are slow, in each direction"),
    LINK_BANDWIDTH(
            "link bandwidth BYTES", "new connections carry so many bytes a second, each direction"),
    LINK_LOSS(
            "link loss PERCENT",
            "new connections are lost, with this chance at each piece they carry"),
    LINK_CUT("link cut", "all connections end now with a reset"),
    DNS("dns fail", "no name is resolved"),
    PORTAL("net portal", "a captive portal: every name leads to its page, all else is refused"),
    CLOCK_UNSET("clock 1970", "the clock counts from 1970 again"),
    CLOCK_SKEW(
            "clock skew PPM",
            "the clock is too fast, or with - too slow, by so many parts in a million"),
    CLOCK_JUMP("clock jump TIME", "the clock jumps ahead, or with - back"),
    BROWN_OUT("power brown-out", "the supply breaks down for a moment: a reset"),
    WATCHDOG("power watchdog", "the watchdog resets the chip"),
    MEMORY("memory low", "TLS finds no memory for its buffers"),
    FLASH("flash full", "nothing more can be written");

    private final String form;
    private final String what;

    FaultKind(String form, String what) {
        this.form = form;
        this.what = what;
    }

    /// How it is written; words in capitals stand for values.
    public String form() {
        return form;
    }

    public String what() {
        return what;
    }

    boolean ofPart() {
        return form.startsWith("PART ");
    }

    /// The word after the target.
    String word() {
        return form.split(" ", -1)[1];
    }

    String target() {
        return form.split(" ", -1)[0];
    }

    static Optional<FaultKind> of(String target, String word) {
        return Arrays.stream(values())
                .filter(kind -> kind.word().equals(word))
                .filter(kind -> kind.ofPart() || kind.target().equals(target))
                .filter(kind -> !kind.ofPart() || !isOwnTarget(target))
                .findFirst();
    }

    /// Whether the word is one of those that stand for no part.
    static boolean isOwnTarget(String target) {
        return Arrays.stream(values())
                .anyMatch(kind -> !kind.ofPart() && kind.target().equals(target));
    }

    /// All forms, for messages.
    public static String forms() {
        return Arrays.stream(values()).map(FaultKind::form).collect(Collectors.joining(", "));
    }
}
