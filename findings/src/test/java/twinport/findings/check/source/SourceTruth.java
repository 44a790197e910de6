// SPDX-License-Identifier: MIT
package twinport.findings.check.source;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import twinport.findings.check.Catalogue;
import twinport.findings.check.Finding;
import twinport.findings.check.SourceFacts;
import twinport.findings.check.TruthRow;
import twinport.findings.check.Verdict;
import twinport.findings.check.source.Source.Kind;
import twinport.findings.check.source.Source.Settings;
import twinport.findings.check.source.Source.Statement;

/// Sources that must give a verdict, and sources that must not.
public final class SourceTruth {
    static final Instant NOW = Instant.parse("2026-06-01T00:00:00Z");

    private static final String CPP =
            """
            #include <WiFiClientSecure.h>
            #include <PubSubClient.h>
            WiFiClientSecure net;
            PubSubClient mqtt(net);
            """;
    private static final String PLAIN_CPP =
            """
            #include <WiFi.h>
            #include <PubSubClient.h>
            WiFiClient net;
            PubSubClient mqtt(net);
            """;
    private static final String PYTHON =
            """
            import network, ssl
            from umqtt.simple import MQTTClient
            """;
    private static final String GOOD_TLS =
            PYTHON
                    + "c = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)\nc.verify_mode = ssl.CERT_REQUIRED\n"
                    + "c.load_verify_locations(cadata=ca)\nm = MQTTClient(b'a', host, ssl=c, keepalive=60)\n";
    private static final String TLS_LISTENER =
            """
            listener 8883
            certfile /etc/c.pem
            keyfile /etc/k.pem
            """;

    private static final String CA_IN_SOURCE =
            """
            const char ca[] = R"(
            -----BEGIN CERTIFICATE-----
            MIIBejCCASGgAwIBAgIUP5sB2UHtWC4WTy9FXS6FRQsYtvkwCgYIKoZIzj0EAwIw
            EzERMA8GA1UEAwwIVHJ1dGggQ0EwHhcNMjYxMTI3MDExMDM1WhcNMzAwNjE5MDEx
            MDM1WjATMREwDwYDVQQDDAhUcnV0aCBDQTBZMBMGByqGSM49AgEGCCqGSM49AwEH
            A0IABJ4X9KirXAL/m+/vdy6282YAuzB80M0rf6f5i/ZL3Plsqiprvd1Qf0Rl1svF
            qx4fHPaRhOa8DXDnhcfZn/ZtLnKjUzBRMB0GA1UdDgQWBBTTe3hJ6QEJIGIa73bC
            aoStGUSUvDAfBgNVHSMEGDAWgBTTe3hJ6QEJIGIa73bCaoStGUSUvDAPBgNVHRMB
            Af8EBTADAQH/MAoGCCqGSM49BAMCA0cAMEQCIEGRxNcInDViTQmRyEIsWd8+g2xX
            cmKBFVxeMutPLykFAiBFiVxPfyz5KUTA9pRIhOU1LqHGEfNvrSum16J1AblYcg==
            -----END CERTIFICATE-----
            )";
            """;
    private static final Instant CA_ENDS = Instant.parse("2030-06-19T01:10:35Z");

    private SourceTruth() {}

    static List<Finding> judged(Source... sources) {
        return judgedAt(NOW, sources);
    }

    private static List<Finding> judgedAt(Instant when, Source... sources) {
        return SourceRules.all()
                .judge(Catalogue.read(), new SourceFacts("here", when, List.of(sources)));
    }

    static Source cpp(String text) {
        return Source.code("a/a.ino", text);
    }

    static Source python(String text) {
        return Source.code("b/main.py", text);
    }

    static Source mosquitto(String text) {
        return SettingsReader.mosquitto("mosquitto.conf", text);
    }

    static Source acl(String text) {
        return SettingsReader.mosquittoAcl("acl", text);
    }

    static Source lab(String... pairs) {
        List<Statement> statements =
                Stream.of(pairs)
                        .map(pair ->
                                new Statement(
                                        1,
                                        pair.substring(0, pair.indexOf('=')),
                                        pair.substring(pair.indexOf('=') + 1)))
                        .toList();
        return new Settings("lab.yaml", Kind.LAB, List.of("a line"), statements);
    }

    private static Source keyMode(String mode) {
        Settings read = SettingsReader.mosquitto("mosquitto.conf", TLS_LISTENER);
        List<Statement> all =
                Stream.concat(
                                read.statements().stream(),
                                Stream.of(new Statement(3, "keyfile mode", mode)))
                        .toList();
        return new Settings(read.name(), read.kind(), read.lines(), all);
    }

    private static TruthRow row(
            String id, Verdict verdict, String bad, Source wrong, String good, Source right) {
        return new TruthRow(id, verdict, bad, () -> judged(wrong), good, () -> judged(right));
    }

    private static TruthRow fail(String id, String bad, Source wrong, String good, Source right) {
        return row(id, Verdict.FAIL, bad, wrong, good, right);
    }

    private static TruthRow warn(String id, String bad, Source wrong, String good, Source right) {
        return row(id, Verdict.WARN, bad, wrong, good, right);
    }

    public static List<TruthRow> rows() {
        return Stream.of(firmware(), programs(), brokers(), labs()).flatMap(List::stream).toList();
    }

    private static List<TruthRow> firmware() {
        return List.of(
                fail(
                        "PLN-01",
                        "a sketch with WiFiClient",
                        cpp(PLAIN_CPP),
                        "one with WiFiClientSecure",
                        cpp(CPP)),
                fail(
                        "PLN-01",
                        "umqtt without ssl",
                        python(PYTHON + "m = MQTTClient(b'a', host)\n"),
                        "umqtt with a context",
                        python(GOOD_TLS)),
                fail(
                        "AUT-07",
                        "a sketch that calls setInsecure",
                        cpp(CPP + "void setup() { net.setInsecure(); }\n"),
                        "one that only names it in a comment and a text",
                        cpp(
                                CPP
                                        + "void setup() { net.setCACert(ca); /* net.setInsecure(); */\n// net.setInsecure();\nlog(\"setInsecure()\"); }\n#if 0\nnet.setInsecure();\n#endif\n")),
                fail(
                        "AUT-07",
                        "a MicroPython program whose context demands nothing",
                        python(GOOD_TLS.replace("c.verify_mode = ssl.CERT_REQUIRED\n", "")),
                        "one with CERT_REQUIRED",
                        python(GOOD_TLS)),
                fail(
                        "AUT-07",
                        "a password in a sketch",
                        cpp(PLAIN_CPP + "const char* mqtt_password = \"correct horse battery\";\n"),
                        "a placeholder in its place",
                        cpp(
                                CPP
                                        + "const char* mqtt_password = \"<your password>\";\nvoid setup() { net.setCACert(ca); }\n")),
                new TruthRow(
                        "CRT-02",
                        Verdict.FAIL,
                        "a CA in the source that ends in three days",
                        () -> judgedAt(CA_ENDS.minus(Duration.ofDays(3)), cpp(CA_IN_SOURCE)),
                        "one that ends in two years",
                        () -> judgedAt(CA_ENDS.minus(Duration.ofDays(730)), cpp(CA_IN_SOURCE))),
                fail(
                        "IDN-05",
                        "a password that is tried first",
                        python(
                                PYTHON
                                        + "m = MQTTClient(b'a', host, user='u', password='password123')\n"),
                        "a long one of its own",
                        python(
                                PYTHON
                                        + "m = MQTTClient(b'a', host, user='u', password='x7#kQ2-vLp9w')\nmqtt.subscribe(b'a')\n")));
    }

    private static List<TruthRow> programs() {
        return List.of(
                fail(
                        "CMD-01",
                        "a program that publishes a command retained",
                        python(PYTHON + "m.publish(b'home/lamp/set', b'on', retain=True)\n"),
                        "one that does not",
                        python(PYTHON + "m.publish(b'home/lamp/set', b'on')\n")),
                fail(
                        "CMD-06",
                        "a text longer than PubSubClient's buffer",
                        cpp(
                                PLAIN_CPP
                                        + "void loop() { mqtt.publish(\"a/b\", \""
                                        + "x".repeat(300)
                                        + "\"); }\n"),
                        "the same with a larger buffer",
                        cpp(
                                PLAIN_CPP
                                        + "void loop() { mqtt.setBufferSize(512); mqtt.publish(\"a/b\", \""
                                        + "x".repeat(300)
                                        + "\"); }\n")),
                warn(
                        "OPS-01",
                        "a sketch that connects without a will",
                        cpp(PLAIN_CPP + "void loop() { mqtt.connect(\"id\"); }\n"),
                        "one with a will",
                        cpp(
                                PLAIN_CPP
                                        + "void loop() { mqtt.connect(\"id\", \"a/state\", 1, true, \"gone\"); }\n")),
                warn(
                        "OPS-02",
                        "umqtt without keepalive",
                        python(PYTHON + "m = MQTTClient(b'a', host)\n"),
                        "umqtt with 60 s",
                        python(GOOD_TLS)),
                warn(
                        "OPS-06",
                        "a MicroPython program that verifies and never sets its clock",
                        python(GOOD_TLS),
                        "one that asks NTP",
                        python(GOOD_TLS + "import ntptime\nntptime.settime()\n")));
    }

    private static List<TruthRow> brokers() {
        String apart =
                "per_listener_settings true\nlistener 1883\nmount_point plain/\nacl_file a\n"
                        + TLS_LISTENER
                        + "acl_file b\n";
        return List.of(
                fail(
                        "PLN-01",
                        "a listener in clear for the whole network",
                        mosquitto("listener 1883\n"),
                        "one with TLS",
                        mosquitto(TLS_LISTENER)),
                fail(
                        "PLN-05",
                        "a listener in clear beside TLS with the same rights",
                        mosquitto("listener 1883\n" + TLS_LISTENER),
                        "one for this computer",
                        mosquitto("listener 1883 127.0.0.1\n" + TLS_LISTENER)),
                warn(
                        "PLN-06",
                        "both listeners share their topics",
                        mosquitto("listener 1883\n" + TLS_LISTENER),
                        "the plain one has a mount_point",
                        mosquitto(apart)),
                fail(
                        "TLS-01",
                        "tls_version tlsv1.1",
                        mosquitto(TLS_LISTENER + "tls_version tlsv1.1\n"),
                        "tlsv1.2",
                        mosquitto(TLS_LISTENER + "tls_version tlsv1.2\n")),
                fail(
                        "CRT-11",
                        "a key file that everybody reads",
                        keyMode("rw-r--r--"),
                        "one that its owner reads",
                        keyMode("rw-------")),
                fail(
                        "IDN-01",
                        "allow_anonymous true",
                        mosquitto("listener 1883\nallow_anonymous true\n"),
                        "without it",
                        mosquitto("listener 1883\n")),
                fail(
                        "IDN-06",
                        "an ACL with topic read #",
                        acl("user viewer\ntopic read #\n"),
                        "one with its own topics",
                        acl("user viewer\ntopic read lab/thermo/#\n")),
                fail(
                        "IDN-07",
                        "an ACL with topic readwrite #",
                        acl("topic readwrite #\n"),
                        "one with a pattern for each user",
                        acl("pattern readwrite lab/%u/#\n")),
                warn(
                        "IDN-09",
                        "any client id is taken",
                        mosquitto("listener 1883\n"),
                        "use_username_as_clientid",
                        mosquitto("listener 1883\nuse_username_as_clientid true\n")));
    }

    private static List<TruthRow> labs() {
        return List.of(
                fail(
                        "IDN-01",
                        "a lab whose plain port is open",
                        lab("plain.open=true"),
                        "one with credentials",
                        lab("plain.open=false")),
                fail(
                        "PLN-06",
                        "a lab with sites: mixed",
                        lab("plain.port=1883", "tls.port=8883", "sites=mixed"),
                        "with sites: apart",
                        lab("plain.port=1883", "tls.port=8883", "sites=apart")),
                warn(
                        "IDN-08",
                        "a lab whose TLS port takes clients without a certificate",
                        lab("tls.client-certificate=none"),
                        "one that demands it",
                        lab("tls.client-certificate=required")),
                fail(
                        "IDN-06",
                        "an identity that reads #",
                        lab("identities.0.subscribe=#"),
                        "a device's program that asks for its own topics",
                        acl("topic read lab/a\n")),
                fail(
                        "IDN-07",
                        "an identity that publishes secure/#",
                        lab("identities.0.publish=secure/#"),
                        "an ACL without such a rule",
                        acl("topic write lab/a\n")));
    }
}
