// SPDX-License-Identifier: MIT
package twinport.lab.probe.impostor;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import twinport.findings.check.DeviceProbeFacts.Greeting;
import twinport.wire.flow.ByteRange;
import twinport.wire.flow.Provenance;
import twinport.wire.mqtt.Decoding;
import twinport.wire.mqtt.FixedHeader;
import twinport.wire.mqtt.Packet;
import twinport.wire.mqtt.PacketDecoder;
import twinport.wire.mqtt.PacketFramer;
import twinport.wire.mqtt.PacketSink;
import twinport.wire.mqtt.Version;

/// Reads a device's first packet. The password is overwritten as soon as its length is known; only
/// the bytes to be passed on still have it.
final class Greetings {
    private static final int BYTES_MAX = 64 * 1024;
    private static final int TEXT_MAX = 64;

    private Greetings() {}

    /// What came first.
    static final class First {
        private final byte[] bytes;
        private final Optional<Greeting> greeting;

        private First(byte[] bytes, Optional<Greeting> greeting) {
            this.bytes = bytes;
            this.greeting = greeting;
        }

        /// All that was read.
        byte[] bytes() {
            return bytes;
        }

        /// Empty where it was no CONNECT.
        Optional<Greeting> greeting() {
            return greeting;
        }

        boolean nothing() {
            return bytes.length == 0;
        }

        boolean five() {
            return greeting.filter(each -> each.protocol().equals(Version.MQTT_5_0.toString()))
                    .isPresent();
        }
    }

    /// Reads until the first packet is whole, or is none, or the device ended.
    static First read(InputStream in, byte[] begun) throws IOException {
        Sink sink = new Sink();
        PacketFramer framer = new PacketFramer(sink);
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        byte[] buffer = new byte[4 * 1024];
        System.arraycopy(begun, 0, buffer, 0, begun.length);
        int count = begun.length > 0 ? begun.length : in.read(buffer);
        for (long chunk = 1; count >= 0 && all.size() < BYTES_MAX; chunk++) {
            all.write(buffer, 0, count);
            framer.bytes(MemorySegment.ofArray(buffer), 0, count, new Provenance().in(chunk, 0));
            if (sink.done) {
                break;
            }
            count = in.read(buffer);
        }
        return new First(all.toByteArray(), Optional.ofNullable(sink.greeting));
    }

    /// What a device says of itself, fit to be shown.
    private static String shown(String text) {
        String cut = text.length() > TEXT_MAX ? text.substring(0, TEXT_MAX) + "..." : text;
        return cut.replaceAll("\\p{C}", "?");
    }

    private static final class Sink implements PacketSink {
        private @Nullable Greeting greeting;
        private boolean done;

        @Override
        public void packet(
                FixedHeader header, MemorySegment data, long body, List<ByteRange> where) {
            if (done) {
                return;
            }
            done = true;
            if (new PacketDecoder().decode(header, data, body, Version.MQTT_3_1_1)
                            instanceof Decoding.Decoded(Packet packet, var _)
                    && packet instanceof Packet.Connect connect) {
                byte[] password = connect.password();
                greeting =
                        new Greeting(
                                Version.ofLevel(connect.level())
                                        .map(Version::toString)
                                        .orElse("MQTT"),
                                shown(connect.clientId()),
                                Optional.ofNullable(connect.userName()).map(Greetings::shown),
                                Optional.ofNullable(password).map(word -> word.length));
                if (password != null) {
                    Arrays.fill(password, (byte) 0);
                }
            }
        }

        @Override
        public void malformed(String what, String rule, int offset) {
            done = true;
        }

        @Override
        public void resynchronised(long skipped) {
            done = true;
        }
    }
}
