// SPDX-License-Identifier: MIT

/// Captures made to hurt their reader, and what must come out of each.
@NullMarked
package twinport.wire.hostile;

import org.jspecify.annotations.NullMarked;
