// SPDX-License-Identifier: MIT

/// What a message carries: text, JSON, CBOR or other bytes, and the values of a JSON payload by
/// path.
///
/// ```
/// Payload.kind(bytes);                                // JSON
/// JsonValues.value(bytes, "dht22.temperature");       // a JsonValue, or null
/// JsonValues.paths(bytes);                            // every scalar with its path
/// ```
///
/// All of it works on the bytes when it is asked, keeps nothing, and never throws on bad input.
@NullMarked
package twinport.wire.payload;

import org.jspecify.annotations.NullMarked;
