// SPDX-License-Identifier: MIT

/// The virtual ESP32 as its owner handles it. Start at [Board][twinport.board.Board].
package twinport.board;
