// SPDX-License-Identifier: MIT
package twinport.findings.check.source;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import twinport.findings.check.Evidence;
import twinport.findings.check.Outcome;
import twinport.findings.check.SourceFacts;
import twinport.findings.check.Verdict;
import twinport.findings.check.source.Source.Language;
import twinport.findings.check.source.Source.Settings;

/// AUT-07 and OPS-06 in sources: is the broker's certificate checked, and does the device know the
/// time by which it checks?
///
/// What a library does where nothing is said: Espressif's Arduino core 2 and 3 refuse to connect,
/// core 1 connected to anybody; MicroPython's `ssl` on the ESP32 verifies nothing; CPython's
/// `ssl.SSLContext(PROTOCOL_TLS_CLIENT)` verifies all, so MicroPython is meant where `network`,
/// `machine` or `umqtt` is imported.
final class VerificationRules {
    private static final String[] TIME_CPP = {
        "configTime", "configTzTime", "NTPClient", "sntp_init", "esp_sntp_init", "settimeofday"
    };
    private static final String[] TIME_PYTHON = {"ntptime", "settime", "RTC"};
    private static final String[] CA_CPP = {
        "setCACert",
        "setCACertBundle",
        "loadCACert",
        "setTrustAnchors",
        "crt_bundle_attach",
        "cert_pem"
    };

    private VerificationRules() {}

    static List<Outcome> verification(SourceFacts facts) {
        List<Outcome> outcomes = new ArrayList<>();
        for (Program program : Program.of(facts.sources())) {
            outcomes.addAll(
                    program.language() == Language.CPP ? inCpp(program) : inPython(program));
        }
        facts.sources().stream()
                .filter(Settings.class::isInstance)
                .map(Settings.class::cast)
                .forEach(settings -> inSettings(settings, outcomes));
        return outcomes;
    }

    private static List<Outcome> inCpp(Program program) {
        List<Outcome> outcomes = new ArrayList<>();
        List<Evidence> insecure =
                program.calls(call -> call.name().equals("setInsecure"))
                        .map(place -> (Evidence) place.file().at(place.call().line()))
                        .toList();
        if (!insecure.isEmpty()) {
            outcomes.add(
                    new Outcome(
                            Verdict.FAIL,
                            program.name() + " (setInsecure)",
                            "setInsecure() accepts any certificate, so anybody can be the broker",
                            insecure));
        }
        List<Evidence> skipped = new ArrayList<>();
        program.files()
                .forEach(file -> {
                    List<Token> tokens = file.tokens();
                    for (int i = 2; i < tokens.size(); i++) {
                        if (tokens.get(i).isWord("true")
                                && tokens.get(i - 1).isSign('=')
                                && tokens.get(i - 2).isWord("skip_cert_common_name_check")) {
                            skipped.add(file.at(tokens.get(i).line()));
                        }
                    }
                });
        if (!skipped.isEmpty()) {
            outcomes.add(
                    new Outcome(
                            Verdict.FAIL,
                            program.name() + " (skip_cert_common_name_check)",
                            "the broker's name is not checked: any certificate of the CA will do",
                            skipped));
        }
        Optional<String> ca = first(program, CA_CPP);
        if (outcomes.isEmpty() && ca.isPresent()) {
            outcomes.add(
                    new Outcome(
                            Verdict.PASS,
                            program.name(),
                            "checks the broker against a CA: " + ca.get(),
                            program.at(ca.get())));
        } else if (outcomes.isEmpty()
                && program.has("WiFiClientSecure", "NetworkClientSecure")
                && !program.has("setPreSharedKey")) {
            String word =
                    program.has("WiFiClientSecure") ? "WiFiClientSecure" : "NetworkClientSecure";
            outcomes.add(
                    new Outcome(
                            Verdict.WARN,
                            program.name() + " (no CA)",
                            "neither a CA nor setInsecure: core 1 connects to anybody, later cores to nobody",
                            program.at(word)));
        }
        return outcomes;
    }

    private static List<Outcome> inPython(Program program) {
        List<Outcome> outcomes = new ArrayList<>();
        boolean micro = program.has("network", "machine", "umqtt", "MQTTClient", "micropython");
        addIf(program, outcomes, "CERT_NONE", "CERT_NONE accepts any certificate");
        addIf(program, outcomes, "_create_unverified_context", "this context verifies nothing");
        for (Program.Place place :
                program.calls(call -> call.name().equals("tls_insecure_set")).toList()) {
            if (place.call().isWordAt(0, "True")) {
                outcomes.add(
                        fail(
                                program,
                                "tls_insecure_set",
                                "the broker's name is not checked",
                                place));
            }
        }
        if (!outcomes.isEmpty()) {
            return outcomes;
        }
        boolean demands = program.has("CERT_REQUIRED");
        boolean loads = program.mentions("load_verify_locations", "cadata", "cafile");
        if (demands && loads) {
            outcomes.add(
                    new Outcome(
                            Verdict.PASS,
                            program.name(),
                            "checks the broker against a CA, and demands it: CERT_REQUIRED",
                            program.at("CERT_REQUIRED")));
        } else if (micro && !demands) {
            Optional<Program.Place> tls = program.calls(VerificationRules::isTls).findFirst();
            tls.ifPresent(place ->
                    outcomes.add(
                            fail(
                                    program,
                                    loads ? "CA not demanded" : "no verification",
                                    loads
                                            ? "a CA is loaded, but without CERT_REQUIRED nothing is checked against it"
                                            : "without CERT_REQUIRED MicroPython on an ESP32 accepts any certificate",
                                    place)));
        }
        return outcomes;
    }

    private static boolean isTls(Call call) {
        boolean makes = call.name().equals("SSLContext") || call.name().equals("wrap_socket");
        return makes
                || (call.name().equals("MQTTClient")
                        && call.keyword("ssl")
                                .filter(value -> !value.getFirst().isWord("False"))
                                .filter(value -> !value.getFirst().isWord("None"))
                                .isPresent());
    }

    private static void addIf(Program program, List<Outcome> outcomes, String word, String said) {
        List<Evidence> places = program.at(word);
        if (!places.isEmpty()) {
            outcomes.add(
                    new Outcome(
                            Verdict.FAIL,
                            program.name() + " (" + word + ")",
                            said + ", so anybody can be the broker",
                            places));
        }
    }

    private static Outcome fail(Program program, String kind, String said, Program.Place place) {
        return new Outcome(
                Verdict.FAIL,
                program.name() + " (" + kind + ")",
                said,
                place.file().at(place.call().line()));
    }

    private static void inSettings(Settings settings, List<Outcome> outcomes) {
        for (Source.Statement each : settings.statements()) {
            boolean skips =
                    each.name().equals("CONFIG_ESP_TLS_SKIP_SERVER_CERT_VERIFY")
                            && each.value().equals("y");
            boolean bridge = each.name().equals("bridge_insecure") && each.value().equals("true");
            if (skips || bridge) {
                outcomes.add(
                        new Outcome(
                                Verdict.FAIL,
                                settings.name() + " (" + each.name() + ")",
                                skips
                                        ? "the whole build verifies no server"
                                        : "the bridge checks no name: any certificate of the CA will do",
                                settings.at(each.line())));
            }
        }
    }

    /// Only a program that checks dates needs the time for it; Arduino's core looks at none.
    static List<Outcome> time(SourceFacts facts) {
        List<Outcome> outcomes = new ArrayList<>();
        for (Program program : Program.of(facts.sources())) {
            boolean cpp = program.language() == Language.CPP;
            Optional<String> verifies =
                    cpp ? first(program, CA_CPP) : first(program, "CERT_REQUIRED");
            Optional<String> time = first(program, cpp ? TIME_CPP : TIME_PYTHON);
            if (verifies.isEmpty()) {
                continue;
            }
            if (time.isPresent()) {
                outcomes.add(
                        new Outcome(
                                Verdict.PASS,
                                program.name(),
                                "sets its clock: " + time.get(),
                                program.at(time.get())));
            } else {
                outcomes.add(
                        new Outcome(
                                cpp ? Verdict.INFO : Verdict.WARN,
                                program.name(),
                                cpp
                                        ? "never sets its clock; Arduino's core does not look at a certificate's dates"
                                        : "never sets its clock, so a good certificate looks not yet valid after a cold start",
                                program.at(verifies.get())));
            }
        }
        return outcomes;
    }

    private static Optional<String> first(Program program, String... words) {
        for (String word : words) {
            if (program.has(word)) {
                return Optional.of(word);
            }
        }
        return Optional.empty();
    }
}
