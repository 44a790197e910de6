// SPDX-License-Identifier: MIT

/// The pipeline: capture blocks in, observations out.
@NullMarked
package twinport.wire.read;

import org.jspecify.annotations.NullMarked;
