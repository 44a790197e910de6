// SPDX-License-Identifier: MIT

/// What must hold for any bytes: the targets that the fuzzer runs (fuzz/README.md), and the replay
/// of all inputs it ever found.
@NullMarked
package twinport.wire.fuzz;

import org.jspecify.annotations.NullMarked;
