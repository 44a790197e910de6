// SPDX-License-Identifier: MIT
package twinport.board;

/// What a board is doing, as its owner sees it.
public sealed interface BoardState {
    /// Never started.
    record Off() implements BoardState {}

    /// Powered; the firmware is being loaded.
    record Starting() implements BoardState {}

    /// The firmware runs, or has ended and waits at its prompt as a real board does.
    record Running() implements BoardState {}

    /// In deep sleep: dark until its timer or the reset button wakes it.
    record Asleep() implements BoardState {}

    /// Switched off by its owner after it ran.
    record Stopped() implements BoardState {}

    /// The firmware ended by a fault; the board stays dark until it is started again.
    record Crashed(String reason) implements BoardState {}
}
