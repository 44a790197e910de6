// SPDX-License-Identifier: MIT

/// A small language to pick rows with, on the fields of [twinport.wire.field]:
///
/// ```
/// mqtt.topic ~ "lab/+/dht22" && !(tcp.port in {8883 8000..8999}) && mqtt.msg contains "error"
/// ```
///
/// [Filter#parse] reads an expression, or says in which column what is wrong; [Completions] tells
/// what may stand at a place. docs/reference/filter.md is the reference.
@NullMarked
package twinport.wire.filter;

import org.jspecify.annotations.NullMarked;
