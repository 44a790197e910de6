// SPDX-License-Identifier: MIT

/// `twinport doctor`: what this machine lacks, what does not work without it, and how to get it.
@NullMarked
package twinport.cli.doctor;

import org.jspecify.annotations.NullMarked;
