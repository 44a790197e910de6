// SPDX-License-Identifier: MIT
/// Checks: what is observed, the rule, and the verdict with its evidence.
///
/// A [twinport.findings.check.Check] is text of the catalogue. A rule is a function over
/// [twinport.findings.check.Facts]; what it finds becomes a [twinport.findings.check.Finding].
@NullMarked
package twinport.findings.check;

import org.jspecify.annotations.NullMarked;
