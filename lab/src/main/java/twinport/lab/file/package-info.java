// SPDX-License-Identifier: MIT
/// Lab files: YAML in, [twinport.lab.file.LabFile] out, every mistake with its line and column.
@NullMarked
package twinport.lab.file;

import org.jspecify.annotations.NullMarked;
