// SPDX-License-Identifier: MIT
package twinport.capture.source;

/// What is captured, whichever way captures it.
///
/// @param interfaceName as the system calls it: `eth0`, `lo`, `any`
/// @param filter in the language of libpcap (pcap-filter(7)); empty for everything
/// @param snapLength bytes kept of each frame, at most [#MAX_SNAP_LENGTH]
/// @param bufferBytes what the kernel keeps for us until we read it
/// @param prompt frames are wanted at once, as somebody looks on. Not libpcap's immediate mode:
///   with it, the kernel's buffer has so few places on loopback that frames are lost
/// @param promiscuous also frames that are not for this machine
public record SourceSettings(
        String interfaceName,
        String filter,
        int snapLength,
        int bufferBytes,
        boolean prompt,
        boolean promiscuous) {
    /// The length at which libpcap and its programs cut frames; a frame is not longer.
    public static final int MAX_SNAP_LENGTH = 262_144;

    /// Enough for 100,000 small frames a second while this process gets no processor for a while.
    public static final int BUFFER_BYTES = 16 << 20;

    public static final int MIN_BUFFER_BYTES = 1 << 20;
    public static final int MAX_BUFFER_BYTES = 1 << 30;

    public SourceSettings {
        if (interfaceName.isBlank() || interfaceName.startsWith("-")) {
            throw new IllegalArgumentException("no name of an interface: " + interfaceName);
        }
        if (snapLength < 1 || snapLength > MAX_SNAP_LENGTH) {
            throw new IllegalArgumentException(
                    "a snapshot length is 1 to " + MAX_SNAP_LENGTH + ": " + snapLength);
        }
        if (bufferBytes < MIN_BUFFER_BYTES || bufferBytes > MAX_BUFFER_BYTES) {
            throw new IllegalArgumentException("a buffer is 1 MiB to 1 GiB: " + bufferBytes);
        }
    }

    /// Everything on an interface, whole frames, the usual buffer.
    public static SourceSettings of(String interfaceName) {
        return new SourceSettings(interfaceName, "", MAX_SNAP_LENGTH, BUFFER_BYTES, false, true);
    }
}
