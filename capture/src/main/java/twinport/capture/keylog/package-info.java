// SPDX-License-Identifier: MIT
/// The TLS secrets of this process, noted by JCA providers while somebody asked for it.
@NullMarked
package twinport.capture.keylog;

import org.jspecify.annotations.NullMarked;
