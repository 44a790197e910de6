// SPDX-License-Identifier: MIT
package twinport.findings.check.device;

/// What an alert of a client says of its reason. The numbers are those of RFC 8446 §6.2; which
/// reason leads to which number was read in mbedTLS (`ssl_tls.c`) and seen with OpenSSL.
public final class AlertCause {
    private AlertCause() {}

    public static String of(int alert) {
        return switch (alert) {
            case 40 -> "no version, suite or parameter in common";
            case 42 ->
                    "the certificate is for another name (mbedTLS, OpenSSL), not yet valid (OpenSSL, Java), too weak (OpenSSL)";
            case 43 -> "the certificate is for another use (mbedTLS: key usage; OpenSSL: purpose)";
            case 44 -> "the certificate is revoked";
            case 45 -> "the certificate has expired, by the device's clock";
            case 46 ->
                    "with mbedTLS: not yet valid, which mostly means that the device's clock is not set; with Java: most reasons";
            case 48 -> "the chain leads to no CA that the device trusts";
            case 51 -> "a signature is wrong: the CA has the right name and another key";
            case 70 -> "the device does not speak this version of TLS";
            case 71 -> "the device wants stronger keys or suites";
            case 80 -> "the device's own callback refused (Mosquitto's clients: the name)";
            case 112 -> "the server name is not known";
            case 116 -> "a client certificate is demanded";
            default -> "no reason of a certificate";
        };
    }
}
