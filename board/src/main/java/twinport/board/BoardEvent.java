// SPDX-License-Identifier: MIT
package twinport.board;

import java.time.Instant;

/// Something that happened on a board. Delivered on the thread that caused it: a sink must be
/// quick.
public sealed interface BoardEvent {
    /// The board it happened on.
    String board();

    /// When, by the board's clock.
    Instant at();

    /// The board entered a state.
    record StateChanged(String board, Instant at, BoardState state) implements BoardEvent {}

    /// The firmware wrote text on its serial line.
    record SerialText(String board, Instant at, String text) implements BoardEvent {}

    /// A pin took a new level, driven by the firmware.
    record PinChanged(String board, Instant at, int pin, boolean high) implements BoardEvent {}

    /// What can be seen of a part on the bench changed; `Bench.part` tells what it is now.
    record PartChanged(String board, Instant at, String part) implements BoardEvent {}

    /// Somebody moved the climate around the sensor.
    record SensorChanged(String board, Instant at, double celsius, double humidityPercent)
            implements BoardEvent {}
}
