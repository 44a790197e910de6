// SPDX-License-Identifier: MIT
package twinport.board.net;

import java.net.InetAddress;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Judges a server's chain as mbedTLS does (`mbedtls_x509_crt_verify`, `ssl_check_cert_usage`): by
/// the board's own clock if the port looks at dates at all, and with all flaws found rather than
/// the first.
final class ChainCheck {
    /// `MBEDTLS_X509_MAX_INTERMEDIATE_CA`.
    private static final int MAX_INTERMEDIATES = 8;

    private static final int RSA_MIN_BITS = 2048;
    private static final String SERVER_AUTH = "1.3.6.1.5.5.7.3.1";
    private static final String ANY_USE = "2.5.29.37.0";
    private static final int DIGITAL_SIGNATURE = 0;
    private static final int CERT_SIGN = 5;
    private static final int SAN_DNS = 2;
    private static final int SAN_ADDRESS = 7;

    private final List<X509Certificate> trusted;
    private final MbedTls port;
    private final String name;
    private final Instant today;

    /// @param name empty means that no name is expected
    /// @param today what the board's clock says
    ChainCheck(List<X509Certificate> trusted, MbedTls port, String name, Instant today) {
        this.trusted = List.copyOf(trusted);
        this.port = port;
        this.name = name;
        this.today = today;
    }

    /// @param chain the server's certificate first
    Set<Flaw> flaws(List<X509Certificate> chain) {
        EnumSet<Flaw> flaws = EnumSet.noneOf(Flaw.class);
        X509Certificate leaf = chain.getFirst();
        if (!name.isEmpty() && !isFor(leaf)) {
            flaws.add(Flaw.NAME);
        }
        usage(leaf, flaws);
        key(leaf.getPublicKey(), flaws);
        climb(chain, flaws);
        return flaws;
    }

    private void climb(List<X509Certificate> chain, Set<Flaw> flaws) {
        X509Certificate child = chain.getFirst();
        for (int depth = 0; depth <= MAX_INTERMEDIATES + 1; depth++) {
            dates(child, flaws);
            algorithms(child, flaws);
            if (depth == 0 && isSelfIssued(child) && trusted.contains(child)) {
                return;
            }
            Optional<X509Certificate> anchor = parent(child, trusted, depth, true);
            if (anchor.isPresent()) {
                dates(anchor.get(), flaws);
                key(anchor.get().getPublicKey(), flaws);
                return;
            }
            Optional<X509Certificate> next = parent(child, rest(chain, child), depth, false);
            if (next.isEmpty()) {
                break;
            }
            child = next.get();
            key(child.getPublicKey(), flaws);
        }
        flaws.add(Flaw.NOT_TRUSTED);
    }

    private static List<X509Certificate> rest(List<X509Certificate> chain, X509Certificate child) {
        return chain.subList(chain.indexOf(child) + 1, chain.size());
    }

    /// Who signed it, by name and signature; of several the one that is valid today.
    private Optional<X509Certificate> parent(
            X509Certificate child, List<X509Certificate> candidates, int depth, boolean top) {
        X509Certificate stale = null;
        for (X509Certificate each : candidates) {
            if (mayIssue(each, child, depth, top) && signed(child, each.getPublicKey())) {
                if (isCurrent(each)) {
                    return Optional.of(each);
                }
                stale = stale == null ? each : stale;
            }
        }
        return Optional.ofNullable(stale);
    }

    private static boolean mayIssue(
            X509Certificate issuer, X509Certificate child, int depth, boolean top) {
        if (!issuer.getSubjectX500Principal().equals(child.getIssuerX500Principal())) {
            return false;
        }
        if (top && issuer.getVersion() < 3) {
            return true;
        }
        boolean[] usages = issuer.getKeyUsage();
        return issuer.getBasicConstraints() >= depth && (usages == null || usages[CERT_SIGN]);
    }

    private static boolean signed(X509Certificate child, PublicKey key) {
        try {
            child.verify(key);
            return true;
        } catch (GeneralSecurityException | RuntimeException e) {
            return false;
        }
    }

    private static boolean isSelfIssued(X509Certificate certificate) {
        return certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal());
    }

    private boolean isCurrent(X509Certificate certificate) {
        EnumSet<Flaw> flaws = EnumSet.noneOf(Flaw.class);
        dates(certificate, flaws);
        return flaws.isEmpty();
    }

    private void dates(X509Certificate certificate, Set<Flaw> flaws) {
        if (!port.checksDates()) {
            return;
        }
        if (today.isAfter(certificate.getNotAfter().toInstant())) {
            flaws.add(Flaw.EXPIRED);
        }
        if (today.isBefore(certificate.getNotBefore().toInstant())) {
            flaws.add(Flaw.FUTURE);
        }
    }

    /// `mbedtls_x509_crt_profile_default` takes SHA-2 only.
    private static void algorithms(X509Certificate certificate, Set<Flaw> flaws) {
        String algorithm = certificate.getSigAlgName().toUpperCase(Locale.ROOT);
        if (algorithm.startsWith("SHA1") || algorithm.startsWith("MD")) {
            flaws.add(Flaw.HASH);
        }
    }

    private static void key(PublicKey signer, Set<Flaw> flaws) {
        if (signer instanceof RSAPublicKey rsa && rsa.getModulus().bitLength() < RSA_MIN_BITS) {
            flaws.add(Flaw.KEY);
        }
    }

    private static void usage(X509Certificate leaf, Set<Flaw> flaws) {
        boolean[] usages = leaf.getKeyUsage();
        if (usages != null && !usages[DIGITAL_SIGNATURE]) {
            flaws.add(Flaw.KEY_USAGE);
        }
        try {
            List<String> uses = leaf.getExtendedKeyUsage();
            if (uses != null && !uses.contains(SERVER_AUTH) && !uses.contains(ANY_USE)) {
                flaws.add(Flaw.EXTENDED_KEY_USAGE);
            }
        } catch (CertificateParsingException e) {
            flaws.add(Flaw.EXTENDED_KEY_USAGE);
        }
    }

    /// The common name counts only where the certificate has no other names.
    private boolean isFor(X509Certificate leaf) {
        try {
            Collection<List<?>> names = leaf.getSubjectAlternativeNames();
            return names == null
                    ? commonName(leaf).filter(this::matches).isPresent()
                    : names.stream().anyMatch(each -> matches(each.get(0), each.get(1)));
        } catch (CertificateParsingException e) {
            return false;
        }
    }

    private boolean matches(Object kind, @Nullable Object value) {
        return switch (kind) {
            case Integer i when i == SAN_DNS -> value instanceof String dns && matches(dns);
            case Integer i when i == SAN_ADDRESS && port.matchesAddresses() ->
                    value instanceof String address && isSameAddress(address);
            default -> false;
        };
    }

    private boolean isSameAddress(String address) {
        try {
            return InetAddress.ofLiteral(name).equals(InetAddress.ofLiteral(address));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /// The same name, or one label in place of a leading `*` (`x509_crt_check_cn`).
    private boolean matches(String pattern) {
        if (pattern.equalsIgnoreCase(name)) {
            return true;
        }
        int dot = name.indexOf('.');
        return pattern.startsWith("*.")
                && dot > 0
                && pattern.substring(1).equalsIgnoreCase(name.substring(dot));
    }

    private static Optional<String> commonName(X509Certificate leaf) {
        String subject = leaf.getSubjectX500Principal().getName();
        for (String part : subject.split("(?<!\\\\),", -1)) {
            if (part.regionMatches(true, 0, "CN=", 0, 3)) {
                return Optional.of(part.substring(3));
            }
        }
        return Optional.empty();
    }
}
