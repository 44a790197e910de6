// SPDX-License-Identifier: MIT
package twinport.benchmarks;

/// What a run took.
///
/// @param cpuSeconds user and system, of the process and its children
/// @param residentKilobytes the most that was resident at once, mapped files included
record Usage(double wallSeconds, double cpuSeconds, long residentKilobytes) {}
