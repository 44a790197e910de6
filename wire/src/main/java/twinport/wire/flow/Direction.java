// SPDX-License-Identifier: MIT
package twinport.wire.flow;

/// Which way bytes of a conversation run.
public enum Direction {
    FROM_CLIENT,
    FROM_SERVER;

    public Direction opposite() {
        return this == FROM_CLIENT ? FROM_SERVER : FROM_CLIENT;
    }
}
