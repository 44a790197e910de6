// SPDX-License-Identifier: MIT
package twinport.broker.embedded;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.stream.Collectors;
import twinport.broker.BrokerSettings;
import twinport.broker.BrokerSettings.Limits;
import twinport.broker.BrokerSettings.Tls;

/// Writes HiveMQ's config.xml.
final class HiveConfiguration {
    private static final List<String> PROTOCOLS = List.of("TLSv1.3", "TLSv1.2");

    /// Authenticated encryption with an ephemeral key exchange, nothing else (RFC 9325 section
    /// 4.2).
    static final List<String> CIPHER_SUITES =
            List.of(
                    "TLS_AES_256_GCM_SHA384",
                    "TLS_AES_128_GCM_SHA256",
                    "TLS_CHACHA20_POLY1305_SHA256",
                    "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
                    "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
                    "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
                    "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
                    "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
                    "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256");

    private static final int HANDSHAKE_TIMEOUT_MILLIS = 10_000;

    private HiveConfiguration() {}

    static String xml(BrokerSettings settings) {
        String listeners =
                settings.plain().map(HiveConfiguration::plain).orElse("")
                        + settings.tls().map(HiveConfiguration::tls).orElse("");
        return """
        <?xml version="1.0" encoding="UTF-8"?>
        <hivemq>
        <listeners>
        %s</listeners>
        %s%s<persistence><mode>file</mode></persistence>
        <anonymous-usage-statistics><enabled>false</enabled></anonymous-usage-statistics>
        </hivemq>
        """
                .formatted(listeners, mqtt(settings.limits()), restrictions(settings.limits()));
    }

    private static String plain(InetSocketAddress address) {
        return """
        <tcp-listener>
        %s<name>plain</name>
        </tcp-listener>
        """
                .formatted(address(address));
    }

    private static String tls(Tls tls) {
        return """
        <tls-tcp-listener>
        %s<name>tls</name>
        <tls>
        <keystore>
        %s<private-key-password>%s</private-key-password>
        </keystore>
        <truststore>
        %s</truststore>
        <client-authentication-mode>%s</client-authentication-mode>
        <protocols>%s</protocols>
        <cipher-suites>%s</cipher-suites>
        <prefer-server-cipher-suites>true</prefer-server-cipher-suites>
        <handshake-timeout>%d</handshake-timeout>
        </tls>
        </tls-tcp-listener>
        """
                .formatted(
                        address(tls.address()),
                        store(tls.keyStore().toAbsolutePath().toString(), tls.password()),
                        escaped(tls.password()),
                        store(tls.trustStore().toAbsolutePath().toString(), tls.password()),
                        tls.clientCertificate().name(),
                        each("protocol", PROTOCOLS),
                        each("cipher-suite", CIPHER_SUITES),
                        HANDSHAKE_TIMEOUT_MILLIS);
    }

    private static String store(String path, String password) {
        return """
        <path>%s</path>
        <password>%s</password>
        """
                .formatted(escaped(path), escaped(password));
    }

    private static String address(InetSocketAddress address) {
        return """
        <port>%d</port>
        <bind-address>%s</bind-address>
        """
                .formatted(address.getPort(), escaped(Listener.host(address)));
    }

    private static String mqtt(Limits limits) {
        return """
        <mqtt>
        <queued-messages>
        <max-queue-size>%d</max-queue-size>
        <strategy>discard</strategy>
        </queued-messages>
        <receive-maximum>
        <server-receive-maximum>%d</server-receive-maximum>
        </receive-maximum>
        <packets><max-packet-size>%d</max-packet-size></packets>
        <keep-alive>
        <max-keep-alive>%d</max-keep-alive>
        <allow-unlimited>false</allow-unlimited>
        </keep-alive>
        <session-expiry><max-interval>%d</max-interval></session-expiry>
        </mqtt>
        """
                .formatted(
                        limits.queuedMessages(),
                        limits.receiveMaximum(),
                        limits.packetBytes(),
                        limits.keepAliveMaximum().toSeconds(),
                        limits.sessionExpiryMaximum().toSeconds());
    }

    private static String restrictions(Limits limits) {
        return """
        <restrictions>
        <max-connections>%d</max-connections>
        <max-client-id-length>%d</max-client-id-length>
        <max-topic-length>%d</max-topic-length>
        <no-connect-idle-timeout>%d</no-connect-idle-timeout>
        </restrictions>
        """
                .formatted(
                        limits.connections(),
                        limits.clientIdLength(),
                        limits.topicLength(),
                        limits.connectTimeout().toMillis());
    }

    private static String each(String element, List<String> values) {
        return values.stream()
                .map(value -> "<" + element + ">" + escaped(value) + "</" + element + ">")
                .collect(Collectors.joining());
    }

    /// XML text. A dollar sign becomes a character reference because HiveMQ replaces `${NAME}` by
    /// an environment variable before the XML is read.
    static String escaped(String text) {
        StringBuilder out = new StringBuilder();
        text.codePoints()
                .forEach(c -> {
                    if ("&<>\"'$".indexOf(c) >= 0 || c > '~') {
                        out.append("&#").append(c).append(';');
                    } else if (c < ' ') {
                        throw new IllegalArgumentException(
                                "a control character cannot stand in a configuration: '"
                                        + text
                                        + "'");
                    } else {
                        out.appendCodePoint(c);
                    }
                });
        return out.toString();
    }
}
