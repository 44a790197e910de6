// SPDX-License-Identifier: MIT

/// What is wired to a board: its pins and the parts on them.
package twinport.board.part;
