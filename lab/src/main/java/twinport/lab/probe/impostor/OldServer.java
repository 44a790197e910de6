// SPDX-License-Identifier: MIT
package twinport.lab.probe.impostor;

import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import twinport.findings.check.DeviceProbeFacts.Reaction;
import twinport.findings.check.DeviceProbeFacts.Row;
import twinport.lab.probe.TappedSocket;
import twinport.pki.Credentials;
import twinport.wire.tls.CipherSuite;
import twinport.wire.tls.HandshakeMessage.ClientHello;
import twinport.wire.tls.TlsVersion;

/// A server of old versions and weak suites, in bytes of our own: this JVM's TLS stays as strong as
/// it is. It goes as far as the device's part of the key; who sends that has agreed. For one
/// thread.
final class OldServer {
    private static final int TLS_1_0 = 0x0301;
    private static final int TLS_1_1 = 0x0302;
    private static final int TLS_1_2 = 0x0303;
    private static final int FIRST_FLIGHT_MAX = 64 * 1024;

    /// AES-CBC with SHA-1, the last good ones of TLS 1.1: ephemeral first, RSA, then ECDSA.
    private static final List<Integer> OLD_SUITES =
            List.of(0xc013, 0xc014, 0x002f, 0x0035, 0xc009, 0xc00a);

    /// NULL, anonymous, RC4, export, DES and 3DES (RFC 9325 §4.1), those that can be played.
    private static final List<Integer> WEAK_SUITES =
            List.of(
                    0x0002, 0x003b, 0x0001, 0xc010, 0xc006, 0xc015, 0xc016, 0xc017, 0xc018, 0xc019,
                    0x0005, 0x0004, 0xc011, 0xc007, 0x0009, 0x000a, 0xc012, 0xc008);

    private final TappedSocket socket;
    private final Row row;
    private final Credentials shown;
    private final SecureRandom random;

    /// @param shown has an RSA key
    OldServer(TappedSocket socket, Row row, Credentials shown, SecureRandom random) {
        this.socket = socket;
        this.row = row;
        this.shown = shown;
        this.random = random;
    }

    /// @param agreed version and suite, where the device agreed
    record Result(Reaction reaction, String said, Optional<String> agreed) {}

    /// @param first what was read of the ClientHello already
    Result handshake(byte[] first) throws IOException, GeneralSecurityException {
        InputStream in = socket.getInputStream();
        byte[] buffer = new byte[16 * 1024];
        int all = first.length;
        ClientHello hello = socket.heard().learnt().clientHello();
        while (hello == null) {
            int count = in.read(buffer);
            all += Math.max(count, 0);
            if (count < 0 || all > FIRST_FLIGHT_MAX || socket.heard().malformed()) {
                return new Result(
                        Reaction.UNKNOWN, "it sent no whole ClientHello", Optional.empty());
            }
            hello = socket.heard().learnt().clientHello();
        }
        return answered(hello, in, buffer);
    }

    private Result answered(ClientHello hello, InputStream in, byte[] buffer)
            throws IOException, GeneralSecurityException {
        OptionalInt version = version(hello);
        if (version.isEmpty()) {
            refuse(70); // protocol_version
            return new Result(
                    Reaction.REFUSED, "it offers no version before TLS 1.2", Optional.empty());
        }
        OptionalInt suite = suite(hello);
        if (suite.isEmpty()) {
            refuse(40); // handshake_failure
            return new Result(
                    Reaction.REFUSED,
                    row == Row.OLD_TLS
                            ? "it offers no suite of TLS 1.0 or 1.1"
                            : "it offers no weak suite",
                    Optional.empty());
        }
        OldFlight flight =
                new OldFlight(version.getAsInt(), suite.getAsInt(), shown, random, hello.random());
        socket.getOutputStream().write(flight.record());
        String agreed =
                new TlsVersion(version.getAsInt()) + " " + CipherSuite.of(suite.getAsInt()).name();
        return agreed(in, buffer)
                ? new Result(
                        Reaction.WENT_ON,
                        "it agreed to " + agreed + " and sent its part of the key",
                        Optional.of(agreed))
                : new Result(Reaction.REFUSED, "it ended the handshake", Optional.empty());
    }

    /// A client that has `supported_versions` means them (RFC 8446 §4.2.1); one without says its
    /// highest only, and an older answer tells whether it takes it.
    private OptionalInt version(ClientHello hello) {
        List<Integer> offered = hello.versions();
        if (row == Row.WEAK_SUITES) {
            boolean takes =
                    offered.isEmpty()
                            ? hello.legacyVersion() >= TLS_1_2
                            : offered.contains(TLS_1_2);
            return takes ? OptionalInt.of(TLS_1_2) : old(hello);
        }
        return old(hello);
    }

    private static OptionalInt old(ClientHello hello) {
        List<Integer> offered = hello.versions();
        if (offered.isEmpty()) {
            return OptionalInt.of(Math.clamp(hello.legacyVersion(), TLS_1_0, TLS_1_1));
        }
        return offered.contains(TLS_1_1)
                ? OptionalInt.of(TLS_1_1)
                : offered.contains(TLS_1_0) ? OptionalInt.of(TLS_1_0) : OptionalInt.empty();
    }

    /// Those of ECDSA are left out: the certificate has an RSA key.
    private OptionalInt suite(ClientHello hello) {
        return (row == Row.OLD_TLS ? OLD_SUITES : WEAK_SUITES)
                .stream()
                        .filter(hello.suites()::contains)
                        .filter(number -> !CipherSuite.of(number).name().contains("_ECDSA_"))
                        .mapToInt(Integer::intValue)
                        .findFirst();
    }

    private void refuse(int alert) throws IOException {
        socket.getOutputStream().write(new byte[] {21, 3, 1, 0, 2, 2, (byte) alert});
    }

    private boolean agreed(InputStream in, byte[] buffer) throws IOException {
        int all = 0;
        try {
            while (!socket.heard().keyExchanged() && all < FIRST_FLIGHT_MAX) {
                int count = in.read(buffer);
                if (count < 0) {
                    break;
                }
                all += count;
            }
        } catch (SocketTimeoutException e) {
            return socket.heard().keyExchanged();
        }
        return socket.heard().keyExchanged();
    }
}
