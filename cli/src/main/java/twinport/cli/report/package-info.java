// SPDX-License-Identifier: MIT
/// Reports of findings: the options that commands share, and one writer for each format.
@NullMarked
package twinport.cli.report;

import org.jspecify.annotations.NullMarked;
