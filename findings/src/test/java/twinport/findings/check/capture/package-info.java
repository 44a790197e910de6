// SPDX-License-Identifier: MIT

/// Captures made here byte by byte, and what the rules say of them.
@NullMarked
package twinport.findings.check.capture;

import org.jspecify.annotations.NullMarked;
