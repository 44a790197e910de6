// SPDX-License-Identifier: MIT
/// Commands to boards, and the ledger of what became of each.
@NullMarked
package twinport.lab.commands;

import org.jspecify.annotations.NullMarked;
