// SPDX-License-Identifier: MIT

/// From packets to TCP connections and their two ordered byte streams; gaps stay visible.
@NullMarked
package twinport.wire.flow;

import org.jspecify.annotations.NullMarked;
