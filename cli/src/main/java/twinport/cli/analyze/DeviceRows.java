// SPDX-License-Identifier: MIT
package twinport.cli.analyze;

import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import twinport.cli.Terminal;
import twinport.wire.field.Column;
import twinport.wire.field.MqttWords;
import twinport.wire.field.RowWriter;
import twinport.wire.field.Type;
import twinport.wire.flow.Direction;
import twinport.wire.mqtt.Packet;
import twinport.wire.read.Conversation;
import twinport.wire.read.Observation;

/// One row a client: by its client id, or by its address where no id could be read. Of a password
/// only its length is told.
final class DeviceRows extends Table {
    /// Clients that are told apart.
    static final int DEVICES_MAX = 50_000;

    /// Topics of one client that are told apart.
    static final int TOPICS_MAX = 1_000;

    static final List<Column> COLUMNS =
            List.of(
                    new Column("device", Type.TEXT),
                    new Column("address", Type.TEXT),
                    new Column("user", Type.TEXT),
                    new Column("password", Type.TEXT),
                    new Column("transport", Type.TEXT),
                    new Column("version", Type.TEXT),
                    new Column("keep_alive", Type.NUMBER),
                    new Column("will", Type.TEXT),
                    new Column("connects", Type.NUMBER),
                    new Column("published", Type.NUMBER),
                    new Column("received", Type.NUMBER),
                    new Column("sealed_records", Type.NUMBER),
                    new Column("topics", Type.TEXT));

    private static final class Tally {
        final String device;
        final String address;
        final Set<String> topics = new LinkedHashSet<>();
        String transport = "";
        @Nullable String user;
        int passwordBytes = -1;
        @Nullable String version;
        int keepAlive = -1;
        @Nullable String will;
        long connects;
        long published;
        long received;
        long sealed;

        Tally(String device, String address) {
            this.device = device;
            this.address = address;
        }
    }

    private final Map<String, Tally> tallies = new LinkedHashMap<>();

    DeviceRows(
            RowWriter.Format format,
            OutputStream out,
            RowFilter filter,
            long limit,
            Terminal terminal) {
        super(RowWriter.ofColumns(format, COLUMNS, out), filter, limit, terminal);
    }

    @Override
    void unit(Observation observation) {
        switch (observation) {
            case Observation.MqttSeen seen -> {
                Tally tally = tally(seen.conversation());
                if (tally != null) {
                    packet(tally, seen);
                }
            }
            case Observation.TlsRecordSeen seen when seen.sealedApplication() -> {
                Tally tally = tally(seen.conversation());
                if (tally != null) {
                    tally.sealed++;
                }
            }
            default -> {}
        }
    }

    private @Nullable Tally tally(Conversation conversation) {
        String address = conversation.client().address().getHostAddress();
        String device = row.device();
        String key = device == null ? "\0" + address : device;
        Tally tally = tallies.get(key);
        if (tally == null) {
            if (tallies.size() >= DEVICES_MAX) {
                leaveOut();
                return null;
            }
            tally = new Tally(device == null ? "(unknown)" : device, address);
            tallies.put(key, tally);
        }
        tally.transport = conversation.tls() == null ? "tcp" : "tls";
        return tally;
    }

    private static void packet(Tally tally, Observation.MqttSeen seen) {
        switch (seen.packet()) {
            case Packet.Connect connect -> connected(tally, connect);
            case Packet.Publish publish -> {
                String topic = publish.effectiveTopic();
                if (seen.direction() == Direction.FROM_CLIENT) {
                    tally.published++;
                } else {
                    tally.received++;
                }
                if (topic != null && tally.topics.size() < TOPICS_MAX) {
                    tally.topics.add(topic);
                }
            }
            default -> {}
        }
    }

    private static void connected(Tally tally, Packet.Connect connect) {
        tally.connects++;
        tally.user = connect.userName();
        byte[] password = connect.password();
        tally.passwordBytes = password == null ? -1 : password.length;
        tally.version = MqttWords.version(connect.level());
        tally.keepAlive = connect.keepAliveSeconds();
        Packet.Will will = connect.will();
        tally.will = will == null ? null : will.topic() + ": " + MqttWords.readable(will.payload());
    }

    @Override
    void end() {
        write(tallies.values(), "devices", DEVICES_MAX);
    }

    @Override
    void cells(Object thing) {
        Tally tally = (Tally) thing;
        text(tally.device);
        text(tally.address);
        text(tally.user);
        text(tally.passwordBytes < 0 ? null : "(" + tally.passwordBytes + " bytes)");
        text(tally.transport);
        text(tally.version);
        writer.cell();
        if (tally.keepAlive >= 0) {
            writer.number(tally.keepAlive);
        }
        text(tally.will);
        number(tally.connects);
        number(tally.published);
        number(tally.received);
        number(tally.sealed);
        texts(tally.topics, tally.topics.size());
    }
}
