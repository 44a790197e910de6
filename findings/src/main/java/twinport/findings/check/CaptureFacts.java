// SPDX-License-Identifier: MIT
package twinport.findings.check;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import twinport.wire.flow.ByteRange;
import twinport.wire.flow.Direction;
import twinport.wire.flow.Ending;
import twinport.wire.flow.Endpoint;
import twinport.wire.mqtt.ReasonCode;
import twinport.wire.mqtt.Version;
import twinport.wire.read.Protection;
import twinport.wire.read.Protocol;
import twinport.wire.tls.TlsFacts;
import twinport.wire.tls.TlsVersion;

/// What a capture shows, with or without keys.
///
/// @param subject the capture's name
/// @param tapped whether the capture says that a lab's relay tap made it
/// @param connections in the order they began
/// @param messages PUBLISH packets that could be read, in the order they came
/// @param names host names that devices asked for or told, and answers of time servers
/// @param lastNanos time of the last frame
/// @param left what was not kept because there was too much of it; empty when all was
public record CaptureFacts(
        String subject,
        boolean tapped,
        List<Connection> connections,
        List<Message> messages,
        List<NameSeen> names,
        long lastNanos,
        List<String> left)
        implements Facts {
    public CaptureFacts {
        connections = List.copyOf(connections);
        messages = List.copyOf(messages);
        names = List.copyOf(names);
        left = List.copyOf(left);
    }

    /// Where and when something stood.
    ///
    /// @param frame number of the frame that completed it
    /// @param offset in that frame, from 0
    /// @param length in bytes; 0 stands for the whole frame
    public record Place(long frame, int offset, int length, long nanos) {
        public Evidence showing(String what) {
            return new Evidence.Bytes(frame, offset, length, what);
        }
    }

    /// One TCP connection.
    ///
    /// @param opened where its first frame is
    /// @param closedNanos when it ended, or the time of the last that was seen of it
    /// @param ending null while the capture does not tell
    /// @param tls null where none was seen
    /// @param readable whether MQTT packets stood in the clear
    /// @param decrypted whether a key log opened some
    /// @param logins CONNECT packets
    /// @param subscriptions topic filters asked for
    /// @param takenOver DISCONNECT with the reason 0x8e; null without one
    /// @param sealed TLS records of application data
    /// @param unsealed MQTT packets that were sealed and that keys opened, the first ones
    /// @param packets MQTT packets that could be read
    public record Connection(
            long id,
            Endpoint client,
            Endpoint server,
            Protocol protocol,
            boolean webSocket,
            @Nullable Version mqtt,
            Place opened,
            long closedNanos,
            @Nullable Ending ending,
            @Nullable Tls tls,
            boolean readable,
            boolean decrypted,
            List<Login> logins,
            List<Subscription> subscriptions,
            @Nullable Place takenOver,
            List<Sealed> sealed,
            List<Unsealed> unsealed,
            long packets) {
        public Connection {
            logins = List.copyOf(logins);
            subscriptions = List.copyOf(subscriptions);
            sealed = List.copyOf(sealed);
            unsealed = List.copyOf(unsealed);
        }

        public boolean loopback() {
            return client.address().isLoopbackAddress() && server.address().isLoopbackAddress();
        }

        /// The client's address without its port.
        public String host() {
            return client.address().getHostAddress();
        }

        /// Whether several programs may stand behind the client's address, because it is the one
        /// that all programs of a machine use.
        public boolean sharedAddress() {
            String host = host();
            return host.equals("127.0.0.1") || host.equals("0:0:0:0:0:0:0:1");
        }

        /// Who the client is: its client id where it could be read, else its address.
        public String device() {
            return logins.isEmpty() || logins.getFirst().clientId().isEmpty()
                    ? host()
                    : logins.getFirst().clientId() + " (" + host() + ")";
        }

        /// Client and server in words.
        public String ends() {
            return device() + " to " + server;
        }
    }

    /// What a TLS handshake showed.
    ///
    /// @param version chosen by the server; null where its hello was not seen
    /// @param suite its IANA name
    /// @param places where each handshake message stood first, by direction and type
    public record Tls(
            @Nullable TlsVersion version,
            @Nullable String suite,
            @Nullable String serverName,
            @Nullable String alpn,
            TlsFacts facts,
            Map<HandshakeStep, Place> places,
            List<Alert> alerts) {
        public Tls {
            places = Map.copyOf(places);
            alerts = List.copyOf(alerts);
        }
    }

    /// A handshake message by who sent it and its type.
    public record HandshakeStep(Direction direction, int type) {}

    /// @param description its number (RFC 8446 §6)
    public record Alert(
            Direction direction,
            int level,
            int description,
            String name,
            boolean decrypted,
            Place place) {}

    /// A sealed record of application data as an eavesdropper sees it.
    ///
    /// @param length of the record's body
    public record Sealed(Direction direction, int length, Place place) {}

    /// An MQTT packet that keys opened: the truth beside what its records tell without keys.
    ///
    /// @param type for example `PUBLISH`
    /// @param length of the whole packet
    /// @param fields lengths of those that a writer may send one by one
    /// @param where its records stand
    public record Unsealed(
            Direction direction,
            String type,
            int length,
            Map<TextField, Integer> fields,
            List<ByteRange> where) {
        public Unsealed {
            fields = Map.copyOf(fields);
            where = List.copyOf(where);
        }
    }

    /// Fields of CONNECT and PUBLISH whose length differs from device to device.
    public enum TextField {
        CLIENT_ID("client id"),
        WILL_TOPIC("will topic"),
        WILL_MESSAGE("will message"),
        USER_NAME("user name"),
        PASSWORD("password"),
        TOPIC("topic"),
        PAYLOAD("payload");

        private final String words;

        TextField(String words) {
            this.words = words;
        }

        public String words() {
            return words;
        }
    }

    /// A CONNECT packet and its answer.
    ///
    /// @param sessionExpirySeconds MQTT 5.0; before, 0 with "clean session" and else for ever
    /// @param maximumPacketSize what the client takes at most; empty where it sets no limit
    /// @param authenticationMethod of the extended authentication of MQTT 5.0; null without
    /// @param answer null where none was seen
    /// @param serverKeepAliveSeconds what the broker demands instead (MQTT 5.0 §3.2.2.3.14)
    public record Login(
            Place place,
            Protection protection,
            Version version,
            String clientId,
            @Nullable String userName,
            @Nullable Secret password,
            boolean cleanStart,
            long sessionExpirySeconds,
            int keepAliveSeconds,
            @Nullable Will will,
            OptionalLong maximumPacketSize,
            @Nullable String authenticationMethod,
            @Nullable ReasonCode answer,
            OptionalLong serverKeepAliveSeconds) {
        /// The same with the broker's answer.
        public Login answered(ReasonCode reason, OptionalLong serverKeepAlive) {
            return new Login(
                    place,
                    protection,
                    version,
                    clientId,
                    userName,
                    password,
                    cleanStart,
                    sessionExpirySeconds,
                    keepAliveSeconds,
                    will,
                    maximumPacketSize,
                    authenticationMethod,
                    reason,
                    serverKeepAlive);
        }

        /// Whether the broker was seen to let the client in.
        public boolean accepted() {
            return answer != null && answer.number() == 0;
        }

        /// Whether the broker was seen to refuse; a return code of 3.1.1 is below 0x80.
        public boolean refused() {
            return answer != null && answer.number() != 0;
        }

        /// Whether the broker keeps the session when the client is gone.
        public boolean persistent() {
            return sessionExpirySeconds > 0;
        }
    }

    public record Will(String topic, boolean retain) {}

    /// A password: it can be compared, and never printed.
    public static final class Secret {
        private final byte[] bytes;

        public Secret(byte[] bytes) {
            this.bytes = bytes.clone();
        }

        public int length() {
            return bytes.length;
        }

        public boolean is(@Nullable String text) {
            return text != null
                    && Arrays.equals(bytes, text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Secret secret && Arrays.equals(bytes, secret.bytes);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(bytes);
        }

        /// Masked: only its length is told.
        @Override
        public String toString() {
            return "*** (" + bytes.length + " bytes)";
        }
    }

    /// @param refused what the broker answered to this filter; null where no answer was seen
    public record Subscription(
            Place place, Protection protection, String filter, @Nullable Boolean refused) {}

    /// A PUBLISH that could be read.
    ///
    /// @param topic with aliases resolved; empty where the alias is not known
    /// @param payload its first bytes
    /// @param packetLength of the whole MQTT packet
    /// @param correlation correlation data, hexadecimal
    public record Message(
            long connection,
            Direction direction,
            Place place,
            Protection protection,
            @Nullable Version version,
            String topic,
            int qos,
            boolean retain,
            boolean dup,
            Payload payload,
            int payloadLength,
            int packetLength,
            @Nullable String responseTopic,
            @Nullable String correlation,
            OptionalLong expirySeconds) {
        public boolean fromClient() {
            return direction == Direction.FROM_CLIENT;
        }
    }

    /// The first bytes of a payload.
    public static final class Payload {
        private final byte[] bytes;

        public Payload(byte[] bytes) {
            this.bytes = bytes.clone();
        }

        public byte[] bytes() {
            return bytes.clone();
        }

        public String text() {
            return new String(bytes, java.nio.charset.StandardCharsets.UTF_8);
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Payload payload && Arrays.equals(bytes, payload.bytes);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(bytes);
        }
    }

    /// A datagram that tells a name or the time.
    ///
    /// @param host who asked, told, or was answered
    /// @param name a host name; empty for a time server's answer
    public record NameSeen(Kind kind, String host, String name, Place place) {
        /// By which protocol.
        public enum Kind {
            DNS_QUESTION,
            MDNS,
            DHCP,
            TIME_ANSWER
        }
    }
}
