// SPDX-License-Identifier: MIT
package twinport.lab.scenario;

import java.util.OptionalInt;
import java.util.Set;
import twinport.board.Board;
import twinport.lab.scenario.ScenarioReport.Outcome;

/// The parts around one board, as scenarios name them.
record PartControls(Board board) {
    /// What the board itself is called in diagrams, beside its id in the lab.
    private static final Set<String> ITSELF = Set.of("esp", "esp32", "board");

    Outcome set(Action.SetControl set) {
        double value = Double.parseDouble(set.value());
        var now = board.sensor().state();
        switch (set.control()) {
            case "temperature" -> board.sensor().set(value, now.humidityPercent());
            case "humidity" -> board.sensor().set(now.celsius(), value);
            default ->
                    throw new IllegalArgumentException(
                            set.part() + " has no control " + set.control());
        }
        return new Outcome.Held("");
    }

    Outcome expect(Action.ExpectPin expect) {
        if (!ITSELF.contains(expect.part()) && !expect.part().equals(board.id())) {
            throw new IllegalArgumentException("there is no part " + expect.part());
        }
        OptionalInt gpio = PinNames.gpio(expect.pin());
        if (gpio.isEmpty()) {
            throw new IllegalArgumentException(
                    "the board has no pin " + expect.pin() + "; pins are written 2, D2 or GPIO2");
        }
        boolean high = board.pins().read(gpio.getAsInt());
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
}
