// SPDX-License-Identifier: MIT

/// Facts of a capture, and the rules over them.
@NullMarked
package twinport.findings.check.capture;

import org.jspecify.annotations.NullMarked;
