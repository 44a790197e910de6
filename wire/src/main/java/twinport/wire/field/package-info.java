// SPDX-License-Identifier: MIT

/// Named fields of what a [twinport.wire.read.Reader] tells, with the names and the value formats
/// of tshark 4.0, and rows of them as text, TSV, CSV or JSON. Values run from the observation to
/// the output's bytes without a String between.
///
/// ```
/// Row row = new Row();
/// RowWriter out = RowWriter.of(Format.TSV, fields, System.out);
/// var reader = new Reader(observation -> {
///     if (row.take(observation)) {
///         out.write(row);
///     }
/// });
/// ```
@NullMarked
package twinport.wire.field;

import org.jspecify.annotations.NullMarked;
