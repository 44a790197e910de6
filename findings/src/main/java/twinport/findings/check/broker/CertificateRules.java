// SPDX-License-Identifier: MIT
package twinport.findings.check.broker;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import twinport.findings.check.BrokerProbeFacts;
import twinport.findings.check.BrokerProbeFacts.TlsPort;
import twinport.findings.check.Evidence;
import twinport.findings.check.Outcome;
import twinport.findings.check.Severity;
import twinport.findings.check.Verdict;
import twinport.wire.tls.ShownCertificate;
import twinport.wire.tls.ShownCertificate.Read;

/// The chain of certificates that a TLS port shows.
final class CertificateRules {
    private static final String SERVER_AUTH = "1.3.6.1.5.5.7.3.1";
    private static final String ANY_USE = "2.5.29.37.0";
    private static final Duration SOON = Duration.ofDays(30);
    private static final Duration VERY_SOON = Duration.ofDays(7);
    private static final int SERIAL_BYTES_MIN = 8;
    private static final int RSA_BITS_MIN = 2048;
    private static final int RSA_BITS_GOOD = 3072;
    private static final int CURVE_BITS_MIN = 224;
    private static final int CURVE_BITS_GOOD = 255;

    private CertificateRules() {}

    static Map<String, Function<? super BrokerProbeFacts, List<Outcome>>> byCheck() {
        return Map.ofEntries(
                Map.entry("CRT-01", onLeaf(CertificateRules::dates)),
                Map.entry("CRT-02", onLeaf(CertificateRules::expiry)),
                Map.entry("CRT-03", onLeaf(CertificateRules::nameOnlyInSubject)),
                Map.entry("CRT-04", onLeaf(CertificateRules::names)),
                Map.entry("CRT-05", onLeaf(CertificateRules::constraints)),
                Map.entry("CRT-06", onLeaf(CertificateRules::usages)),
                Map.entry("CRT-07", onLeaf(CertificateRules::sameName)),
                Map.entry("CRT-08", onLeaf(CertificateRules::order)),
                Map.entry("CRT-09", onLeaf(CertificateRules::serials)),
                Map.entry("CRT-10", onLeaf(CertificateRules::wildcards)));
    }

    private record Chain(TlsPort tls, Read leaf, List<Read> all, Instant now) {
        Outcome says(Verdict verdict, String said) {
            return new Outcome(verdict, tls.address(), said, proof(tls));
        }
    }

    private static Function<BrokerProbeFacts, List<Outcome>> onLeaf(
            Function<Chain, List<Outcome>> rule) {
        return facts ->
                facts.tls()
                        .filter(tls ->
                                !tls.chain().isEmpty() && tls.chain().getFirst() instanceof Read)
                        .map(tls -> {
                            List<Read> all = new ArrayList<>();
                            for (ShownCertificate each : tls.chain()) {
                                if (each instanceof Read read) {
                                    all.add(read);
                                }
                            }
                            return rule.apply(new Chain(tls, all.getFirst(), all, facts.when()));
                        })
                        .orElse(List.of());
    }

    private static Evidence proof(TlsPort tls) {
        return new Evidence.Transcript(
                "certificates shown by " + tls.address(),
                tls.chain().stream()
                        .map(each ->
                                switch (each) {
                                    case Read read ->
                                            read.subject()
                                                    + ", issued by "
                                                    + read.issuer()
                                                    + ", "
                                                    + read.notBefore()
                                                    + " to "
                                                    + read.notAfter()
                                                    + ", "
                                                    + read.keyAlgorithm()
                                                    + " "
                                                    + read.keyBits()
                                                    + " bits, "
                                                    + read.signatureAlgorithm()
                                                    + ", names "
                                                    + read.alternativeNames()
                                                    + ", serial "
                                                    + read.serial().toString(16);
                                    case ShownCertificate.Unreadable(String why) ->
                                            "unreadable: " + why;
                                })
                        .toList());
    }

    private static List<Outcome> dates(Chain chain) {
        List<Outcome> outcomes = new ArrayList<>();
        for (Read each : chain.all()) {
            if (chain.now().isAfter(each.notAfter())) {
                outcomes.add(
                        chain.says(
                                Verdict.FAIL, each.subject() + " expired on " + each.notAfter()));
            } else if (chain.now().isBefore(each.notBefore())) {
                outcomes.add(
                        chain.says(
                                Verdict.FAIL,
                                each.subject()
                                        + " is valid from "
                                        + each.notBefore()
                                        + " on only"));
            }
        }
        return orPass(chain, outcomes, "all certificates are within their dates");
    }

    private static List<Outcome> expiry(Chain chain) {
        List<Outcome> outcomes = new ArrayList<>();
        for (Read each : chain.all()) {
            Duration left = Duration.between(chain.now(), each.notAfter());
            if (left.isNegative() || left.compareTo(SOON) > 0) {
                continue;
            }
            boolean now = left.compareTo(VERY_SOON) <= 0;
            outcomes.add(
                    chain.says(
                                    now ? Verdict.FAIL : Verdict.WARN,
                                    each.subject() + " expires in " + left.toDays() + " days")
                            .as(now ? Severity.HIGH : Severity.MEDIUM));
        }
        return orPass(chain, outcomes, "none expires within 30 days");
    }

    private static List<Outcome> nameOnlyInSubject(Chain chain) {
        return List.of(
                chain.leaf().alternativeNames().stream().noneMatch(CertificateRules::isName)
                        ? chain.says(
                                Verdict.FAIL,
                                "the name stands in the subject only ("
                                        + chain.leaf().subject()
                                        + "), there is no subjectAltName")
                        : chain.says(Verdict.PASS, "names stand in subjectAltName"));
    }

    private static boolean isName(String name) {
        return name.startsWith("DNS:") || name.startsWith("IP:");
    }

    private static List<Outcome> names(Chain chain) {
        List<Outcome> outcomes = new ArrayList<>();
        for (String name : chain.tls().names()) {
            if (chain.leaf().alternativeNames().stream().noneMatch(each -> covers(each, name))) {
                outcomes.add(
                        chain.says(
                                Verdict.FAIL,
                                "devices use " + name + ", which the certificate does not name"));
            }
        }
        return orPass(
                chain, outcomes, "the certificate names " + String.join(", ", chain.tls().names()));
    }

    /// RFC 9525 §6.3 and §6.5: a wildcard stands for the whole leftmost label.
    static boolean covers(String alternative, String name) {
        String wanted = name.toLowerCase(Locale.ROOT);
        if (alternative.startsWith("IP:")) {
            try {
                return InetAddress.ofLiteral(alternative.substring(3))
                        .equals(InetAddress.ofLiteral(wanted));
            } catch (IllegalArgumentException notAnAddress) {
                return false;
            }
        }
        if (!alternative.startsWith("DNS:")) {
            return false;
        }
        String pattern = alternative.substring(4).toLowerCase(Locale.ROOT);
        int dot = wanted.indexOf('.');
        return pattern.equals(wanted)
                || (pattern.startsWith("*.")
                        && dot > 0
                        && pattern.substring(1).equals(wanted.substring(dot)));
    }

    private static List<Outcome> constraints(Chain chain) {
        List<Outcome> outcomes = new ArrayList<>();
        if (chain.leaf().authority() && !(chain.leaf().selfSigned() && chain.all().size() == 1)) {
            outcomes.add(
                    chain.says(
                            Verdict.FAIL,
                            "the server's own certificate may issue others (CA:TRUE)"));
        } else if (chain.leaf().authority()) {
            outcomes.add(chain.says(Verdict.FAIL, "the server shows a CA certificate as its own"));
        }
        for (Read each : chain.all().subList(1, chain.all().size())) {
            if (!each.authority()) {
                outcomes.add(
                        chain.says(
                                Verdict.FAIL,
                                each.subject() + " issues and lacks basicConstraints CA:TRUE"));
            } else if (!each.criticalExtensions().contains("2.5.29.19")) {
                outcomes.add(
                        chain.says(
                                Verdict.FAIL,
                                each.subject() + " has basicConstraints that are not critical"));
            } else if (!each.usages().contains("keyCertSign")) {
                outcomes.add(
                        chain.says(Verdict.FAIL, each.subject() + " issues and lacks keyCertSign"));
            }
        }
        return orPass(chain, outcomes, "who issues may, and the server's own certificate may not");
    }

    private static List<Outcome> usages(Chain chain) {
        List<String> extended = chain.leaf().extendedUsages();
        if (!extended.isEmpty() && !extended.contains(SERVER_AUTH) && !extended.contains(ANY_USE)) {
            return List.of(chain.says(Verdict.FAIL, "extendedKeyUsage lacks serverAuth"));
        }
        List<String> usages = chain.leaf().usages();
        if (!usages.isEmpty()
                && Stream.of("digitalSignature", "keyEncipherment", "keyAgreement")
                        .noneMatch(usages::contains)) {
            return List.of(chain.says(Verdict.FAIL, "keyUsage " + usages + " fits no handshake"));
        }
        return List.of(chain.says(Verdict.PASS, "keyUsage and extendedKeyUsage fit a server"));
    }

    private static List<Outcome> sameName(Chain chain) {
        Read leaf = chain.leaf();
        return List.of(
                leaf.selfIssued() && !leaf.selfSigned()
                        ? chain.says(
                                Verdict.FAIL,
                                "subject and issuer are the same name ("
                                        + leaf.subject()
                                        + ") and not the same key")
                        : chain.says(Verdict.PASS, "subject and issuer are told apart"));
    }

    private static List<Outcome> order(Chain chain) {
        List<Read> all = chain.all();
        for (int i = 0; i + 1 < all.size(); i++) {
            if (!all.get(i).issuer().equals(all.get(i + 1).subject())) {
                return List.of(
                        chain.says(
                                Verdict.FAIL,
                                "certificate "
                                        + (i + 2)
                                        + " did not issue certificate "
                                        + (i + 1)));
            }
        }
        if (chain.tls().anchored().filter(anchored -> !anchored).isPresent()) {
            return List.of(
                    chain.says(Verdict.FAIL, "the chain does not lead to the CA that was given"));
        }
        if (all.size() > 1 && all.getLast().selfSigned()) {
            return List.of(
                    chain.says(
                            Verdict.INFO,
                            "the root is sent too: every client has it or does not trust it"));
        }
        return chain.tls().anchored().isPresent()
                ? List.of(
                        chain.says(
                                Verdict.PASS, "the chain leads to the CA that was given, in order"))
                : List.of();
    }

    private static List<Outcome> serials(Chain chain) {
        List<Outcome> outcomes = new ArrayList<>();
        for (Read each : chain.all()) {
            if (each.version() != 3) {
                outcomes.add(
                        chain.says(
                                Verdict.WARN,
                                each.subject() + " is of X.509 version " + each.version()));
            }
            if (each.serial().bitLength() <= (SERIAL_BYTES_MIN - 1) * 8) {
                outcomes.add(
                        chain.says(
                                Verdict.WARN,
                                each.subject()
                                        + " has a serial number of "
                                        + each.serial().bitLength()
                                        + " bits"));
            }
        }
        return orPass(chain, outcomes, "serial numbers of at least 8 octets");
    }

    private static List<Outcome> wildcards(Chain chain) {
        List<String> wild =
                chain.leaf().alternativeNames().stream()
                        .filter(each -> each.contains("*"))
                        .toList();
        return List.of(
                wild.isEmpty()
                        ? chain.says(Verdict.PASS, "no wildcard among the names")
                        : chain.says(Verdict.WARN, "wildcards: " + String.join(", ", wild)));
    }

    /// Sizes of keys and hashes of signatures (TLS-12).
    static List<Outcome> keys(TlsPort tls) {
        List<Outcome> outcomes = new ArrayList<>();
        boolean read = false;
        for (ShownCertificate shown : tls.chain()) {
            if (!(shown instanceof Read each)) {
                continue;
            }
            read = true;
            boolean rsa = "RSA".equals(each.keyAlgorithm());
            int bits = each.keyBits();
            if (bits > 0 && bits < (rsa ? RSA_BITS_MIN : CURVE_BITS_MIN)) {
                outcomes.add(
                        new Outcome(
                                Verdict.FAIL,
                                tls.address(),
                                each.subject() + " has a key of " + bits + " bits",
                                proof(tls)));
            } else if (bits > 0 && bits < (rsa ? RSA_BITS_GOOD : CURVE_BITS_GOOD)) {
                outcomes.add(
                        new Outcome(
                                        Verdict.WARN,
                                        tls.address(),
                                        each.subject()
                                                + " has a key of "
                                                + bits
                                                + " bits, below the strength of 128",
                                        proof(tls))
                                .as(Severity.LOW));
            }
            String signature = each.signatureAlgorithm().toUpperCase(Locale.ROOT);
            if (!each.selfSigned()
                    && (signature.startsWith("SHA1") || signature.startsWith("MD5"))) {
                outcomes.add(
                        new Outcome(
                                Verdict.FAIL,
                                tls.address(),
                                each.subject() + " is signed with " + each.signatureAlgorithm(),
                                proof(tls)));
            }
        }
        if (outcomes.isEmpty() && read) {
            outcomes.add(
                    new Outcome(
                            Verdict.PASS,
                            tls.address(),
                            "keys and signatures have the strength of 128 bits",
                            proof(tls)));
        }
        return outcomes;
    }

    private static List<Outcome> orPass(Chain chain, List<Outcome> outcomes, String said) {
        return outcomes.isEmpty() ? List.of(chain.says(Verdict.PASS, said)) : outcomes;
    }
}
