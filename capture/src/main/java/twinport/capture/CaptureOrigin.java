// SPDX-License-Identifier: MIT
package twinport.capture;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.util.Map;
import twinport.capture.source.FrameSource;
import twinport.capture.source.FrameSource.Counts;
import twinport.capture.source.SourceSettings;
import twinport.wire.pcap.LinkType;
import twinport.wire.pcap.PcapngWriter;

/// Where the frames of a capture come from, as its file says it.
///
/// @param name of the interface
/// @param comment on the whole section
/// @param snapLength bytes kept of each frame
/// @param filter in libpcap's language; empty for none
record CaptureOrigin(
        LinkType link,
        String name,
        String description,
        String comment,
        int snapLength,
        String filter) {
    /// The number of the one interface in a capture of ours.
    static final int INTERFACE = 0;

    /// @param between what the tap stands between, as `127.0.0.1:11883 to broker:1883`; or empty
    static CaptureOrigin relayTap(LinkType link, String between) {
        return new CaptureOrigin(
                link,
                "relay tap",
                "relay tap"
                        + (between.isEmpty() ? "" : " " + between)
                        + "; application bytes real, lower headers synthesised",
                "Recorded by Twinport's relay tap between clients and broker. Addresses, ports and"
                        + " application bytes are real. Link, IP and TCP headers are"
                        + " synthesised: they say nothing about retransmission, loss or windows.",
                PcapngWriter.MAX_FRAME,
                "");
    }

    static CaptureOrigin of(FrameSource source, SourceSettings settings) {
        return new CaptureOrigin(
                source.link(),
                settings.interfaceName(),
                "captured by Twinport with " + source.way(),
                "Captured from the interface " + settings.interfaceName() + ": whole, real frames.",
                settings.snapLength(),
                settings.filter());
    }

    /// Begins a section: header, interface, names.
    PcapngWriter begin(OutputStream out, String application, Map<InetAddress, String> names)
            throws IOException {
        PcapngWriter begun = new PcapngWriter(out, application, comment);
        begun.addInterface(link, name, description, snapLength, filter);
        begun.names(names);
        begun.flush();
        return begun;
    }

    /// Ends a section with what was counted: by the interface, else by us.
    void end(PcapngWriter writer, long frames, Counts counts) throws IOException {
        if (counts.received() < 0) {
            writer.statistics(INTERFACE, frames, counts.lost());
        } else {
            writer.statistics(INTERFACE, counts.received(), counts.lost(), counts.dropped());
        }
    }
}
