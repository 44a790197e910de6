// SPDX-License-Identifier: MIT
package twinport.broker;

/// A sink's place in the broker: closing it ends the calls. Further calls of close do nothing.
public interface Registration extends AutoCloseable {
    /// The name by which [BrokerEvent.Overflowed] tells of this sink.
    String name();

    @Override
    void close();
}
