// SPDX-License-Identifier: MIT

/// `twinport analyze`: a capture as summary, messages, frames, conversations, topics, devices, or a
/// dialogue. Each output is a class of its own, and reads the capture once from its first block to
/// its last.
@NullMarked
package twinport.cli.analyze;

import org.jspecify.annotations.NullMarked;
