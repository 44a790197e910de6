// SPDX-License-Identifier: MIT
package twinport.lab.scenario;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import twinport.board.Board;
import twinport.board.part.Part;
import twinport.board.part.PartType;
import twinport.board.part.PinNames;
import twinport.lab.scenario.ScenarioReport.Outcome;

/// The parts around one board, as scenarios name them. What is wrong with a name is told by an
/// [IllegalArgumentException].
record PartControls(Board board) {
    /// What the board itself is called in diagrams, beside its id in the lab.
    private static final Set<String> ITSELF = Set.of("esp", "esp32", "board");

    private boolean isBoard(String name) {
        return ITSELF.contains(name) || name.equals(board.id());
    }

    Outcome set(Action.SetControl set) {
        double value;
        try {
            value = Double.parseDouble(set.value());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    set.control() + " is set to a number, not to " + set.value(), e);
        }
        Part part = isBoard(set.part()) ? sensor() : part(set.part());
        part.set(control(part, set.control()), value);
        return new Outcome.Held("");
    }

    /// Wokwi's slide switch calls its position a value.
    private static String control(Part part, String name) {
        return part.type() == PartType.SLIDE_SWITCH && name.equals("value") ? "position" : name;
    }

    private Part part(String id) {
        return board.bench()
                .part(id)
                .orElseThrow(() ->
                        new IllegalArgumentException(
                                "there is no part \""
                                        + id
                                        + "\" at "
                                        + board.id()
                                        + "; there are "
                                        + board.bench().parts().stream()
                                                .map(Part::id)
                                                .collect(Collectors.joining(", "))));
    }

    private Part sensor() {
        return board.bench()
                .dht()
                .orElseThrow(
                        () -> new IllegalArgumentException(board.id() + " has no DHT11 or DHT22"));
    }

    Outcome expect(Action.ExpectPin expect) {
        boolean high = board.pins().read(gpio(expect));
        return high == expect.high()
                ? new Outcome.Held("")
                : new Outcome.Failed(
                        "pin %s of %s is %d, not %d"
                                .formatted(
                                        expect.pin(),
                                        expect.part(),
                                        high ? 1 : 0,
                                        expect.high() ? 1 : 0));
    }

    private int gpio(Action.ExpectPin expect) {
        if (isBoard(expect.part())) {
            OptionalInt gpio = PinNames.gpio(expect.pin());
            return gpio.orElseThrow(() ->
                    new IllegalArgumentException(
                            "the board has no pin "
                                    + expect.pin()
                                    + "; pins are written 2, D2 or GPIO2"));
        }
        Part part = part(expect.part());
        Optional<Integer> gpio = part.placement().gpio(expect.pin());
        return gpio.orElseThrow(() ->
                new IllegalArgumentException(
                        "the pin "
                                + expect.pin()
                                + " of "
                                + expect.part()
                                + " is wired to no GPIO of the board"));
    }

    /// Breaks something: see docs/reference/faults.md.
    Outcome breakPart(String fault) {
        board.faults().apply(named(fault));
        return new Outcome.Held("");
    }

    /// Mends these, or all when none is named.
    Outcome mend(List<String> names) {
        if (names.isEmpty()) {
            board.faults().mend("all");
        }
        names.forEach(name -> board.faults().mend(named(name)));
        return new Outcome.Held("");
    }

    /// What diagrams call the board is the board.
    private String named(String words) {
        int space = words.indexOf(' ');
        String first = space < 0 ? words : words.substring(0, space);
        return ITSELF.contains(first) ? board.id() + words.substring(first.length()) : words;
    }
}
