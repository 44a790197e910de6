// SPDX-License-Identifier: MIT
package twinport.wire.read;

import java.util.List;
import java.util.Optional;

/// Where tshark 4.0 and this reader part, and who is right. docs/explanation/tshark-differences.md
/// tells the same to people.
///
/// @param capture as [TsharkTest] names it
/// @param frame the first whose rows are not alike
/// @param tsharkTypes the message types tshark shows there, in its order; empty for none
/// @param trueTypes those that the frame completes
/// @param tsharkPackets MQTT packets tshark finds in the whole capture
/// @param truePackets those it holds
record TsharkDifference(
        String capture,
        long frame,
        String tsharkTypes,
        String trueTypes,
        int tsharkPackets,
        int truePackets,
        String why) {

    private static final String SPLIT_LENGTH =
            "a segment ends inside a remaining length of several bytes, and tshark loses the"
                    + " framing";

    private static final String ORDER =
            "unless told otherwise, tshark does not put segments in order, and loses what they hold";

    private static final String RESERVED =
            "a stray byte begins a packet of the reserved type 0: here damage, to tshark a packet";

    private static final String WEBSOCKET = "tshark does not look for MQTT inside WebSocket";

    private static final String CAMELLIA =
            "the JDK has no Camellia, so this reader does not open it and says so";

    private static final String REFUSED =
            "early data that the server refused: nobody took it, and the client sent it again";

    /// All there are. A capture that is not here reads alike.
    static final List<TsharkDifference> ALL =
            List.of(
                    new TsharkDifference(
                            "mqtt311-packed-split-lengths.pcap.gz",
                            539,
                            "0,0,7",
                            "3",
                            6607,
                            6041,
                            SPLIT_LENGTH),
                    new TsharkDifference(
                            "mqtt5-edge-splits.pcap", 12, "0,0,7", "3", 10, 7, SPLIT_LENGTH),
                    new TsharkDifference(
                            "mqtt5-edge-ooo.pcap", 12, "0,0,7", "3", 10, 7, SPLIT_LENGTH),
                    new TsharkDifference(
                            "synthesised PACKED",
                            68,
                            "0,1,6,7,3,3,3,2,7,6,7,3,3,7,3,2,2,7,3,3,2,2,6,7,3",
                            "3,3,3,3,3,3",
                            7062,
                            6340,
                            SPLIT_LENGTH),
                    new TsharkDifference(
                            "mqtt5-ooo-only.pcap with tshark's default preferences",
                            14,
                            "",
                            "3",
                            5,
                            6,
                            ORDER),
                    new TsharkDifference("mqtt-websocket.pcap", 8, "", "1", 0, 8, WEBSOCKET),
                    new TsharkDifference("tls12-camellia.pcap", 11, "1", "", 3, 0, CAMELLIA),
                    new TsharkDifference("tls13-0rtt-rejected.pcap", 4, "1", "", 4, 3, REFUSED),
                    new TsharkDifference("tls13-keyupdate.pcap", 17, "0", "", 3, 2, RESERVED),
                    new TsharkDifference(
                            "tls13-keyupdate-dsb.pcapng", 17, "0", "", 3, 2, RESERVED));

    static Optional<TsharkDifference> of(String capture) {
        return ALL.stream().filter(each -> each.capture().equals(capture)).findFirst();
    }
}
