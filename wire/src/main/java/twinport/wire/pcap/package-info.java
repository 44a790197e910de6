// SPDX-License-Identifier: MIT

/// Capture files: pcap and pcapng, and the link types of their frames.
@NullMarked
package twinport.wire.pcap;

import org.jspecify.annotations.NullMarked;
