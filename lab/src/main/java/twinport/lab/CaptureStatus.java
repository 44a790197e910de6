// SPDX-License-Identifier: MIT
package twinport.lab;

/// The capture of this run.
///
/// @param path its newest file; empty without a tap
/// @param keyLog whether TLS secrets are being written into it
public record CaptureStatus(String path, long frames, long bytes, boolean keyLog) {}
