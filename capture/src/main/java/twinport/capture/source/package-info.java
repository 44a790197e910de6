// SPDX-License-Identifier: MIT

/// Frames of a network interface: through libpcap, or from dumpcap or tcpdump as a child process.
@NullMarked
package twinport.capture.source;

import org.jspecify.annotations.NullMarked;
