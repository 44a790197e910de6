// SPDX-License-Identifier: MIT
package twinport.wire.field;

import static twinport.wire.field.Type.*;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import twinport.wire.read.Observation;
import twinport.wire.tls.Alert;
import twinport.wire.tls.Fingerprint;
import twinport.wire.tls.HandshakeMessage;
import twinport.wire.tls.TlsVersion;

/// Fields of TLS records, handshake messages and alerts.
final class TlsFields {
    private static final Set<Unit> TLS = EnumSet.of(Unit.RECORD, Unit.HANDSHAKE, Unit.ALERT);

    private TlsFields() {}

    static void addTo(List<Field> all) {
        all.add(
                new Field(
                        "tls",
                        LAYER,
                        "A TLS record, handshake message or alert.",
                        TLS,
                        (row, to) -> FrameFields.layer(TLS.contains(row.unit()), to)));
        records(all);
        hellos(all);
        alerts(all);
    }

    private static void records(List<Field> all) {
        record(
                all,
                "tls.record.content_type",
                "20 change cipher spec, 21 alert, 22 handshake, 23 application data.",
                (record, to) -> to.number(record.type()));
        record(
                all,
                "tls.record.length",
                "Bytes of the record's body.",
                (record, to) -> to.number(record.length()));
    }

    private interface RecordValue {
        void put(Observation.TlsRecordSeen record, Values to);
    }

    private static void record(
            List<Field> all, String name, String description, RecordValue value) {
        all.add(
                new Field(
                        name,
                        NUMBER,
                        description,
                        Set.of(Unit.RECORD),
                        (row, to) -> {
                            var record = row.record();
                            if (record != null) {
                                value.put(record, to);
                            }
                        }));
    }

    private interface MessageValue {
        void put(HandshakeMessage message, Values to);
    }

    private static void message(
            List<Field> all, String name, Type type, String description, MessageValue value) {
        all.add(
                new Field(
                        name,
                        type,
                        description,
                        Set.of(Unit.HANDSHAKE),
                        (row, to) -> {
                            var message = row.handshake();
                            if (message != null) {
                                value.put(message, to);
                            }
                        }));
    }

    private static void hellos(List<Field> all) {
        message(
                all,
                "tls.handshake.type",
                NUMBER,
                "1 ClientHello, 2 ServerHello, 11 Certificate, ... (RFC 8446 §4).",
                (message, to) -> to.number(message.type()));
        message(
                all,
                "tls.handshake.version",
                NUMBER,
                "The version field of a hello, which TLS 1.3 leaves at 0x0303.",
                TlsFields::version);
        message(
                all,
                "tls.handshake.random",
                BYTES,
                "The random of a hello.",
                (message, to) -> {
                    switch (message) {
                        case HandshakeMessage.ClientHello hello -> to.bytes(hello.random());
                        case HandshakeMessage.ServerHello hello -> to.bytes(hello.random());
                        default -> {}
                    }
                });
        message(
                all,
                "tls.handshake.ciphersuite",
                NUMBER,
                "Cipher suites a client offers; the one a server chose.",
                TlsFields::suites);
        message(
                all,
                "tls.handshake.extension.type",
                NUMBER,
                "Numbers of the extensions, in their order.",
                TlsFields::extensions);
        client(
                all,
                "tls.handshake.ja3_full",
                TEXT,
                "JA3 of a ClientHello, as text.",
                (hello, to) -> to.text(Fingerprint.ja3(hello)));
        client(
                all,
                "tls.handshake.ja3",
                TEXT,
                "JA3 of a ClientHello, as MD5.",
                (hello, to) -> to.text(Fingerprint.ja3Hash(hello)));
        client(
                all,
                "tls.handshake.ja4",
                TEXT,
                "JA4 of a ClientHello (the name is that of tshark 4.2).",
                (hello, to) -> to.text(Fingerprint.ja4(hello)));
        client(
                all,
                "tls.handshake.extensions_server_name",
                TEXT,
                "The host name a client asks for (SNI).",
                (hello, to) -> {
                    if (hello.serverName() != null) {
                        to.text(hello.serverName());
                    }
                });
        message(
                all,
                "tls.handshake.extensions_alpn_str",
                TEXT,
                "Protocols a client offers (ALPN); the one a server chose.",
                TlsFields::alpn);
        client(
                all,
                "tls.handshake.extensions_supported_group",
                NUMBER,
                "Groups a client offers for the key exchange.",
                (hello, to) -> hexNumbers(hello.groups(), to));
        client(
                all,
                "tls.handshake.sig_hash_alg",
                NUMBER,
                "Signature algorithms a client accepts.",
                (hello, to) -> hexNumbers(hello.signatureAlgorithms(), to));
    }

    private interface ClientValue {
        void put(HandshakeMessage.ClientHello hello, Values to);
    }

    private static void client(
            List<Field> all, String name, Type type, String description, ClientValue value) {
        message(
                all,
                name,
                type,
                description,
                (message, to) -> {
                    if (message instanceof HandshakeMessage.ClientHello hello) {
                        value.put(hello, to);
                    }
                });
    }

    private static void version(HandshakeMessage message, Values to) {
        switch (message) {
            case HandshakeMessage.ClientHello hello -> to.hexNumber(hello.legacyVersion(), 4);
            case HandshakeMessage.ServerHello hello -> {
                TlsVersion version =
                        hello.version().isTls13() ? TlsVersion.TLS_1_2 : hello.version();
                to.hexNumber(version.number(), 4);
            }
            default -> {}
        }
    }

    private static void suites(HandshakeMessage message, Values to) {
        switch (message) {
            case HandshakeMessage.ClientHello hello -> hexNumbers(hello.suites(), to);
            case HandshakeMessage.ServerHello hello -> to.hexNumber(hello.suite(), 4);
            default -> {}
        }
    }

    private static void extensions(HandshakeMessage message, Values to) {
        List<Integer> numbers =
                switch (message) {
                    case HandshakeMessage.ClientHello hello -> hello.extensions();
                    case HandshakeMessage.ServerHello hello -> hello.extensions();
                    case HandshakeMessage.EncryptedExtensions own -> own.extensions();
                    default -> List.of();
                };
        numbers.forEach(number -> to.number(number));
    }

    private static void alpn(HandshakeMessage message, Values to) {
        switch (message) {
            case HandshakeMessage.ClientHello hello -> hello.alpn().forEach(to::text);
            case HandshakeMessage.ServerHello hello when hello.alpn() != null ->
                    to.text(hello.alpn());
            case HandshakeMessage.EncryptedExtensions own when own.alpn() != null ->
                    to.text(own.alpn());
            default -> {}
        }
    }

    private static void hexNumbers(List<Integer> numbers, Values to) {
        numbers.forEach(number -> to.hexNumber(number, 4));
    }

    private static void alerts(List<Field> all) {
        alert(
                all,
                "tls.alert_message.level",
                "1 warning, 2 fatal.",
                (alert, to) -> to.number(alert.level()));
        alert(
                all,
                "tls.alert_message.desc",
                "What is wrong (RFC 8446 §6).",
                (alert, to) -> to.number(alert.description()));
    }

    private interface AlertValue {
        void put(Alert alert, Values to);
    }

    private static void alert(List<Field> all, String name, String description, AlertValue value) {
        all.add(
                new Field(
                        name,
                        NUMBER,
                        description,
                        Set.of(Unit.ALERT),
                        (row, to) -> {
                            Alert alert = row.alert();
                            if (alert != null) {
                                value.put(alert, to);
                            }
                        }));
    }
}
