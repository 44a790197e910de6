// SPDX-License-Identifier: MIT

/// TLS records, handshakes, key logs, the key schedule and decryption.
@NullMarked
package twinport.wire.tls;

import org.jspecify.annotations.NullMarked;
