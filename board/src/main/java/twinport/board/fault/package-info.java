// SPDX-License-Identifier: MIT
/// Bad days on purpose: what can go wrong with a board, its parts and its network, in words that
/// lab files, scenarios and people write.
@NullMarked
package twinport.board.fault;

import org.jspecify.annotations.NullMarked;
