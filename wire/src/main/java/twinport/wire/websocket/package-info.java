// SPDX-License-Identifier: MIT

/// WebSocket (RFC 6455) with permessage-deflate (RFC 7692): the HTTP/1.1 upgrade, then frames.
@NullMarked
package twinport.wire.websocket;

import org.jspecify.annotations.NullMarked;
