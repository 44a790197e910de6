// SPDX-License-Identifier: MIT

/// Do we count what a real broker and its clients count?
@NullMarked
package twinport.cli.truth;

import org.jspecify.annotations.NullMarked;
