// SPDX-License-Identifier: MIT
package twinport.wire.pcap;

import java.net.InetAddress;
import java.util.Map;

/// What a capture yields, in its own order: from a file or from a live tap alike.
public sealed interface CaptureBlock
        permits Frame,
                CaptureBlock.Interface,
                CaptureBlock.Secrets,
                CaptureBlock.Names,
                CaptureBlock.Statistics,
                CaptureBlock.Fault {

    /// An interface the frames came from.
    ///
    /// @param id its number, counted over all sections
    /// @param name empty when the capture names none
    /// @param description empty when the capture has none; a tap says here what it synthesised
    record Interface(int id, LinkType link, String name, String description)
            implements CaptureBlock {}

    /// TLS secrets in the NSS key log format, as text bytes.
    @SuppressWarnings("ArrayRecordComponent") // bytes as they came; nobody compares them
    record Secrets(byte[] nssKeyLog) implements CaptureBlock {}

    /// Names the capture gives to addresses.
    record Names(Map<InetAddress, String> names) implements CaptureBlock {
        public Names {
            names = Map.copyOf(names);
        }
    }

    /// What the capturing side counted; -1 where it did not say.
    record Statistics(int interfaceId, long received, long dropped) implements CaptureBlock {}

    /// Bytes of the capture that break its format. What could be read before and after is yielded.
    ///
    /// @param position of the first wrong byte, in the capture as it would be uncompressed
    /// @param what was seen there
    /// @param rule the rule it breaks, with its source
    record Fault(long position, String what, String rule) implements CaptureBlock {}
}
