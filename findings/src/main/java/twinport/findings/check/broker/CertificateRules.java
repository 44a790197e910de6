// SPDX-License-Identifier: MIT
package twinport.findings.check.broker;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import twinport.findings.check.BrokerProbeFacts;
import twinport.findings.check.BrokerProbeFacts.TlsPort;
import twinport.findings.check.Evidence;
import twinport.findings.check.Outcome;
import twinport.findings.check.Severity;
import twinport.findings.check.Verdict;
import twinport.findings.check.certificate.Chain;
import twinport.wire.tls.ShownCertificate;
import twinport.wire.tls.ShownCertificate.Read;

/// The chain of certificates that a TLS port shows.
final class CertificateRules {
    private static final int RSA_BITS_MIN = 2048;
    private static final int RSA_BITS_GOOD = 3072;
    private static final int CURVE_BITS_MIN = 224;
    private static final int CURVE_BITS_GOOD = 255;

    private CertificateRules() {}

    static Map<String, Function<? super BrokerProbeFacts, List<Outcome>>> byCheck() {
        return Map.ofEntries(
                Map.entry("CRT-01", onChain((_, chain) -> chain.dates())),
                Map.entry("CRT-02", onChain((_, chain) -> chain.expiry())),
                Map.entry("CRT-03", onChain((_, chain) -> List.of(chain.nameOnlyInSubject()))),
                Map.entry("CRT-04", onChain(CertificateRules::names)),
                Map.entry("CRT-05", onChain((_, chain) -> chain.constraints())),
                Map.entry("CRT-06", onChain((_, chain) -> List.of(chain.usages()))),
                Map.entry("CRT-07", onChain((_, chain) -> List.of(chain.sameName()))),
                Map.entry("CRT-08", onChain(CertificateRules::order)),
                Map.entry("CRT-09", onChain((_, chain) -> chain.serials())),
                Map.entry("CRT-10", onChain((_, chain) -> List.of(chain.wildcards()))));
    }

    private static Function<BrokerProbeFacts, List<Outcome>> onChain(
            BiFunction<TlsPort, Chain, List<Chain.Said>> rule) {
        return facts -> facts.tls().map(tls -> judged(tls, facts.when(), rule)).orElse(List.of());
    }

    private static List<Outcome> judged(
            TlsPort tls, Instant when, BiFunction<TlsPort, Chain, List<Chain.Said>> rule) {
        return Chain.of(Chain.Owner.SERVER, tls.chain(), when, when)
                .map(chain ->
                        rule.apply(tls, chain).stream()
                                .map(each ->
                                        new Outcome(
                                                each.verdict(),
                                                tls.address(),
                                                each.text(),
                                                each.severity(),
                                                List.of(proof(tls))))
                                .toList())
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

    private static List<Chain.Said> names(TlsPort tls, Chain chain) {
        List<Chain.Said> said = new ArrayList<>();
        for (String name : tls.names()) {
            if (!chain.names(name)) {
                said.add(
                        new Chain.Said(
                                Verdict.FAIL,
                                "devices use " + name + ", which the certificate does not name"));
            }
        }
        return said.isEmpty()
                ? List.of(
                        new Chain.Said(
                                Verdict.PASS,
                                "the certificate names " + String.join(", ", tls.names())))
                : said;
    }

    private static List<Chain.Said> order(TlsPort tls, Chain chain) {
        Optional<Chain.Said> order = chain.order();
        if (order.filter(each -> each.verdict() == Verdict.FAIL).isPresent()) {
            return List.of(order.get());
        }
        if (tls.anchored().filter(anchored -> !anchored).isPresent()) {
            return List.of(
                    new Chain.Said(
                            Verdict.FAIL, "the chain does not lead to the CA that was given"));
        }
        if (order.isPresent()) {
            return List.of(order.get());
        }
        return tls.anchored().isPresent()
                ? List.of(
                        new Chain.Said(
                                Verdict.PASS, "the chain leads to the CA that was given, in order"))
                : List.of();
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
}
