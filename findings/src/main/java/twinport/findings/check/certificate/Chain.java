// SPDX-License-Identifier: MIT
package twinport.findings.check.certificate;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import twinport.findings.check.Severity;
import twinport.findings.check.Verdict;
import twinport.wire.tls.ShownCertificate;
import twinport.wire.tls.ShownCertificate.Read;

/// A chain of certificates that an end shows, its own first.
///
/// Each method says what one check of the group CRT finds in it; nothing where it can't be told.
///
/// @param owner who shows it
/// @param all those that could be read, at least the first
/// @param from when it was first seen
/// @param to when it was last seen, or the same
public record Chain(Owner owner, List<Read> all, Instant from, Instant to) {
    private static final String SERVER_AUTH = "1.3.6.1.5.5.7.3.1";
    private static final String CLIENT_AUTH = "1.3.6.1.5.5.7.3.2";
    private static final String ANY_USE = "2.5.29.37.0";
    private static final String BASIC_CONSTRAINTS = "2.5.29.19";
    private static final Duration SOON = Duration.ofDays(30);
    private static final Duration VERY_SOON = Duration.ofDays(7);
    private static final int SERIAL_BYTES_MIN = 8;

    public Chain {
        all = List.copyOf(all);
    }

    /// Whose certificate the first one is.
    public enum Owner {
        SERVER("server"),
        CLIENT("client");

        private final String word;

        Owner(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }
    }

    /// @param severity where it differs from the check's
    public record Said(Verdict verdict, String text, Optional<Severity> severity) {
        public Said(Verdict verdict, String text) {
            this(verdict, text, Optional.empty());
        }
    }

    /// Empty where the end's own certificate can't be read.
    public static Optional<Chain> of(
            Owner owner, List<ShownCertificate> shown, Instant from, Instant to) {
        if (shown.isEmpty() || !(shown.getFirst() instanceof Read)) {
            return Optional.empty();
        }
        List<Read> all = new ArrayList<>();
        for (ShownCertificate each : shown) {
            if (each instanceof Read read) {
                all.add(read);
            }
        }
        return Optional.of(new Chain(owner, all, from, to));
    }

    public Read leaf() {
        return all.getFirst();
    }

    /// CRT-01.
    public List<Said> dates() {
        List<Said> said = new ArrayList<>();
        for (Read each : all) {
            if (to.isAfter(each.notAfter())) {
                said.add(new Said(Verdict.FAIL, each.subject() + " expired on " + each.notAfter()));
            } else if (from.isBefore(each.notBefore())) {
                said.add(
                        new Said(
                                Verdict.FAIL,
                                each.subject()
                                        + " is valid from "
                                        + each.notBefore()
                                        + " on only"));
            }
        }
        return orPass(said, "all certificates are within their dates");
    }

    /// CRT-02.
    public List<Said> expiry() {
        List<Said> said = new ArrayList<>();
        for (Read each : all) {
            Duration left = Duration.between(to, each.notAfter());
            if (left.isNegative() || left.compareTo(SOON) > 0) {
                continue;
            }
            boolean now = left.compareTo(VERY_SOON) <= 0;
            said.add(
                    new Said(
                            now ? Verdict.FAIL : Verdict.WARN,
                            each.subject() + " expires in " + left.toDays() + " days",
                            Optional.of(now ? Severity.HIGH : Severity.MEDIUM)));
        }
        return orPass(said, "none expires within 30 days");
    }

    /// CRT-03, of a server's.
    public Said nameOnlyInSubject() {
        return leaf().alternativeNames().stream().noneMatch(Chain::isName)
                ? new Said(
                        Verdict.FAIL,
                        "the name stands in the subject only ("
                                + leaf().subject()
                                + "), there is no subjectAltName")
                : new Said(Verdict.PASS, "names stand in subjectAltName");
    }

    private static boolean isName(String name) {
        return name.startsWith("DNS:") || name.startsWith("IP:");
    }

    /// CRT-04, of a server's: whether it is for this name or address.
    public boolean names(String name) {
        return leaf().alternativeNames().stream().anyMatch(each -> covers(each, name));
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

    /// CRT-05.
    public List<Said> constraints() {
        List<Said> said = new ArrayList<>();
        if (leaf().authority() && !(leaf().selfSigned() && all.size() == 1)) {
            said.add(
                    new Said(
                            Verdict.FAIL,
                            "the "
                                    + owner.word()
                                    + "'s own certificate may issue others (CA:TRUE)"));
        } else if (leaf().authority()) {
            said.add(
                    new Said(
                            Verdict.FAIL,
                            "the " + owner.word() + " shows a CA certificate as its own"));
        }
        for (Read each : all.subList(1, all.size())) {
            if (!each.authority()) {
                said.add(
                        new Said(
                                Verdict.FAIL,
                                each.subject() + " issues and lacks basicConstraints CA:TRUE"));
            } else if (!each.criticalExtensions().contains(BASIC_CONSTRAINTS)) {
                said.add(
                        new Said(
                                Verdict.FAIL,
                                each.subject() + " has basicConstraints that are not critical"));
            } else if (!each.usages().contains("keyCertSign")) {
                said.add(new Said(Verdict.FAIL, each.subject() + " issues and lacks keyCertSign"));
            }
        }
        return orPass(
                said, "who issues may, and the " + owner.word() + "'s own certificate may not");
    }

    /// CRT-06.
    public Said usages() {
        boolean server = owner == Owner.SERVER;
        List<String> extended = leaf().extendedUsages();
        if (!extended.isEmpty()
                && !extended.contains(server ? SERVER_AUTH : CLIENT_AUTH)
                && !extended.contains(ANY_USE)) {
            return new Said(
                    Verdict.FAIL,
                    "extendedKeyUsage lacks " + (server ? "serverAuth" : "clientAuth"));
        }
        List<String> usages = leaf().usages();
        if (!usages.isEmpty()
                && Stream.of("digitalSignature", "keyEncipherment", "keyAgreement")
                        .noneMatch(usages::contains)) {
            return new Said(Verdict.FAIL, "keyUsage " + usages + " fits no handshake");
        }
        return new Said(Verdict.PASS, "keyUsage and extendedKeyUsage fit a " + owner.word());
    }

    /// CRT-07.
    public Said sameName() {
        return leaf().selfIssued() && !leaf().selfSigned()
                ? new Said(
                        Verdict.FAIL,
                        "subject and issuer are the same name ("
                                + leaf().subject()
                                + ") and not the same key")
                : new Said(Verdict.PASS, "subject and issuer are told apart");
    }

    /// CRT-08, as far as the chain alone tells: what is out of order, or a root that is sent too.
    public Optional<Said> order() {
        for (int i = 0; i + 1 < all.size(); i++) {
            if (!all.get(i).issuer().equals(all.get(i + 1).subject())) {
                return Optional.of(
                        new Said(
                                Verdict.FAIL,
                                "certificate "
                                        + (i + 2)
                                        + " did not issue certificate "
                                        + (i + 1)));
            }
        }
        return all.size() > 1 && all.getLast().selfSigned()
                ? Optional.of(
                        new Said(
                                Verdict.INFO,
                                "the root is sent too: every client has it or does not trust it"))
                : Optional.empty();
    }

    /// CRT-09.
    public List<Said> serials() {
        List<Said> said = new ArrayList<>();
        for (Read each : all) {
            if (each.version() != 3) {
                said.add(
                        new Said(
                                Verdict.WARN,
                                each.subject() + " is of X.509 version " + each.version()));
            }
            if (each.serial().bitLength() <= (SERIAL_BYTES_MIN - 1) * 8) {
                said.add(
                        new Said(
                                Verdict.WARN,
                                each.subject()
                                        + " has a serial number of "
                                        + each.serial().bitLength()
                                        + " bits"));
            }
        }
        return orPass(said, "serial numbers of at least 8 octets");
    }

    /// CRT-10, of a server's.
    public Said wildcards() {
        List<String> wild =
                leaf().alternativeNames().stream().filter(each -> each.contains("*")).toList();
        return wild.isEmpty()
                ? new Said(Verdict.PASS, "no wildcard among the names")
                : new Said(Verdict.WARN, "wildcards: " + String.join(", ", wild));
    }

    private static List<Said> orPass(List<Said> said, String right) {
        return said.isEmpty() ? List.of(new Said(Verdict.PASS, right)) : said;
    }
}
