// SPDX-License-Identifier: MIT

/// What is claimed without keys must hold when keys are there.
@NullMarked
package twinport.findings.leak;

import org.jspecify.annotations.NullMarked;
