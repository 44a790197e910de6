// SPDX-License-Identifier: MIT
package twinport.lab.probe.audit;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import twinport.findings.check.BrokerProbeFacts.Attempt;
import twinport.findings.check.BrokerProbeFacts.BoardClient;
import twinport.wire.tls.CipherSuite;
import twinport.wire.tls.TlsNames;
import twinport.wire.tls.TlsVersion;

/// Whether the TLS of boards finds something in common with a server.
///
/// What the ports offer is read from their public build configuration (ESP-IDF's mbedTLS defaults:
/// TLS 1.2 only, AES with GCM, CCM and CBC, no ChaCha20), not heard from chips.
final class BoardOffers {
    /// ECDHE with ECDSA and RSA, the strongest first, then RSA key transport.
    private static final List<Integer> SUITES =
            List.of(
                    0xc02c, 0xc030, 0xc0ad, 0xc024, 0xc028, 0xc00a, 0xc014, 0xc0af, 0xc02b, 0xc02f,
                    0xc0ac, 0xc023, 0xc027, 0xc009, 0xc013, 0xc0ae, 0x009d, 0xc09d, 0x003d, 0x0035,
                    0x009c, 0xc09c, 0x003c, 0x002f);

    /// Diffie-Hellman without curves, which the older port has too.
    private static final List<Integer> DHE =
            List.of(0x009f, 0x006b, 0x0039, 0x009e, 0x0067, 0x0033);

    private static final List<Integer> CURVES =
            List.of(0x0017, 0x0018, 0x0019, 0x001d, 0x0016, 0x001a, 0x001b, 0x001c);

    private static final List<Integer> SIGNATURES =
            List.of(0x0603, 0x0601, 0x0503, 0x0501, 0x0403, 0x0401, 0x0303, 0x0301);

    private record Profile(String name, List<Integer> suites) {}

    private static final List<Profile> PROFILES =
            List.of(
                    new Profile(
                            "Arduino core 2.0 (mbedTLS 2.28)",
                            Stream.concat(SUITES.stream(), DHE.stream()).toList()),
                    new Profile("MicroPython 1.27 on the ESP32 (mbedTLS 3.6)", SUITES));

    private BoardOffers() {}

    static List<BoardClient> ask(HelloProbe probe, Optional<String> serverName) throws IOException {
        List<BoardClient> clients = new ArrayList<>();
        for (Profile profile : PROFILES) {
            Answer answer =
                    probe.ask(
                            new Offer(
                                    TlsVersion.TLS_1_2,
                                    profile.suites(),
                                    CURVES,
                                    SIGNATURES,
                                    serverName,
                                    List.of()));
            clients.add(new BoardClient(profile.name(), attempt(answer)));
        }
        return clients;
    }

    private static Attempt attempt(Answer answer) {
        return switch (answer) {
            case Answer.Chosen chosen ->
                    Attempt.allowed(
                            "finds "
                                    + CipherSuite.of(chosen.suite()).name()
                                    + (chosen.group() == 0
                                            ? ""
                                            : " with " + TlsNames.group(chosen.group())),
                            chosen.steps());
            case Answer.Refused(var alert, var steps) ->
                    Attempt.refused(
                            "nothing in common: alert " + alert.description() + " " + alert.name(),
                            steps);
            case Answer.Ended(var steps) ->
                    Attempt.refused("nothing in common: ended without a word", steps);
            case Answer.Silent(var _) -> Attempt.unknown("said nothing in time");
            case Answer.Foreign(var _) -> Attempt.unknown("does not speak TLS");
        };
    }
}
