// SPDX-License-Identifier: MIT

/// What the checks must find, and what not.
@NullMarked
package twinport.findings.check;

import org.jspecify.annotations.NullMarked;
