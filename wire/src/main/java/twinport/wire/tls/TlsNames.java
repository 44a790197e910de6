// SPDX-License-Identifier: MIT
package twinport.wire.tls;

/// Names of numbers in hellos (IANA registry "Transport Layer Security Parameters"). A number that
/// is not known is named by its hexadecimal digits.
public final class TlsNames {
    private TlsNames() {}

    /// A supported group.
    public static String group(int number) {
        return switch (number) {
            case 0x0013 -> "secp192r1";
            case 0x0015 -> "secp224r1";
            case 0x0016 -> "secp256k1";
            case 0x0017 -> "secp256r1";
            case 0x0018 -> "secp384r1";
            case 0x0019 -> "secp521r1";
            case 0x001a -> "brainpoolP256r1";
            case 0x001b -> "brainpoolP384r1";
            case 0x001c -> "brainpoolP512r1";
            case 0x001d -> "x25519";
            case 0x001e -> "x448";
            case 0x001f -> "brainpoolP256r1tls13";
            case 0x0020 -> "brainpoolP384r1tls13";
            case 0x0021 -> "brainpoolP512r1tls13";
            case 0x0029 -> "curveSM2";
            case 0x0100 -> "ffdhe2048";
            case 0x0101 -> "ffdhe3072";
            case 0x0102 -> "ffdhe4096";
            case 0x0103 -> "ffdhe6144";
            case 0x0104 -> "ffdhe8192";
            case 0x0200 -> "MLKEM512";
            case 0x0201 -> "MLKEM768";
            case 0x0202 -> "MLKEM1024";
            case 0x11eb -> "SecP256r1MLKEM768";
            case 0x11ec -> "X25519MLKEM768";
            case 0x11ed -> "SecP384r1MLKEM1024";
            case 0x6399 -> "X25519Kyber768Draft00";
            case 0x639a -> "SecP256r1Kyber768Draft00";
            default -> other(number);
        };
    }

    /// A signature scheme of TLS 1.3, or a pair of hash and signature of TLS 1.2 (RFC 5246
    /// §7.4.1.4.1).
    public static String signature(int number) {
        return switch (number) {
            case 0x0101 -> "rsa_pkcs1_md5";
            case 0x0201 -> "rsa_pkcs1_sha1";
            case 0x0202 -> "dsa_sha1";
            case 0x0203 -> "ecdsa_sha1";
            case 0x0301 -> "rsa_pkcs1_sha224";
            case 0x0302 -> "dsa_sha224";
            case 0x0303 -> "ecdsa_sha224";
            case 0x0401 -> "rsa_pkcs1_sha256";
            case 0x0402 -> "dsa_sha256";
            case 0x0403 -> "ecdsa_secp256r1_sha256";
            case 0x0501 -> "rsa_pkcs1_sha384";
            case 0x0503 -> "ecdsa_secp384r1_sha384";
            case 0x0601 -> "rsa_pkcs1_sha512";
            case 0x0603 -> "ecdsa_secp521r1_sha512";
            case 0x0804 -> "rsa_pss_rsae_sha256";
            case 0x0805 -> "rsa_pss_rsae_sha384";
            case 0x0806 -> "rsa_pss_rsae_sha512";
            case 0x0807 -> "ed25519";
            case 0x0808 -> "ed448";
            case 0x0809 -> "rsa_pss_pss_sha256";
            case 0x080a -> "rsa_pss_pss_sha384";
            case 0x080b -> "rsa_pss_pss_sha512";
            case 0x081a -> "ecdsa_brainpoolP256r1tls13_sha256";
            case 0x081b -> "ecdsa_brainpoolP384r1tls13_sha384";
            case 0x081c -> "ecdsa_brainpoolP512r1tls13_sha512";
            case 0x0904 -> "mldsa44";
            case 0x0905 -> "mldsa65";
            case 0x0906 -> "mldsa87";
            default -> other(number);
        };
    }

    private static String other(int number) {
        String hex = String.format("0x%04x", number);
        return TlsVersion.isGrease(number) ? "GREASE " + hex : hex;
    }
}
