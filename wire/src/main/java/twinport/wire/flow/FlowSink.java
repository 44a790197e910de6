// SPDX-License-Identifier: MIT
package twinport.wire.flow;

/// Takes what a [Reassembler] finds.
public interface FlowSink {

    /// A connection appeared; the answer takes its bytes.
    ConnectionSink opened(Connection connection);

    /// A segment of a connection is about to be read, with bytes or without.
    default void segment(Connection connection, Direction direction) {}

    /// A frame whose headers break a rule.
    ///
    /// @param frame its number: an earlier frame's, where fragments turn out wrong together
    /// @param offset of the wrong byte in the frame
    void malformed(Layer layer, String what, String rule, long frame, int offset);
}
