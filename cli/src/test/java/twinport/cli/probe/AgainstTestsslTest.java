// SPDX-License-Identifier: MIT
package twinport.cli.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import twinport.findings.check.BrokerProbeFacts;
import twinport.wire.tls.ShownCertificate;

/// What testssl.sh 3.0.8, as Debian has it, said of servers of many settings, recorded once, and
/// what our audit finds at servers of the same settings: protocols, suites and certificate, row by
/// row. With `-Dtwinport.record-testssl` testssl is run anew, which takes minutes.
///
/// What is not compared, and why, stands in docs/reference/testssl.md.
@Timeout(600)
final class AgainstTestsslTest {
    private static final Path RECORDED = Path.of("src", "test", "resources", "testssl");
    private static final Pattern SUITE = Pattern.compile("cipher-(\\w+)_x([0-9a-f]+)");
    private static final Map<String, String> PROTOCOLS =
            Map.of(
                    "SSLv3", "SSL 3.0",
                    "TLS1", "TLS 1.0",
                    "TLS1_1", "TLS 1.1",
                    "TLS1_2", "TLS 1.2",
                    "TLS1_3", "TLS 1.3");

    /// The rows that are compared; no other is kept.
    private static final Pattern KEPT =
            Pattern.compile(
                    "SSLv3|TLS1|TLS1_\\d|cipher-.*|certs_countServer|cert_chain_of_trust|cert_("
                            + "signatureAlgorithm|keySize|keyUsage|extKeyUsage"
                            + "|commonName|subjectAltName|notBefore|notAfter)");

    /// testssl names the algorithm first for ECDSA, the hash first for RSA.
    private static final Pattern ECDSA = Pattern.compile("ECDSA with (\\w+)");

    @TempDir private Path folder;

    /// @param certificate options of `openssl req`
    /// @param server options of `openssl s_server`
    record Setting(String name, String key, List<String> certificate, List<String> server) {
        @Override
        public String toString() {
            return name;
        }
    }

    static List<Setting> settings() {
        List<String> plain = List.of("-sha256", "-days", "60");
        List<String> named =
                List.of(
                        "-sha256",
                        "-days",
                        "90",
                        "-addext",
                        "subjectAltName=DNS:localhost,DNS:broker.example,IP:127.0.0.1",
                        "-addext",
                        "extendedKeyUsage=serverAuth",
                        "-addext",
                        "keyUsage=critical,digitalSignature");
        return List.of(
                new Setting("as-openssl-is", "rsa:2048", named, List.of()),
                new Setting(
                        "one-suite",
                        "rsa:3072",
                        List.of("-sha384", "-days", "825"),
                        List.of("-tls1_2", "-cipher", "ECDHE-RSA-AES128-GCM-SHA256")),
                new Setting("tls13-only", "ec:prime256v1", named, List.of("-tls1_3")),
                new Setting("everything", "rsa:2048", plain, List.of("-cipher", "ALL:@SECLEVEL=0")),
                new Setting(
                        "weak-key",
                        "rsa:1024",
                        List.of("-sha1", "-days", "60"),
                        List.of("-cipher", "DEFAULT:@SECLEVEL=0")),
                new Setting(
                        "no-forward-secrecy",
                        "rsa:2048",
                        plain,
                        List.of("-tls1_2", "-cipher", "kRSA:@SECLEVEL=0")),
                new Setting(
                        "curve-of-384-bits",
                        "ec:secp384r1",
                        List.of("-sha512", "-days", "60"),
                        List.of("-no_tls1_3", "-cipher", "ECDHE+AESGCM:ECDHE+CHACHA20")));
    }

    @ParameterizedTest
    @MethodSource("settings")
    void theAuditFindsWhatTestsslRecorded(Setting setting) throws Exception {
        assumeTrue(
                OpensslServer.installed("openssl"),
                "openssl is not installed: apt-get install it to run this test");
        try (OpensslServer server =
                OpensslServer.start(
                        folder, setting.key(), setting.certificate(), setting.server())) {
            Path file = RECORDED.resolve(setting.name() + ".json");
            if (System.getProperty("twinport.record-testssl") != null) {
                record(server, file);
            }
            Map<String, String> recorded = recorded(file);
            BrokerProbeFacts.TlsPort found = server.audited();

            assertThat(OpensslServer.protocols(found)).isEqualTo(protocols(recorded));
            assertThat(OpensslServer.suites(found)).isEqualTo(suites(recorded));
            assertThat(facts(found)).isEqualTo(facts(recorded));
        }
    }

    private void record(OpensslServer server, Path file) throws Exception {
        Path whole = folder.resolve("testssl.json");
        Process process =
                new ProcessBuilder(
                                "testssl",
                                "--quiet",
                                "--color",
                                "0",
                                "--warnings",
                                "off",
                                "-p",
                                "-E",
                                "-S",
                                "--jsonfile",
                                whole.toString(),
                                "127.0.0.1:" + server.port())
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("testssl.log").toFile())
                        .start();
        process.waitFor();
        List<Map<String, String>> kept = new ArrayList<>();
        for (JsonNode each : JsonMapper.shared().readTree(Files.readString(whole))) {
            String id = each.path("id").asString();
            if (KEPT.matcher(id).matches()) {
                Map<String, String> row = new LinkedHashMap<>();
                row.put("id", id);
                row.put("finding", kept(id, each.path("finding").asString()));
                kept.add(row);
            }
        }
        Files.createDirectories(RECORDED);
        JsonMapper lines = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
        Files.writeString(file, lines.writeValueAsString(kept) + "\n");
    }

    /// Of a suite its name is enough, which is the last word.
    private static String kept(String id, String finding) {
        String trimmed = finding.strip();
        return SUITE.matcher(id).matches()
                ? trimmed.substring(trimmed.lastIndexOf(' ') + 1)
                : trimmed;
    }

    private static Map<String, String> recorded(Path file) throws Exception {
        Map<String, String> findings = new LinkedHashMap<>();
        for (JsonNode each : JsonMapper.shared().readTree(Files.readString(file))) {
            findings.put(each.path("id").asString(), each.path("finding").asString());
        }
        return findings;
    }

    private static Set<String> protocols(Map<String, String> recorded) {
        TreeSet<String> names = new TreeSet<>();
        PROTOCOLS.forEach((id, name) -> {
            if (recorded.getOrDefault(id, "").startsWith("offered")) {
                names.add(name);
            }
        });
        return names;
    }

    private static Set<String> suites(Map<String, String> recorded) {
        TreeSet<String> names = new TreeSet<>();
        for (String id : recorded.keySet()) {
            Matcher suite = SUITE.matcher(id);
            if (suite.matches()) {
                String protocol = PROTOCOLS.get(suite.group(1).toUpperCase(Locale.ROOT));
                int number = Integer.parseInt(suite.group(2), 16);
                names.add(String.format("%s %04X", protocol, number));
            }
        }
        return names;
    }

    private static Map<String, Object> facts(BrokerProbeFacts.TlsPort found) {
        var leaf = (ShownCertificate.Read) found.chain().getFirst();
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("certificates", found.chain().size());
        facts.put("key", leaf.keyAlgorithm() + " " + leaf.keyBits());
        facts.put("signature", leaf.signatureAlgorithm());
        facts.put("subject", leaf.subject());
        facts.put(
                "names",
                leaf.alternativeNames().stream()
                        .map(each -> each.substring(each.indexOf(':') + 1))
                        .collect(java.util.stream.Collectors.toCollection(TreeSet::new)));
        facts.put("digitalSignature", leaf.usages().contains("digitalSignature"));
        facts.put("serverAuth", leaf.extendedUsages().contains("1.3.6.1.5.5.7.3.1"));
        facts.put("self-signed", leaf.selfSigned());
        facts.put("days", Duration.between(leaf.notBefore(), leaf.notAfter()).toDays());
        return facts;
    }

    private static Map<String, Object> facts(Map<String, String> recorded) {
        String key = recorded.getOrDefault("cert_keySize", "");
        String names = recorded.getOrDefault("cert_subjectAltName", "");
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("certificates", Integer.parseInt(recorded.getOrDefault("certs_countServer", "")));
        facts.put("key", key.replace(" bits", ""));
        facts.put(
                "signature",
                ECDSA.matcher(recorded.getOrDefault("cert_signatureAlgorithm", ""))
                        .replaceAll("$1 with ECDSA")
                        .replace(" with ", "with"));
        facts.put("subject", "CN=" + recorded.getOrDefault("cert_commonName", ""));
        facts.put(
                "names",
                names.startsWith("Providing no SAN") || names.startsWith("No SAN")
                        ? new TreeSet<>()
                        : new TreeSet<>(Set.of(names.split(" ", -1))));
        facts.put(
                "digitalSignature",
                recorded.getOrDefault("cert_keyUsage", "").contains("Digital Signature"));
        facts.put(
                "serverAuth",
                recorded.getOrDefault("cert_extKeyUsage", "")
                        .contains("TLS Web Server Authentication"));
        facts.put(
                "self-signed",
                recorded.getOrDefault("cert_chain_of_trust", "").contains("self signed"));
        facts.put(
                "days",
                Duration.between(
                                time(recorded.getOrDefault("cert_notBefore", "")),
                                time(recorded.getOrDefault("cert_notAfter", "")))
                        .toDays());
        return facts;
    }

    private static Instant time(String text) {
        return Instant.parse(text.replace(' ', 'T') + ":00Z");
    }
}
