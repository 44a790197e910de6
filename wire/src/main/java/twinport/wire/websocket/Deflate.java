// SPDX-License-Identifier: MIT
package twinport.wire.websocket;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What both ends agreed on for permessage-deflate (RFC 7692 §7.1).
///
/// Window bits matter to the compressing end only: expanding with the largest window reads all.
///
/// @param serverForgets whether the server compresses each message by itself
/// @param clientForgets whether the client does
record Deflate(boolean serverForgets, boolean clientForgets) {
    private static final String NAME = "permessage-deflate";

    /// From the extensions of the answer; null when this one is not among them.
    static @Nullable Deflate of(String extensions) {
        for (String extension : extensions.split(",", -1)) {
            String[] parts = extension.toLowerCase(Locale.ROOT).split(";", -1);
            if (parts[0].strip().equals(NAME)) {
                return new Deflate(
                        has(parts, "server_no_context_takeover"),
                        has(parts, "client_no_context_takeover"));
            }
        }
        return null;
    }

    private static boolean has(String[] parts, String parameter) {
        for (String part : parts) {
            if (part.strip().equals(parameter)) {
                return true;
            }
        }
        return false;
    }
}
