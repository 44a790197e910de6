// SPDX-License-Identifier: MIT

/// What must stand beside the command line's entry to run it many times in one JVM.
@NullMarked
package twinport.cli;

import org.jspecify.annotations.NullMarked;
