// SPDX-License-Identifier: MIT
package twinport.lab;

import java.util.Optional;
import twinport.capture.CaptureQueue;

/// The capture of this run.
///
/// @param path its newest file; empty without a tap
/// @param keyLog whether TLS secrets are being written into it
public record CaptureStatus(String path, long frames, long bytes, boolean keyLog) {
    static CaptureStatus of(Optional<CaptureQueue> capture, boolean keyLog) {
        return capture.map(CaptureQueue::status)
                .map(status ->
                        new CaptureStatus(
                                status.files().isEmpty() ? "" : status.files().getLast().toString(),
                                status.frames(),
                                status.bytes(),
                                keyLog))
                .orElse(new CaptureStatus("", 0, 0, false));
    }
}
