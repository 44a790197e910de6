// SPDX-License-Identifier: MIT
package twinport.wire.pcap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import twinport.wire.Captures;

/// Captures of Zeek's tests, one for each link type that they have. The counts are tshark's.
class OthersFilesTest {

    @ParameterizedTest(name = "{0}: {1} frames of {2}")
    @CsvSource({
        "arp-who-has-radiotap.pcap, 2, RADIOTAP",
        "arp-who-has-wlanmon.pcap, 2, IEEE802_11",
        "linux_dlt_sll2.pcap, 6, LINUX_SLL2",
        "linuxsll-arp.pcap, 12, LINUX_SLL",
        "mqtt.pcap, 19, ETHERNET",
        "pcapng-multi-interface.pcapng, 6, ETHERNET",
        "radiotap.pcap, 3, RADIOTAP",
        "raw_layer.pcap, 2, ETHERNET",
        "raw_packets.pcap, 33, ETHERNET",
        "snap-arp.pcapng, 4, ETHERNET",
        "wlanmon.pcap, 3, IEEE802_11"
    })
    void everyFrameIsReadWithItsLinkType(String name, int count, LinkType link) throws IOException {
        Path file = Captures.others().map(folder -> folder.resolve(name)).orElse(Path.of(name));
        assumeTrue(Files.exists(file), "Zeek's captures are not here: " + name + " was not read");
        List<CaptureBlock> blocks = new ArrayList<>();
        try (CaptureFile capture = CaptureFile.open(file)) {
            capture.forEach(blocks::add);
        }

        assertThat(CaptureFileTest.faults(blocks)).isEmpty();
        assertThat(CaptureFileTest.frames(blocks)).hasSize(count);
        assertThat(CaptureFileTest.frames(blocks)).allMatch(frame -> frame.link() == link);
    }
}
