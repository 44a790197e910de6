// SPDX-License-Identifier: MIT

/// Speed and size of the reader, side by side with tshark in the same run. See
/// benchmarks/README.md.
@NullMarked
package twinport.benchmarks;

import org.jspecify.annotations.NullMarked;
