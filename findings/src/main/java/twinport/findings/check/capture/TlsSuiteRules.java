// SPDX-License-Identifier: MIT
package twinport.findings.check.capture;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import twinport.findings.check.CaptureFacts;
import twinport.findings.check.CaptureFacts.Connection;
import twinport.findings.check.CaptureFacts.Tls;
import twinport.findings.check.Evidence;
import twinport.findings.check.Outcome;
import twinport.findings.check.Severity;
import twinport.findings.check.Verdict;
import twinport.wire.flow.Direction;
import twinport.wire.tls.CipherSuite;
import twinport.wire.tls.HandshakeMessage;
import twinport.wire.tls.HandshakeMessage.ClientHello;
import twinport.wire.tls.HandshakeMessage.ServerHello;
import twinport.wire.tls.ShownCertificate;
import twinport.wire.tls.TlsFacts;
import twinport.wire.tls.TlsNames;

/// Cipher suites, groups, key sizes and signatures.
final class TlsSuiteRules {
    private static final Pattern BROKEN =
            Pattern.compile("_NULL(_|$)|_anon_|EXPORT|_RC4_|_RC2_|_DES40_|_DES_CBC_");
    private static final Pattern STATIC =
            Pattern.compile("TLS_(RSA|RSA_PSK|ECDH_ECDSA|ECDH_RSA|DH_RSA|DH_DSS)_.*");

    /// Groups below 224 bits, by their numbers (RFC 8422 §5.1.1).
    private static final Set<Integer> SMALL_GROUPS = Set.of(1, 2, 3, 4, 5, 15, 16, 17, 18, 19);

    /// Groups of 112 bits strength: sect233, sect239, secp224.
    private static final Set<Integer> MIDDLE_GROUPS = Set.of(6, 7, 8, 20, 21);

    /// ML-KEM alone and with a curve (IANA registry "TLS Supported Groups"), and the drafts that
    /// browsers used before.
    private static final Set<Integer> POST_QUANTUM =
            Set.of(0x0200, 0x0201, 0x0202, 0x11eb, 0x11ec, 0x11ed, 0x6399, 0x639a);

    private static final int RSA_BITS = 2048;
    private static final int STRONG_RSA_BITS = 3072;

    private TlsSuiteRules() {}

    static Map<String, Function<? super CaptureFacts, List<Outcome>>> byCheck() {
        return Map.of(
                "TLS-03", facts -> Watched.eachTls(facts, TlsSuiteRules::broken),
                "TLS-04", facts -> Watched.eachTls(facts, TlsSuiteRules::forwardSecrecy),
                "TLS-05", facts -> Watched.eachTls(facts, TlsSuiteRules::cbc),
                "TLS-11", facts -> Watched.eachTls(facts, TlsSuiteRules::shortTag),
                "TLS-12", facts -> Watched.eachTls(facts, TlsSuiteRules::strength),
                "TLS-16", facts -> Watched.eachTls(facts, TlsSuiteRules::postQuantum));
    }

    private static void broken(Connection connection, Tls tls, Gathered found) {
        ServerHello chosen = tls.facts().serverHello();
        ClientHello hello = tls.facts().clientHello();
        if (chosen != null) {
            String name = chosen.cipherSuite().name();
            boolean bad = BROKEN.matcher(name).find();
            found.add(
                    bad ? Verdict.FAIL : Verdict.PASS,
                    bad ? connection.ends() : connection.server().toString(),
                    name + " was negotiated",
                    TlsRules.answer(connection, tls, "ServerHello"));
        }
        List<String> offered = new ArrayList<>();
        if (hello != null) {
            hello.suites().stream()
                    .map(CipherSuite::of)
                    .map(CipherSuite::name)
                    .filter(name -> BROKEN.matcher(name).find())
                    .forEach(offered::add);
        }
        if (!offered.isEmpty()) {
            found.add(
                    Verdict.WARN,
                    connection.ends(),
                    "the client offers "
                            + offered.size()
                            + " broken suites, as "
                            + offered.getFirst(),
                    Severity.HIGH,
                    TlsRules.hello(connection, tls, "ClientHello"));
        }
    }

    private static void forwardSecrecy(Connection connection, Tls tls, Gathered found) {
        ServerHello chosen = tls.facts().serverHello();
        if (chosen == null) {
            return;
        }
        String name = chosen.cipherSuite().name();
        Evidence evidence = TlsRules.answer(connection, tls, "ServerHello");
        if (!chosen.version().isTls13() && STATIC.matcher(name).matches()) {
            found.add(
                    Verdict.FAIL,
                    connection.ends(),
                    name + ": who gets the server's key later opens what was recorded",
                    evidence);
        } else if (keyAlone(chosen, name)) {
            found.add(
                    Verdict.WARN,
                    connection.ends(),
                    "a pre-shared key alone: who gets it later opens what was recorded",
                    evidence);
        } else {
            found.add(
                    Verdict.PASS,
                    connection.server().toString(),
                    chosen.version().isTls13()
                            ? "TLS 1.3 with a fresh key exchange"
                            : name + " has forward secrecy",
                    evidence);
        }
    }

    /// RFC 8446 §2.2: psk_ke, without key share; before TLS 1.3, TLS_PSK.
    private static boolean keyAlone(ServerHello chosen, String suite) {
        return chosen.version().isTls13()
                ? chosen.pskIdentity() >= 0 && chosen.group() == 0
                : suite.startsWith("TLS_PSK_");
    }

    private static void cbc(Connection connection, Tls tls, Gathered found) {
        ServerHello chosen = tls.facts().serverHello();
        if (chosen == null || !chosen.cipherSuite().name().contains("_CBC_")) {
            if (chosen != null) {
                found.add(
                        Verdict.PASS,
                        connection.server().toString(),
                        "no CBC suite: " + chosen.cipherSuite().name(),
                        TlsRules.answer(connection, tls, "ServerHello"));
            }
            return;
        }
        boolean safe = chosen.encryptThenMac();
        found.add(
                safe ? Verdict.PASS : Verdict.WARN,
                connection.ends(),
                chosen.cipherSuite().name()
                        + (safe ? " with encrypt_then_mac" : " without encrypt_then_mac"),
                TlsRules.answer(connection, tls, "ServerHello"));
    }

    private static void shortTag(Connection connection, Tls tls, Gathered found) {
        ServerHello chosen = tls.facts().serverHello();
        if (chosen == null) {
            return;
        }
        String name = chosen.cipherSuite().name();
        boolean shortened = name.contains("_CCM_8");
        found.add(
                shortened ? Verdict.WARN : Verdict.PASS,
                shortened ? connection.ends() : connection.server().toString(),
                name + (shortened ? " proves each record with 8 bytes only" : " was negotiated"),
                TlsRules.answer(connection, tls, "ServerHello"));
    }

    private static void strength(Connection connection, Tls tls, Gathered found) {
        List<String> weak = new ArrayList<>();
        List<String> middle = new ArrayList<>();
        TlsFacts facts = tls.facts();
        int group = facts.group();
        if (SMALL_GROUPS.contains(group)) {
            weak.add("the curve " + TlsNames.group(group));
        } else if (MIDDLE_GROUPS.contains(group)) {
            middle.add("the curve " + TlsNames.group(group));
        }
        HandshakeMessage.ServerKeyExchange exchange = facts.keyExchange();
        if (exchange != null) {
            if (exchange.primeBits() > 0) {
                size("Diffie-Hellman with", exchange.primeBits(), weak, middle);
            }
            int hash = exchange.signatureAlgorithm() >> 8;
            if (exchange.signatureAlgorithm() >= 0 && (hash == 1 || hash == 2)) {
                weak.add(
                        "the handshake signed with "
                                + TlsNames.signature(exchange.signatureAlgorithm()));
            }
        }
        certificates(facts.serverCertificates(), "the server's", weak, middle);
        certificates(facts.clientCertificates(), "the client's", weak, middle);
        if (facts.serverHello() == null
                || (group == 0 && exchange == null && facts.serverCertificates() == null)) {
            return;
        }
        tell(connection, tls, weak, middle, found);
    }

    private static void tell(
            Connection connection,
            Tls tls,
            List<String> weak,
            List<String> middle,
            Gathered found) {
        Evidence evidence =
                TlsRules.step(
                        connection,
                        tls,
                        Direction.FROM_SERVER,
                        tls.facts().serverCertificates() != null
                                ? HandshakeMessage.CERTIFICATE
                                : HandshakeMessage.SERVER_HELLO,
                        "what the server showed");
        if (!weak.isEmpty()) {
            found.add(
                    Verdict.FAIL, connection.ends(), "weak: " + String.join("; ", weak), evidence);
        }
        if (!middle.isEmpty()) {
            found.add(
                    Verdict.WARN,
                    connection.ends(),
                    "below 128 bits of strength: " + String.join("; ", middle),
                    Severity.LOW,
                    evidence);
        }
        if (weak.isEmpty() && middle.isEmpty()) {
            found.add(
                    Verdict.PASS,
                    connection.server().toString(),
                    "keys and signatures that were seen have 128 bits of strength or more",
                    evidence);
        }
    }

    private static void size(String what, int bits, List<String> weak, List<String> middle) {
        if (bits < RSA_BITS) {
            weak.add(what + " " + bits + " bits");
        } else if (bits < STRONG_RSA_BITS) {
            middle.add(what + " " + bits + " bits");
        }
    }

    private static void certificates(
            HandshakeMessage.@org.jspecify.annotations.Nullable Certificates shown,
            String whose,
            List<String> weak,
            List<String> middle) {
        if (shown == null) {
            return;
        }
        for (ShownCertificate each : shown.read()) {
            if (!(each instanceof ShownCertificate.Read read)) {
                continue;
            }
            String name = whose + " certificate " + read.subject();
            if (read.keyAlgorithm().startsWith("RSA") || read.keyAlgorithm().equals("DSA")) {
                size(
                        name + " has an " + read.keyAlgorithm() + " key of",
                        read.keyBits(),
                        weak,
                        middle);
            } else if (read.keyAlgorithm().equals("EC") && read.keyBits() < 224) {
                weak.add(name + " has a curve of " + read.keyBits() + " bits");
            }
            String signature = read.signatureAlgorithm().toUpperCase(Locale.ROOT);
            boolean old = signature.startsWith("SHA1") || signature.startsWith("MD");
            // A root's own signature proves nothing and is not checked by anybody.
            if (old && !read.selfSigned()) {
                weak.add(name + " is signed with " + read.signatureAlgorithm());
            }
        }
    }

    private static void postQuantum(Connection connection, Tls tls, Gathered found) {
        ClientHello hello = tls.facts().clientHello();
        if (hello == null) {
            return;
        }
        boolean offers = hello.details().keyShareGroups().stream().anyMatch(POST_QUANTUM::contains);
        boolean chosen = POST_QUANTUM.contains(tls.facts().group());
        boolean resists = offers || chosen;
        found.add(
                resists ? Verdict.PASS : Verdict.INFO,
                connection.ends(),
                chosen
                        ? TlsNames.group(tls.facts().group()) + " was chosen"
                        : offers
                                ? "the client offers a key share that quantum computers do not open"
                                : "no key share that quantum computers do not open",
                TlsRules.hello(connection, tls, "ClientHello"));
    }
}
