// SPDX-License-Identifier: MIT

/// Frames from life: the relay tap in front of a broker, and the one queue all of it goes through.
@NullMarked
package twinport.capture;

import org.jspecify.annotations.NullMarked;
