// SPDX-License-Identifier: MIT
package twinport.capture.source;

import java.io.IOException;
import java.util.List;
import twinport.wire.pcap.Frame;
import twinport.wire.pcap.LinkType;

/// An open interface. One thread calls [#read], once; [#stop] and [#counts] may be called by any.
public interface FrameSource extends AutoCloseable {
    /// What captures, as `libpcap version 1.10.3` or `tcpdump`.
    String way();

    LinkType link();

    /// Hands over frames as they come, until [#stop] or the source ends by itself. What the kernel
    /// held at the moment of the stop is still handed over.
    ///
    /// @param sink gets frames in the caller's thread; while it does not return, the kernel's
    ///   buffer fills
    /// @throws IOException the source failed, as when the interface disappeared
    void read(Sink sink) throws IOException;

    /// Lets [#read] end soon.
    void stop();

    /// What the capturing side counted; after [#read] has ended, the final counts.
    Counts counts();

    /// Gives everything back, whatever happened before. Not while another thread is in [#read].
    @Override
    void close();

    /// Takes frames, several at once.
    interface Sink {
        /// @param frames numbered from 1 over the whole capture; the list is the sink's to keep
        void accept(List<Frame> frames);
    }

    /// Counters of the capturing side; -1 where it does not say. On Linux's loopback interface they
    /// count each frame twice, once going out and once coming in.
    ///
    /// @param received frames that passed the filter
    /// @param dropped for want of room in a buffer
    /// @param interfaceDropped by the interface or its driver
    record Counts(long received, long dropped, long interfaceDropped) {
        public static final Counts UNKNOWN = new Counts(-1, -1, -1);

        /// All that was lost; -1 when nobody counted.
        public long lost() {
            return dropped < 0 ? -1 : dropped + Math.max(0, interfaceDropped);
        }
    }
}
