// SPDX-License-Identifier: MIT
package twinport.wire.flow;

/// A part of a capture's connections, so that several threads can read the same capture: each looks
/// at every frame's headers and reads on in those of its own connections only.
///
/// @param index from 0
/// @param of how many parts there are
public record Share(int index, int of) {
    public static final Share ALL = new Share(0, 1);

    public Share {
        if (of < 1 || index < 0 || index >= of) {
            throw new IllegalArgumentException("part " + index + " of " + of);
        }
    }

    /// Whether this part has the connection; the table of connections uses the hash's other half.
    boolean has(int connectionHash) {
        return of == 1 || (connectionHash >>> 16) % of == index;
    }

    /// Whether this part tells what belongs to no connection.
    boolean isFirst() {
        return index == 0;
    }
}
