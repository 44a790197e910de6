// SPDX-License-Identifier: MIT
package twinport.lab;

import java.io.IOException;
import java.util.Optional;
import twinport.capture.CaptureQueue;

/// The capture of this run.
///
/// @param path its newest file; empty without a tap
/// @param keyLog whether TLS secrets are being written into it
public record CaptureStatus(String path, long frames, long bytes, boolean keyLog) {
    /// Why a capture is not whole, if it is not (a full disk).
    static Optional<String> failureOf(Optional<CaptureQueue> capture) {
        return capture.map(CaptureQueue::status)
                .filter(status -> status.failure().isPresent() || status.lost() > 0)
                .map(status ->
                        status.lost()
                                + " frames were not written: "
                                + status.failure()
                                        .map(IOException::getMessage)
                                        .orElse("the capture had ended"));
    }

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
