// SPDX-License-Identifier: MIT
package twinport.board.fault;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import twinport.board.Board;
import twinport.board.ResetCause;
import twinport.board.net.Troubles;
import twinport.board.net.Wifi;
import twinport.board.part.Dht;
import twinport.board.part.Part;

/// Breaks one board, and mends it. What is wrong with a fault's words is told by an
/// [IllegalArgumentException] with what is allowed. Safe for several threads.
public final class Faults {
    /// What the ESP32's boot loader and ESP-IDF say on the serial line.
    private static final String BROWN_OUT = "\r\nBrownout detector was triggered\r\n\r\n";

    private static final String WATCHDOG = "\r\nE task_wdt: Task watchdog got triggered.\r\n";

    private final Board board;
    private final RandomGenerator random;
    private final Map<String, String> active = new LinkedHashMap<>();

    /// @param random of noise
    public Faults(Board board, RandomGenerator random) {
        this.board = board;
        this.random = random;
    }

    /// What is broken now, in the words that broke it.
    public synchronized List<String> active() {
        return List.copyOf(active.values());
    }

    /// Breaks something: see [FaultKind].
    public synchronized void apply(String fault) {
        List<String> words = Arrays.asList(fault.strip().split("\\s+", -1));
        String target = words.getFirst();
        String word = words.size() < 2 ? "" : words.get(1);
        FaultKind kind =
                FaultKind.of(target, word)
                        .orElseThrow(() ->
                                new IllegalArgumentException(
                                        "\""
                                                + fault
                                                + "\" is no fault; faults are "
                                                + FaultKind.forms()));
        Values values = new Values(kind, words.subList(2, words.size()));
        boolean stays =
                kind.ofPart() ? breakPart(kind, dht(target), values) : breakBoard(kind, values);
        values.end();
        if (stays) {
            active.put(kind.ofPart() ? target : target + " " + word, fault.strip());
        }
    }

    /// Mends a part or one of `wifi`, `link`, `dns`, `net`, `clock`, `memory`, `flash`; all for
    /// `all`.
    public synchronized void mend(String target) {
        boolean all = target.equals("all");
        if (!all && !FaultKind.isOwnTarget(target)) {
            mend(dht(target));
        }
        if (all) {
            board.bench().parts().stream()
                    .filter(Dht.class::isInstance)
                    .map(Dht.class::cast)
                    .forEach(Faults::mend);
        }
        Troubles troubles = board.troubles();
        if (all || target.equals("wifi")) {
            board.wifi().air(Wifi.Air.GOOD);
        }
        if (all || target.equals("link")) {
            troubles.link(Troubles.Link.GOOD);
        }
        if (all || target.equals("dns")) {
            troubles.namesFail(false);
        }
        if (all || target.equals("net")) {
            troubles.portal(false);
        }
        if (all || target.equals("clock")) {
            board.time().skew(0);
        }
        if (all || target.equals("memory")) {
            troubles.scarceMemory(false);
        }
        if (all || target.equals("flash")) {
            board.flash().full(false);
        }
        active.keySet().removeIf(key -> all || key.equals(target) || key.startsWith(target + " "));
    }

    private static void mend(Dht sensor) {
        sensor.fault(Dht.Fault.NONE);
        sensor.course(climate -> climate);
    }

    private boolean breakPart(FaultKind kind, Dht sensor, Values values) {
        Courses courses = new Courses(sensor, board.nanos(), random);
        switch (kind) {
            case CHECKSUM -> sensor.fault(Dht.Fault.CHECKSUM);
            case NO_ANSWER -> sensor.fault(Dht.Fault.NO_ANSWER);
            case STUCK -> sensor.course(courses.stuck());
            case NOISE -> sensor.course(courses.noise(values.number("SPREAD", 0, 100)));
            case SINE ->
                    sensor.course(
                            courses.sine(
                                    values.number("LOW", -100, 200),
                                    values.number("HIGH", -100, 200),
                                    values.time("PERIOD")));
            case RAMP ->
                    sensor.course(
                            courses.ramp(
                                    values.number("FROM", -100, 200),
                                    values.number("TO", -100, 200),
                                    values.time("TIME")));
            case REPLAY -> sensor.course(courses.replay(values.word("ROWS")));
            default -> throw new AssertionError(kind + " is no part's");
        }
        return true;
    }

    /// Whether something stays broken.
    private boolean breakBoard(FaultKind kind, Values values) {
        Troubles troubles = board.troubles();
        switch (kind) {
            case WIFI_DOWN -> board.wifi().air(Wifi.Air.GONE);
            case WIFI_PASSWORD -> board.wifi().air(Wifi.Air.REFUSING);
            case LINK_LATENCY -> {
                Duration latency = values.time("TIME");
                Duration jitter = values.hasMore() ? values.time("JITTER") : Duration.ZERO;
                troubles.link(troubles.link().withLatency(latency, jitter));
            }
            case LINK_BANDWIDTH ->
                    troubles.link(
                            troubles.link().withBandwidth((long) values.number("BYTES", 1, 1e9)));
            case LINK_LOSS ->
                    troubles.link(troubles.link().withLoss(values.number("PERCENT", 0, 100) / 100));
            case LINK_CUT -> {
                board.cutConnections();
                return false;
            }
            case DNS -> troubles.namesFail(true);
            case PORTAL -> troubles.portal(true);
            case CLOCK_UNSET -> {
                board.time().set(Instant.EPOCH);
                return false;
            }
            case CLOCK_SKEW -> board.time().skew(values.number("PPM", -1e6, 1e6));
            case CLOCK_JUMP -> {
                board.time().set(board.time().now().plus(values.signedTime("TIME")));
                return false;
            }
            case BROWN_OUT -> {
                board.serial().write(BROWN_OUT);
                board.reset(ResetCause.BROWN_OUT);
                return false;
            }
            case WATCHDOG -> {
                board.serial().write(WATCHDOG);
                board.reset(ResetCause.WATCHDOG);
                return false;
            }
            case MEMORY -> troubles.scarceMemory(true);
            case FLASH -> board.flash().full(true);
            default -> throw new AssertionError(kind + " is a part's");
        }
        return true;
    }

    private Dht dht(String name) {
        List<Part> sensors = board.bench().parts().stream().filter(Dht.class::isInstance).toList();
        if (name.equals(board.id()) && !sensors.isEmpty()) {
            return (Dht) sensors.getFirst();
        }
        for (Part part : sensors) {
            if (part.id().equals(name)) {
                return (Dht) part;
            }
        }
        throw new IllegalArgumentException(
                "\""
                        + name
                        + "\" is no DHT11 or DHT22 of "
                        + board.id()
                        + "; it has "
                        + (sensors.isEmpty()
                                ? "none"
                                : sensors.stream().map(Part::id).collect(Collectors.joining(", ")))
                        + ". Faults are "
                        + FaultKind.forms());
    }

    /// The values behind a fault's words, read from left to right.
    private static final class Values {
        private final FaultKind kind;
        private final List<String> left;

        Values(FaultKind kind, List<String> words) {
            this.kind = kind;
            this.left = new ArrayList<>(words);
        }

        boolean hasMore() {
            return !left.isEmpty();
        }

        String word(String name) {
            if (left.isEmpty()) {
                throw new IllegalArgumentException(name + " is missing: " + kind.form());
            }
            return left.removeFirst();
        }

        double number(String name, double least, double most) {
            String word = word(name);
            try {
                double number = Double.parseDouble(word);
                if (number >= least && number <= most) {
                    return number;
                }
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException(
                        name + " is a number, not " + word + ": " + kind.form(), e);
            }
            throw new IllegalArgumentException(
                    name
                            + " is from "
                            + least
                            + " to "
                            + most
                            + ", not "
                            + word
                            + ": "
                            + kind.form());
        }

        Duration time(String name) {
            return Times.parse(word(name), name, kind);
        }

        Duration signedTime(String name) {
            String word = word(name);
            boolean back = word.startsWith("-");
            String bare = back || word.startsWith("+") ? word.substring(1) : word;
            Duration time = Times.parse(bare, name, kind);
            return back ? time.negated() : time;
        }

        void end() {
            if (hasMore()) {
                throw new IllegalArgumentException(
                        "nothing follows here: "
                                + String.join(" ", left)
                                + "; it is written "
                                + kind.form());
            }
        }
    }
}
