// SPDX-License-Identifier: MIT
package twinport.findings.check.source;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import twinport.findings.check.Evidence;
import twinport.findings.check.KnownPasswords;
import twinport.findings.check.Outcome;
import twinport.findings.check.Severity;
import twinport.findings.check.SourceFacts;
import twinport.findings.check.Verdict;
import twinport.findings.check.source.Source.Code;
import twinport.findings.check.source.Token.Kind;

/// Secrets that stand in the source (AUT-07), those that can be guessed (IDN-05), and certificates
/// that end soon (CRT-02). A secret's value is in no outcome.
final class SecretRules {
    private static final int PASSWORD_MIN = 12;
    private static final Duration WARN_BEFORE = Duration.ofDays(30);
    private static final Duration FAIL_BEFORE = Duration.ofDays(7);
    private static final int CERTIFICATES_MAX = 32;
    private static final Pattern CERTIFICATE =
            Pattern.compile(
                    "-----BEGIN CERTIFICATE-----([A-Za-z0-9+/=\\s]+)-----END CERTIFICATE-----");
    private static final Set<String> WIFI_OBJECTS =
            Set.of(
                    "WiFi",
                    "WiFiMulti",
                    "wifiMulti",
                    "wlan",
                    "sta",
                    "sta_if",
                    "wifi",
                    "station",
                    "nic");

    /// A secret and where it stands.
    private record Secret(Code file, int line, boolean wifi, String what, String value) {}

    private SecretRules() {}

    static List<Outcome> inSource(SourceFacts facts) {
        List<Outcome> outcomes = new ArrayList<>();
        for (Program program : Program.of(facts.sources())) {
            for (Secret secret : secrets(program)) {
                outcomes.add(
                        new Outcome(
                                        Verdict.FAIL,
                                        secret.file().name() + " (" + secret.what() + ")",
                                        "a secret stands in the source, and so in every copy and every image of it: "
                                                + secret.what(),
                                        secret.file().secret(secret.line()))
                                .as(secret.wifi() ? Severity.MEDIUM : Severity.HIGH));
            }
        }
        for (Source source : facts.sources()) {
            if (source instanceof Source.Settings settings) {
                settings.statements().stream()
                        .filter(each ->
                                each.name().equals("remote_password")
                                        || each.name().equals("bridge_psk"))
                        .forEach(each ->
                                outcomes.add(
                                        new Outcome(
                                                        Verdict.FAIL,
                                                        settings.name() + " (" + each.name() + ")",
                                                        "the bridge's secret stands in the file",
                                                        new Evidence.Line(
                                                                settings.name(),
                                                                each.line(),
                                                                each.name() + " ***"))
                                                .as(Severity.MEDIUM)));
            }
        }
        return outcomes;
    }

    static List<Outcome> guessable(SourceFacts facts) {
        List<Outcome> outcomes = new ArrayList<>();
        for (Program program : Program.of(facts.sources())) {
            for (Secret secret : secrets(program)) {
                if (secret.wifi() || Secrets.isPrivateKey(secret.value())) {
                    continue;
                }
                Optional<String> why = why(program, secret.value());
                outcomes.add(
                        new Outcome(
                                why.isPresent() ? Verdict.FAIL : Verdict.PASS,
                                secret.file().name() + " (" + secret.what() + ")",
                                why.orElse(
                                        "has "
                                                + PASSWORD_MIN
                                                + " characters or more, and is none that is tried first"),
                                secret.file().secret(secret.line())));
            }
        }
        return outcomes;
    }

    private static Optional<String> why(Program program, String value) {
        if (KnownPasswords.contains(value)) {
            return Optional.of("the password is one that is tried first");
        }
        boolean isName =
                program.constants().entrySet().stream()
                        .filter(each -> !Secrets.isName(each.getKey()))
                        .anyMatch(each -> each.getValue().text().equals(value));
        if (isName) {
            return Optional.of("the password is the same as another name of the program");
        }
        return value.length() < PASSWORD_MIN
                ? Optional.of("the password has fewer than " + PASSWORD_MIN + " characters")
                : Optional.empty();
    }

    private static List<Secret> secrets(Program program) {
        List<Secret> found = new ArrayList<>();
        for (Code file : program.files()) {
            List<Token> tokens = file.tokens();
            for (int i = 0; i < tokens.size(); i++) {
                Token token = tokens.get(i);
                if (token.kind() != Kind.TEXT) {
                    continue;
                }
                if (Secrets.isPrivateKey(token.text())) {
                    found.add(new Secret(file, token.line(), false, "private key", token.text()));
                } else if (!Secrets.isPlaceholder(token.text())) {
                    Program.assigned(tokens, i)
                            .filter(Secrets::isName)
                            .ifPresent(name -> found.add(named(file, token, name)));
                }
            }
        }
        program.calls(call -> call.arguments().size() > 1)
                .forEach(place -> passed(place).ifPresent(found::add));
        return found;
    }

    private static Secret named(Code file, Token token, String name) {
        return new Secret(file, token.line(), Secrets.isOfWifi(name), name, token.text());
    }

    /// A literal at the place of a password: `WiFi.begin(ssid, "...")`, `mqtt.connect(id, user,
    /// "...")`, `setCredentials(user, "...")`.
    private static Optional<Secret> passed(Program.Place place) {
        Call call = place.call();
        boolean wifi = WIFI_OBJECTS.contains(call.before());
        int index =
                switch (call.name()) {
                    case "begin", "addAP" -> wifi ? 1 : -1;
                    case "connect" -> wifi ? 1 : call.arguments().size() > 2 ? 2 : -1;
                    case "setCredentials", "username_pw_set" -> 1;
                    default -> -1;
                };
        if (index < 0) {
            return Optional.empty();
        }
        return call.single(index)
                .filter(token -> token.kind() == Kind.TEXT && !Secrets.isPlaceholder(token.text()))
                .filter(token -> !isWill(call))
                .map(token ->
                        new Secret(
                                place.file(),
                                token.line(),
                                wifi,
                                call.name() + "(), argument " + (index + 1),
                                token.text()));
    }

    /// PubSubClient's `connect(id, willTopic, willQos, willRetain, will)`.
    private static boolean isWill(Call call) {
        return call.arguments().size() == 5;
    }

    static List<Outcome> certificates(SourceFacts facts) {
        List<Outcome> outcomes = new ArrayList<>();
        for (Source source : facts.sources()) {
            if (source instanceof Code code) {
                code.tokens().stream()
                        .filter(token -> token.kind() == Kind.TEXT)
                        .filter(token -> token.text().contains("-----BEGIN CERTIFICATE-----"))
                        .limit(CERTIFICATES_MAX)
                        .forEach(token -> certificates(code, token, facts.when(), outcomes));
            }
        }
        return outcomes;
    }

    private static void certificates(Code code, Token token, Instant now, List<Outcome> outcomes) {
        Matcher each = CERTIFICATE.matcher(token.text());
        while (each.find() && outcomes.size() < CERTIFICATES_MAX) {
            read(each.group())
                    .ifPresent(certificate -> {
                        Instant end = certificate.getNotAfter().toInstant();
                        String name = certificate.getSubjectX500Principal().getName();
                        Duration left = Duration.between(now, end);
                        Verdict verdict =
                                left.compareTo(FAIL_BEFORE) < 0
                                        ? Verdict.FAIL
                                        : left.compareTo(WARN_BEFORE) < 0
                                                ? Verdict.WARN
                                                : Verdict.PASS;
                        outcomes.add(
                                new Outcome(
                                        verdict,
                                        code.name() + " (" + name + ")",
                                        "the certificate in the source ends on "
                                                + end
                                                + (left.isNegative() ? ", which is over" : ""),
                                        code.at(token.line())));
                    });
        }
    }

    private static Optional<X509Certificate> read(String pem) {
        try {
            return Optional.of(
                    (X509Certificate)
                            CertificateFactory.getInstance("X.509")
                                    .generateCertificate(
                                            new ByteArrayInputStream(
                                                    pem.getBytes(StandardCharsets.US_ASCII))));
        } catch (CertificateException e) {
            return Optional.empty(); // a placeholder, or cut
        }
    }
}
