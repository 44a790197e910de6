// SPDX-License-Identifier: MIT
package twinport.findings.check.broker;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import twinport.findings.check.BrokerProbeFacts;
import twinport.findings.check.BrokerProbeFacts.Order;
import twinport.findings.check.BrokerProbeFacts.Result;
import twinport.findings.check.BrokerProbeFacts.TlsPort;
import twinport.findings.check.BrokerProbeFacts.VersionSupport;
import twinport.findings.check.Evidence;
import twinport.findings.check.Outcome;
import twinport.findings.check.Severity;
import twinport.findings.check.Verdict;
import twinport.wire.tls.CipherSuite;
import twinport.wire.tls.TlsVersion;

/// Versions, suites and groups of a TLS port.
final class ProtocolRules {
    private static final int DH_BITS_MIN = 2048;
    private static final List<String> WEAK_GROUPS = List.of("secp192r1");

    private ProtocolRules() {}

    static Map<String, Function<? super BrokerProbeFacts, List<Outcome>>> byCheck() {
        return Map.of(
                "TLS-01", onTls(ProtocolRules::oldVersions),
                "TLS-02", onTls(ProtocolRules::newVersions),
                "TLS-03",
                        onTls((tls, all) ->
                                suites(
                                        tls,
                                        ProtocolRules::broken,
                                        "seals nothing, names nobody or has too short a key")),
                "TLS-04",
                        onTls((tls, all) ->
                                suites(tls, ProtocolRules::fixedKeys, "has no forward secrecy")),
                "TLS-06", onTls(ProtocolRules::renegotiation),
                "TLS-07", onTls(ProtocolRules::compression),
                "TLS-11", onTls(ProtocolRules::shortTags),
                "TLS-12", onTls(ProtocolRules::strength),
                "TLS-13", onTls(ProtocolRules::resumption),
                "TLS-16", onTls(ProtocolRules::hybrids));
    }

    private static Function<BrokerProbeFacts, List<Outcome>> onTls(
            BiFunction<TlsPort, BrokerProbeFacts, List<Outcome>> rule) {
        return facts -> facts.tls().map(tls -> rule.apply(tls, facts)).orElse(List.of());
    }

    private static List<Outcome> oldVersions(TlsPort tls, BrokerProbeFacts all) {
        List<Outcome> outcomes = new ArrayList<>();
        boolean asked = false;
        for (VersionSupport each : tls.versions()) {
            if (each.version().number() >= TlsVersion.TLS_1_2.number()) {
                continue;
            }
            asked |= each.attempt().result() != Result.UNKNOWN;
            if (each.supported()) {
                boolean ssl = each.version().equals(TlsVersion.SSL_3_0);
                outcomes.add(
                        new Outcome(
                                        Verdict.FAIL,
                                        tls.address(),
                                        "accepts " + each.version(),
                                        proof(each))
                                .as(ssl ? Severity.CRITICAL : Severity.HIGH));
            }
        }
        if (outcomes.isEmpty() && asked) {
            outcomes.add(
                    new Outcome(
                            Verdict.PASS,
                            tls.address(),
                            "accepts no version before TLS 1.2",
                            tls.versions().stream()
                                    .filter(each ->
                                            each.version().number() < TlsVersion.TLS_1_2.number())
                                    .map(ProtocolRules::proof)
                                    .toList()));
        }
        return outcomes;
    }

    private static List<Outcome> newVersions(TlsPort tls, BrokerProbeFacts all) {
        var twelve = tls.version(TlsVersion.TLS_1_2);
        var thirteen = tls.version(TlsVersion.TLS_1_3);
        if (twelve.isEmpty()
                || thirteen.isEmpty()
                || (!twelve.get().supported() && !thirteen.get().supported())) {
            return List.of();
        }
        if (!twelve.get().supported()) {
            return List.of(
                    new Outcome(
                            Verdict.FAIL,
                            tls.address(),
                            "lacks TLS 1.2, the newest that most boards have",
                            proof(twelve.get())));
        }
        if (!thirteen.get().supported()) {
            return List.of(
                    new Outcome(
                            Verdict.INFO,
                            tls.address(),
                            "has TLS 1.2 and lacks TLS 1.3",
                            proof(thirteen.get())));
        }
        if (tls.preferred().isPresent() && !tls.preferred().get().isTls13()) {
            return List.of(
                    new Outcome(
                            Verdict.WARN,
                            tls.address(),
                            "has TLS 1.3 and chooses " + tls.preferred().get(),
                            proof(thirteen.get())));
        }
        return List.of(
                new Outcome(
                        Verdict.PASS,
                        tls.address(),
                        "has TLS 1.2 and TLS 1.3",
                        proof(twelve.get()),
                        proof(thirteen.get())));
    }

    private static List<Outcome> suites(TlsPort tls, Predicate<CipherSuite> bad, String why) {
        List<Outcome> outcomes = new ArrayList<>();
        for (VersionSupport version : supported(tls)) {
            String found =
                    version.suites().stream()
                            .filter(bad)
                            .map(CipherSuite::name)
                            .collect(Collectors.joining(", "));
            if (!found.isEmpty()) {
                outcomes.add(
                        new Outcome(
                                Verdict.FAIL,
                                tls.address(),
                                version.version() + " with a suite that " + why + ": " + found,
                                new Evidence.Transcript(
                                        "suites accepted in " + version.version(),
                                        version.suites().stream()
                                                .map(CipherSuite::name)
                                                .toList())));
            }
        }
        boolean all = supported(tls).stream().allMatch(VersionSupport::allSuites);
        if (outcomes.isEmpty() && all && !supported(tls).isEmpty()) {
            outcomes.add(
                    new Outcome(
                            Verdict.PASS,
                            tls.address(),
                            "accepts no suite that " + why,
                            supported(tls).stream()
                                    .<Evidence>map(version ->
                                            new Evidence.Transcript(
                                                    "suites accepted in " + version.version(),
                                                    version.suites().stream()
                                                            .map(CipherSuite::name)
                                                            .toList()))
                                    .toList()));
        }
        return outcomes;
    }

    /// RFC 9325 §4.1: no NULL, no anonymous, no export suites, no RC4, at least 112 bits.
    private static boolean broken(CipherSuite suite) {
        String name = suite.name();
        return Stream.of("_NULL_", "_anon_", "_EXPORT_", "_RC4_", "_RC2_", "_WITH_DES_", "_DES40_")
                .anyMatch(name::contains);
    }

    /// RFC 9325 §4.1: no key transport with RSA, no Diffie-Hellman with fixed keys.
    private static boolean fixedKeys(CipherSuite suite) {
        String name = suite.name();
        return suite.staticRsa()
                || (!name.contains("_anon_")
                        && Stream.of("TLS_ECDH_", "TLS_DH_", "TLS_PSK_", "TLS_RSA_PSK_")
                                .anyMatch(name::startsWith));
    }

    private static List<Outcome> renegotiation(TlsPort tls, BrokerProbeFacts all) {
        List<Outcome> outcomes = new ArrayList<>();
        for (VersionSupport version : supported(tls)) {
            if (version.version().isTls13() || version.version().equals(TlsVersion.SSL_3_0)) {
                continue;
            }
            List<String> missing = new ArrayList<>();
            if (!version.secureRenegotiation()) {
                missing.add("renegotiation_info");
            }
            if (!version.extendedMasterSecret()) {
                missing.add("extended_master_secret");
            }
            outcomes.add(
                    missing.isEmpty()
                            ? new Outcome(
                                    Verdict.PASS,
                                    tls.address(),
                                    version.version() + " with both extensions",
                                    proof(version))
                            : new Outcome(
                                    Verdict.FAIL,
                                    tls.address(),
                                    version.version() + " without " + String.join(" and ", missing),
                                    proof(version)));
        }
        return outcomes;
    }

    private static List<Outcome> compression(TlsPort tls, BrokerProbeFacts all) {
        List<VersionSupport> older =
                supported(tls).stream().filter(each -> !each.version().isTls13()).toList();
        List<Outcome> outcomes = new ArrayList<>();
        for (VersionSupport version : older) {
            if (version.compression()) {
                outcomes.add(
                        new Outcome(
                                Verdict.FAIL,
                                tls.address(),
                                "compresses in " + version.version(),
                                proof(version)));
            }
        }
        if (outcomes.isEmpty() && !older.isEmpty()) {
            outcomes.add(
                    new Outcome(
                            Verdict.PASS,
                            tls.address(),
                            "does not compress where DEFLATE was offered",
                            older.stream().map(ProtocolRules::proof).toList()));
        }
        return outcomes;
    }

    private static List<Outcome> shortTags(TlsPort tls, BrokerProbeFacts all) {
        List<CipherSuite> first =
                supported(tls).stream()
                        .filter(each -> !each.suites().isEmpty())
                        .map(each -> each.suites().getFirst())
                        .toList();
        if (first.isEmpty()) {
            return List.of();
        }
        List<Outcome> outcomes = new ArrayList<>();
        for (VersionSupport version : supported(tls)) {
            if (!version.suites().isEmpty()
                    && version.suites().getFirst().name().contains("CCM_8")) {
                outcomes.add(
                        new Outcome(
                                Verdict.WARN,
                                tls.address(),
                                "chooses "
                                        + version.suites().getFirst()
                                        + " in "
                                        + version.version(),
                                proof(version)));
            }
        }
        if (outcomes.isEmpty()) {
            outcomes.add(
                    new Outcome(
                            Verdict.PASS,
                            tls.address(),
                            "chooses no suite with a tag of 8 bytes first",
                            supported(tls).stream().map(ProtocolRules::proof).toList()));
        }
        return outcomes;
    }

    private static List<Outcome> strength(TlsPort tls, BrokerProbeFacts all) {
        List<Outcome> outcomes = new ArrayList<>();
        for (VersionSupport version : supported(tls)) {
            if (version.dhBits() > 0 && version.dhBits() < DH_BITS_MIN) {
                outcomes.add(
                        new Outcome(
                                Verdict.FAIL,
                                tls.address(),
                                "a Diffie-Hellman prime of "
                                        + version.dhBits()
                                        + " bits in "
                                        + version.version(),
                                proof(version)));
            }
            version.groups().stream()
                    .filter(WEAK_GROUPS::contains)
                    .forEach(group ->
                            outcomes.add(
                                    new Outcome(
                                            Verdict.FAIL,
                                            tls.address(),
                                            "the group " + group + " in " + version.version(),
                                            proof(version))));
        }
        outcomes.addAll(CertificateRules.keys(tls));
        return outcomes;
    }

    private static List<Outcome> resumption(TlsPort tls, BrokerProbeFacts all) {
        return tls.resumption()
                .map(how ->
                        List.of(
                                new Outcome(
                                        Verdict.PASS,
                                        tls.address(),
                                        "resumes a session by " + how,
                                        List.of(
                                                new Evidence.Transcript(
                                                        "resumption", List.of(how))))))
                .orElse(List.of());
    }

    private static List<Outcome> hybrids(TlsPort tls, BrokerProbeFacts all) {
        if (tls.groups().isEmpty()) {
            return List.of();
        }
        List<String> hybrid =
                tls.groups().stream().filter(group -> group.contains("MLKEM")).toList();
        return List.of(
                new Outcome(
                        Verdict.INFO,
                        tls.address(),
                        hybrid.isEmpty()
                                ? "offers no key exchange that withstands a quantum computer"
                                : "offers " + String.join(", ", hybrid),
                        new Evidence.Transcript("groups of TLS 1.3", tls.groups())));
    }

    static List<VersionSupport> supported(TlsPort tls) {
        return tls.versions().stream().filter(VersionSupport::supported).toList();
    }

    /// Whose order of suites counts is told, not judged: both can be right.
    static String order(VersionSupport version) {
        return switch (version.order()) {
            case Order.SERVER -> "the server's order of suites";
            case Order.CLIENT -> "the client's order of suites";
            case Order.UNKNOWN -> "an order of suites that was not told";
        };
    }

    private static Evidence proof(VersionSupport version) {
        return BrokerProbeRules.transcript(version.version().toString(), version.attempt());
    }
}
