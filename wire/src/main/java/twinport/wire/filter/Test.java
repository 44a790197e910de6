// SPDX-License-Identifier: MIT
package twinport.wire.filter;

import twinport.wire.field.Row;

/// A part of a filter, ready to be asked.
interface Test {
    boolean test(Row row);
}
