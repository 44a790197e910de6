// SPDX-License-Identifier: MIT
/// TCP segments made from bytes a relay copied: the payload is real, the headers are synthesised.
@NullMarked
package twinport.capture.segment;

import org.jspecify.annotations.NullMarked;
