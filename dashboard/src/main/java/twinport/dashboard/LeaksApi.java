// SPDX-License-Identifier: MIT
package twinport.dashboard;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import twinport.findings.check.CaptureFacts;
import twinport.findings.check.CaptureFacts.Connection;
import twinport.findings.check.CaptureFacts.Place;
import twinport.findings.check.CaptureFacts.Sealed;
import twinport.findings.check.Evidence;
import twinport.findings.check.Finding;
import twinport.findings.check.Verdict;
import twinport.findings.leak.Claim;
import twinport.findings.leak.Eavesdropper;
import twinport.wire.flow.Direction;
import twinport.wire.tls.TlsVersion;

/// What TLS still tells of each connection of the lab: computed from sealed bytes alone.
final class LeaksApi {
    /// Connections in one answer, the latest ones.
    static final int CONNECTIONS_MAX = 50;

    private static final int RECORDS_SHOWN = 12;
    private static final int LENGTHS_SHOWN = 6;
    private static final int RECORD_HEADER = 5;

    /// How every sentence of the LEAK checks begins.
    private static final String KNOWS = "an eavesdropper knows";

    /// @param seen false where there was nothing to look at: see reason
    /// @param more connections left out
    record Leaks(
            boolean seen,
            @Nullable String reason,
            @Nullable Instant upTo,
            List<Leak> connections,
            int more) {}

    /// @param client the board's name, or the address
    /// @param open whether its end was not seen
    /// @param records sealed ones
    record Leak(
            long id,
            String client,
            String address,
            String server,
            Instant since,
            Instant until,
            boolean open,
            @Nullable String version,
            @Nullable String suite,
            int records,
            List<Known> knows,
            List<Last> last) {}

    /// A sentence about a connection.
    ///
    /// @param about `who`, `name`, `login`, `sent`, `received`, `fields`, `rhythm`
    /// @param sure how sure that is, in words
    /// @param frame where it can be seen
    record Known(String about, String text, String sure, long frame) {}

    /// A sealed record and what its length tells.
    ///
    /// @param holds bytes in it, as `58` or `33 to 48`
    record Last(
            Instant at, boolean fromClient, int wireBytes, String holds, String sure, long frame) {}

    private final WireJudge judge;

    LeaksApi(WireJudge judge) {
        this.judge = judge;
    }

    void addTo(Routes routes) {
        routes.add("GET", "/api/leaks", this::leaks);
    }

    private void leaks(Call call) throws IOException {
        var judged = judge.now();
        call.answer(
                200,
                judged.isPresent()
                        ? of(judged.get())
                        : new Leaks(false, FindingsApi.NO_TAP, null, List.of(), 0));
    }

    private static Leaks of(WireJudge.Judged judged) {
        CaptureFacts facts = judged.facts();
        Map<String, List<Finding>> said =
                judged.findings().stream()
                        .filter(finding -> finding.check().group().equals("LEAK"))
                        .filter(finding -> finding.verdict() != Verdict.NOT_OBSERVED)
                        .collect(Collectors.groupingBy(Finding::subject));
        List<Connection> sealed =
                facts.connections().stream()
                        .filter(connection -> connection.tls() != null)
                        .sorted(Comparator.comparingLong(Connection::id).reversed())
                        .toList();
        List<Leak> leaks =
                sealed.stream()
                        .limit(CONNECTIONS_MAX)
                        .map(one ->
                                leak(
                                        one,
                                        judged.wire().name(one.client()),
                                        said.getOrDefault(one.ends(), List.of())))
                        .toList();
        return new Leaks(true, null, judged.upTo(), leaks, sealed.size() - leaks.size());
    }

    private static Leak leak(Connection connection, String client, List<Finding> said) {
        Optional<Eavesdropper> known = Eavesdropper.of(connection);
        var tls = connection.tls();
        TlsVersion version = tls == null ? null : tls.version();
        return new Leak(
                connection.id(),
                client,
                connection.host(),
                connection.server().toString(),
                at(connection.opened()),
                Instant.ofEpochSecond(0, connection.closedNanos()),
                connection.ending() == null,
                version == null ? null : version.toString(),
                tls == null ? null : tls.suite(),
                connection.sealed().size(),
                knows(connection, client, known, said),
                known.map(LeaksApi::last).orElse(List.of()));
    }

    private static Instant at(Place place) {
        return Instant.ofEpochSecond(0, place.nanos());
    }

    private static List<Known> knows(
            Connection connection,
            String client,
            Optional<Eavesdropper> known,
            List<Finding> said) {
        List<Known> knows = new ArrayList<>();
        knows.add(
                new Known(
                        "who",
                        client
                                + " ("
                                + connection.host()
                                + ") talks to "
                                + connection.server()
                                + ", from when until when",
                        Claim.Sure.CERTAIN.words(),
                        connection.opened().frame()));
        var own = new Said(connection, said);
        own.add("LEAK-03", "name", Claim.Sure.CERTAIN.words(), knows);
        known.ifPresent(eavesdropper -> {
            eavesdropper
                    .login()
                    .ifPresent(login ->
                            knows.add(
                                    new Known(
                                            "login",
                                            "its login (CONNECT) has " + login.bytes() + " bytes",
                                            login.sure().words(),
                                            frame(login))));
            lengths("sent", "it sent ", eavesdropper.messages(Direction.FROM_CLIENT), knows);
            lengths("received", "it got ", eavesdropper.messages(Direction.FROM_SERVER), knows);
            if (eavesdropper.fieldWise()) {
                own.add("LEAK-02", "fields", Claim.Sure.BY_HABIT.words(), knows);
            }
        });
        own.add("LEAK-04", "rhythm", "as often as it was counted", knows);
        return knows;
    }

    private static long frame(Claim claim) {
        return claim.records().getFirst().place().frame();
    }

    /// What the checks of the catalogue said of one connection. Connections of the same device have
    /// the same subject, so the evidence tells which is meant.
    private record Said(Connection connection, List<Finding> findings) {
        /// Where a check passed, nothing leaks.
        void add(String id, String about, String sure, List<Known> knows) {
            findings.stream()
                    .filter(finding -> finding.check().id().equals(id))
                    .filter(finding -> finding.verdict() != Verdict.PASS)
                    .filter(finding -> frame(finding) > 0)
                    .findFirst()
                    .ifPresent(finding ->
                            knows.add(new Known(about, text(finding), sure, frame(finding))));
        }

        /// The first of its evidence that stands in this connection; 0 if none does.
        private long frame(Finding finding) {
            return finding.evidence().stream()
                    .mapToLong(each -> each instanceof Evidence.Bytes bytes ? bytes.frame() : 0)
                    .filter(this::stands)
                    .findFirst()
                    .orElse(0);
        }

        private boolean stands(long frame) {
            var tls = connection.tls();
            return connection.sealed().stream().anyMatch(one -> one.place().frame() == frame)
                    || (tls != null
                            && tls.places().values().stream()
                                    .anyMatch(one -> one.frame() == frame));
        }

        private static String text(Finding finding) {
            return finding.said()
                    .replace(KNOWS + ": ", "")
                    .replace(KNOWS + " ", "")
                    .replaceFirst(" \\(\\d+ times\\)$", "");
        }
    }

    private static void lengths(String about, String verb, List<Claim> claims, List<Known> knows) {
        if (claims.isEmpty()) {
            return;
        }
        Map<String, List<Claim>> byLength =
                claims.stream()
                        .collect(
                                Collectors.groupingBy(
                                        Claim::bytes, TreeMap::new, Collectors.toList()));
        List<Map.Entry<String, List<Claim>>> common =
                byLength.entrySet().stream()
                        .sorted(Comparator.comparingInt(entry -> -entry.getValue().size()))
                        .toList();
        String text =
                common.stream()
                        .limit(LENGTHS_SHOWN)
                        .map(entry -> times(entry.getValue().size(), entry.getKey()))
                        .collect(Collectors.joining(", "));
        int others = common.size() - LENGTHS_SHOWN;
        knows.add(
                new Known(
                        about,
                        verb + text + (others > 0 ? ", and " + others + " other lengths" : ""),
                        claims.getFirst().sure().words(),
                        frame(common.getFirst().getValue().getLast())));
    }

    private static String times(int count, String bytes) {
        return (count == 1 ? "once " : count + " times ") + bytes + " bytes";
    }

    private static List<Last> last(Eavesdropper known) {
        List<Claim> all = known.contents();
        return all.subList(Math.max(0, all.size() - RECORDS_SHOWN), all.size()).stream()
                .map(claim -> {
                    Sealed record = claim.records().getFirst();
                    return new Last(
                            at(record.place()),
                            claim.direction() == Direction.FROM_CLIENT,
                            record.length() + RECORD_HEADER,
                            claim.bytes(),
                            claim.sure().words(),
                            record.place().frame());
                })
                .toList();
    }
}
