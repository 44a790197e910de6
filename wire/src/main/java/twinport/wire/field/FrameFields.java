// SPDX-License-Identifier: MIT
package twinport.wire.field;

import static twinport.wire.field.Type.*;

import java.util.List;
import org.jspecify.annotations.Nullable;
import twinport.wire.flow.FrameFacts;

/// Fields of frames, IP and TCP.
final class FrameFields {
    private FrameFields() {}

    static void addTo(List<Field> all) {
        frame(all);
        ip(all);
        tcp(all);
        flags(all);
    }

    private static void add(
            List<Field> all, String name, Type type, String description, Field.Source source) {
        all.add(new Field(name, type, description, Fields.ALL, source));
    }

    private static void frame(List<Field> all) {
        add(all, "frame", LAYER, "A captured frame.", (_, to) -> to.flag(true));
        add(
                all,
                "frame.number",
                NUMBER,
                "Number of the frame that completed the unit, from 1.",
                (row, to) -> to.number(row.frame()));
        add(
                all,
                "frame.time_epoch",
                TIME,
                "Time of that frame, since 1970-01-01 UTC.",
                (row, to) -> to.nanos(row.epochNanos()));
        add(
                all,
                "frame.time_relative",
                TIME,
                "Time since the first frame of the capture.",
                (row, to) -> to.nanos(row.sinceFirst()));
        fact(all, "frame.len", "Bytes on the wire.", (facts, to) -> to.number(facts.length()));
        fact(
                all,
                "frame.cap_len",
                "Bytes that were captured.",
                (facts, to) -> to.number(facts.captured()));
    }

    private static void ip(List<Field> all) {
        add(all, "ip", LAYER, "IP version 4.", (row, to) -> layer(version(row) == 4, to));
        add(
                all,
                "ip.version",
                NUMBER,
                "4 where the network layer is IPv4.",
                (row, to) -> {
                    if (version(row) == 4) {
                        to.number(4);
                    }
                });
        address(all, "ip.src", "IPv4 address of the sender.", false, true, false);
        address(all, "ip.dst", "IPv4 address of the receiver.", false, false, true);
        address(all, "ip.addr", "IPv4 address of either.", false, true, true);
        add(all, "ipv6", LAYER, "IP version 6.", (row, to) -> layer(version(row) == 6, to));
        add(
                all,
                "ipv6.version",
                NUMBER,
                "6 where the network layer is IPv6.",
                (row, to) -> {
                    if (version(row) == 6) {
                        to.number(6);
                    }
                });
        address(all, "ipv6.src", "IPv6 address of the sender.", true, true, false);
        address(all, "ipv6.dst", "IPv6 address of the receiver.", true, false, true);
        address(all, "ipv6.addr", "IPv6 address of either.", true, true, true);
    }

    private static int version(Row row) {
        AddressText source = row.sourceAddress();
        return source == null ? 0 : source.ipv6() ? 6 : 4;
    }

    private static void address(
            List<Field> all,
            String name,
            String description,
            boolean ipv6,
            boolean source,
            boolean target) {
        add(
                all,
                name,
                ADDRESS,
                description,
                (row, to) -> {
                    if (source) {
                        put(row.sourceAddress(), ipv6, to);
                    }
                    if (target) {
                        put(row.targetAddress(), ipv6, to);
                    }
                });
    }

    private static void put(@Nullable AddressText address, boolean ipv6, Values to) {
        if (address != null && address.ipv6() == ipv6) {
            to.address(address);
        }
    }

    private static void tcp(List<Field> all) {
        add(all, "tcp", LAYER, "TCP.", (row, to) -> layer(row.sourcePort() >= 0, to));
        add(
                all,
                "tcp.stream",
                NUMBER,
                "Number of the conversation, from 0.",
                (row, to) -> stream(row, to));
        add(
                all,
                "tcp.srcport",
                NUMBER,
                "Port of the sender.",
                (row, to) -> port(row.sourcePort(), to));
        add(
                all,
                "tcp.dstport",
                NUMBER,
                "Port of the receiver.",
                (row, to) -> port(row.targetPort(), to));
        add(
                all,
                "tcp.port",
                NUMBER,
                "Port of either.",
                (row, to) -> {
                    port(row.sourcePort(), to);
                    port(row.targetPort(), to);
                });
        segment(
                all,
                "tcp.len",
                "Payload bytes of the segment.",
                (facts, to) -> to.number(facts.payload()));
        connected(
                all,
                "tcp.seq",
                "Sequence number, counted from the connection's first.",
                (facts, to) -> to.number(facts.relativeSequence()));
        segment(
                all,
                "tcp.seq_raw",
                "Sequence number as sent.",
                (facts, to) -> to.number(facts.sequence() & 0xffffffffL));
        connected(
                all,
                "tcp.ack",
                "Acknowledgement, counted from the opposite's first.",
                (facts, to) -> to.number(facts.relativeAcknowledged()));
        segment(
                all,
                "tcp.ack_raw",
                "Acknowledgement as sent.",
                (facts, to) -> to.number(facts.acknowledged() & 0xffffffffL));
    }

    private static void flags(List<Field> all) {
        segment(all, "tcp.flags", "The flag bits.", (facts, to) -> to.hexNumber(facts.flags(), 4));
        flag(all, "tcp.flags.fin", "FIN: nothing follows.", FrameFacts.FIN);
        flag(all, "tcp.flags.syn", "SYN: opens a connection.", FrameFacts.SYN);
        flag(all, "tcp.flags.reset", "RST: breaks a connection off.", FrameFacts.RST);
        flag(all, "tcp.flags.push", "PSH.", FrameFacts.PUSH);
        flag(all, "tcp.flags.ack", "ACK: acknowledges.", FrameFacts.ACK);
        flag(all, "tcp.flags.urg", "URG.", FrameFacts.URGENT);
    }

    private static void flag(List<Field> all, String name, String description, int mask) {
        fact(
                all,
                name,
                BOOLEAN,
                description,
                (facts, to) -> {
                    if (facts.tcp()) {
                        to.flag(facts.has(mask));
                    }
                });
    }

    private interface Fact {
        void put(FrameFacts facts, Values to);
    }

    private static void fact(List<Field> all, String name, String description, Fact fact) {
        fact(all, name, NUMBER, description, fact);
    }

    private static void fact(
            List<Field> all, String name, Type type, String description, Fact fact) {
        Field.Source source =
                (row, to) -> {
                    FrameFacts facts = row.facts();
                    if (facts != null) {
                        fact.put(facts, to);
                    }
                };
        all.add(new Field(name, type, description, Fields.ALL, true, source));
    }

    private static void segment(List<Field> all, String name, String description, Fact fact) {
        fact(
                all,
                name,
                description,
                (facts, to) -> {
                    if (facts.tcp()) {
                        fact.put(facts, to);
                    }
                });
    }

    private static void connected(List<Field> all, String name, String description, Fact fact) {
        fact(
                all,
                name,
                description,
                (facts, to) -> {
                    if (facts.stream() >= 0) {
                        fact.put(facts, to);
                    }
                });
    }

    private static void stream(Row row, Values to) {
        FrameFacts facts = row.facts();
        if (row.conversation() != null) {
            to.number(row.conversation().id());
        } else if (facts != null && facts.stream() >= 0) {
            to.number(facts.stream());
        }
    }

    private static void port(int port, Values to) {
        if (port >= 0) {
            to.number(port);
        }
    }

    static void layer(boolean there, Values to) {
        if (there) {
            to.flag(true);
        }
    }
}
