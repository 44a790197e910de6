// SPDX-License-Identifier: MIT

/// What the tests of this module share.
@NullMarked
package twinport.wire;

import org.jspecify.annotations.NullMarked;
