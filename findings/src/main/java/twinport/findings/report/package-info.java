// SPDX-License-Identifier: MIT
/// What a capture exposes, as values that any output can render.
@NullMarked
package twinport.findings.report;

import org.jspecify.annotations.NullMarked;
