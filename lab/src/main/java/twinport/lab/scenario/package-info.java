// SPDX-License-Identifier: MIT

/// Scenarios: a file of steps that drive a lab and say what must come of it, and the time in which
/// they run.
@NullMarked
package twinport.lab.scenario;

import org.jspecify.annotations.NullMarked;
