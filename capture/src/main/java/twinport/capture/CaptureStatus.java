// SPDX-License-Identifier: MIT
package twinport.capture;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// A look at a running capture.
///
/// @param files that hold it now, the oldest first
/// @param frames written since the beginning, also to files that the ring deleted
/// @param bytes in `files`
/// @param secrets key log lines written since the beginning
/// @param queued frames that wait to be written
/// @param lost frames that came after the capture was closed or after it failed
/// @param failure why nothing is written any more, as a full disk
public record CaptureStatus(
        List<Path> files,
        long frames,
        long bytes,
        long secrets,
        int queued,
        long lost,
        Optional<IOException> failure) {
    public CaptureStatus {
        files = List.copyOf(files);
    }

    CaptureStatus withQueued(int now) {
        return new CaptureStatus(files, frames, bytes, secrets, now, lost, failure);
    }
}
