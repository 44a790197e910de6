// SPDX-License-Identifier: MIT
package twinport.broker;

/// A sink's place in the broker: closing it ends the calls. Further calls of close do nothing.
public interface Registration extends AutoCloseable {
    @Override
    void close();
}
