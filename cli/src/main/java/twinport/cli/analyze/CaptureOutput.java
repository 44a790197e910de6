// SPDX-License-Identifier: MIT
package twinport.cli.analyze;

import twinport.wire.pcap.CaptureBlock;

/// One way to show a capture.
interface CaptureOutput {
    void accept(CaptureBlock block);

    /// Whether further blocks can change anything.
    default boolean wantsMore() {
        return true;
    }

    /// Nothing more comes for now: what was shown so far must be seen.
    default void pause() {}

    /// The capture is over.
    void finish();
}
