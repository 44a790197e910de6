// SPDX-License-Identifier: MIT
package twinport.dashboard;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import twinport.findings.check.CaptureFacts;
import twinport.findings.check.CaptureFacts.Connection;
import twinport.findings.check.Check;
import twinport.findings.check.Evidence;
import twinport.findings.check.Finding;
import twinport.findings.check.Verdict;
import twinport.lab.LabControl;
import twinport.lab.PortView;
import twinport.lab.Transport;

/// What the checks of the catalogue say of the running lab.
final class FindingsApi {
    static final String NO_TAP =
            "this lab runs without a tap, so nobody saw its wire: start it without --no-tap";

    /// Findings in one answer; of more, the best are left out.
    static final int FINDINGS_MAX = 500;

    /// @param judged false where there was nothing to judge: see reason
    /// @param upTo time of the last frame that was judged; null before the first
    /// @param left what was not kept because there was too much of it
    /// @param more findings left out of the answer
    /// @param checks what the checks of these findings are, by id
    record Findings(
            boolean judged,
            @Nullable String reason,
            @Nullable Instant upTo,
            int connections,
            int messages,
            List<String> left,
            List<Row> findings,
            int more,
            Map<String, Explained> checks) {}

    /// @param verdict in words, `NOT OBSERVED` with a space
    /// @param side `PLAIN`, `TLS`, `BOTH`; null where the evidence is of no connection
    /// @param subject empty where nothing was observed
    record Row(
            String id,
            String verdict,
            String severity,
            @Nullable String side,
            String subject,
            String said,
            List<Shown> evidence) {}

    /// @param frame from 1; 0 where the evidence is not in the capture
    /// @param length in bytes; 0 stands for the whole frame
    record Shown(long frame, int offset, int length, String what) {}

    /// @param remedies by for whom they are
    /// @param sources the clauses it rests on
    record Explained(
            String title,
            String observed,
            String rule,
            String why,
            Map<String, String> remedies,
            List<String> sources) {}

    private final LabControl lab;
    private final WireJudge judge;

    FindingsApi(LabControl lab, WireJudge judge) {
        this.lab = lab;
        this.judge = judge;
    }

    void addTo(Routes routes) {
        routes.add("GET", "/api/findings", this::findings);
    }

    private void findings(Call call) throws IOException {
        var judged = judge.now();
        call.answer(
                200,
                judged.isPresent()
                        ? of(judged.get(), lab.snapshot().ports())
                        : new Findings(
                                false, NO_TAP, null, 0, 0, List.of(), List.of(), 0, Map.of()));
    }

    private static Findings of(WireJudge.Judged judged, List<PortView> ports) {
        CaptureFacts facts = judged.facts();
        List<Finding> shown =
                judged.findings().stream().sorted(WORST_FIRST).limit(FINDINGS_MAX).toList();
        var sides = new Sides(facts, ports, shown);
        Map<String, Explained> checks = new TreeMap<>();
        List<Row> rows = new ArrayList<>();
        for (Finding finding : shown) {
            checks.computeIfAbsent(finding.check().id(), _ -> explained(finding.check()));
            rows.add(row(finding, sides));
        }
        return new Findings(
                true,
                null,
                judged.upTo(),
                facts.connections().size(),
                facts.messages().size(),
                facts.left(),
                rows,
                judged.findings().size() - rows.size(),
                checks);
    }

    /// The worst first; what was not observed stands behind all verdicts.
    private static final Comparator<Finding> WORST_FIRST =
            Comparator.comparingInt((Finding finding) -> rank(finding.verdict()))
                    .thenComparing(Finding::severity);

    private static int rank(Verdict verdict) {
        return switch (verdict) {
            case FAIL -> 0;
            case WARN -> 1;
            case INFO -> 2;
            case PASS -> 3;
            case NOT_OBSERVED -> 4;
        };
    }

    private static Row row(Finding finding, Sides sides) {
        return new Row(
                finding.check().id(),
                finding.verdict().words(),
                finding.severity().word(),
                finding.verdict() == Verdict.NOT_OBSERVED ? null : sides.of(finding),
                finding.subject(),
                finding.said(),
                finding.evidence().stream().map(FindingsApi::shown).toList());
    }

    private static Shown shown(Evidence evidence) {
        return switch (evidence) {
            case Evidence.Bytes bytes ->
                    new Shown(bytes.frame(), bytes.offset(), bytes.length(), bytes.what());
            case Evidence.Line line ->
                    new Shown(0, 0, 0, line.file() + ":" + line.line() + ": " + line.text());
            case Evidence.Transcript transcript ->
                    new Shown(
                            0,
                            0,
                            0,
                            transcript.title() + ": " + String.join("; ", transcript.steps()));
            case Evidence.Setting setting ->
                    new Shown(0, 0, 0, setting.where() + ": " + setting.what());
        };
    }

    private static Explained explained(Check check) {
        Map<String, String> remedies = new LinkedHashMap<>();
        for (Check.Target target : Check.Target.values()) {
            String remedy = check.remedies().get(target);
            if (remedy != null) {
                remedies.put(target.heading(), remedy);
            }
        }
        return new Explained(
                check.title(),
                check.observed(),
                check.rule(),
                check.why(),
                remedies,
                check.sources().stream().map(Object::toString).toList());
    }

    /// On which side a finding is: that of the connections in which its evidence stands.
    private static final class Sides {
        private final Map<Integer, Transport> transports = new HashMap<>();
        private final Map<Long, Transport> byFrame = new HashMap<>();

        Sides(CaptureFacts facts, List<PortView> ports, List<Finding> findings) {
            ports.forEach(port -> transports.put(port.port(), port.transport()));
            Set<Long> wanted = new HashSet<>();
            findings.forEach(
                    finding -> finding.evidence().forEach(each -> wanted.add(shown(each).frame())));
            Map<Long, Integer> portOf = new HashMap<>();
            BiConsumer<Integer, Long> stands =
                    (port, frame) -> {
                        Transport side = transports.get(port);
                        if (side != null && wanted.contains(frame)) {
                            byFrame.put(frame, side);
                        }
                    };
            for (Connection connection : facts.connections()) {
                int port = connection.server().port();
                portOf.put(connection.id(), port);
                stands.accept(port, connection.opened().frame());
                connection.logins().forEach(one -> stands.accept(port, one.place().frame()));
                connection.subscriptions().forEach(one -> stands.accept(port, one.place().frame()));
                connection.sealed().forEach(one -> stands.accept(port, one.place().frame()));
                var tls = connection.tls();
                if (tls != null) {
                    tls.places().values().forEach(one -> stands.accept(port, one.frame()));
                    tls.alerts().forEach(one -> stands.accept(port, one.place().frame()));
                }
            }
            facts.messages()
                    .forEach(one ->
                            stands.accept(
                                    portOf.getOrDefault(one.connection(), -1),
                                    one.place().frame()));
        }

        @Nullable String of(Finding finding) {
            Set<Transport> found = new HashSet<>();
            for (Evidence evidence : finding.evidence()) {
                Transport side = byFrame.get(shown(evidence).frame());
                if (side != null) {
                    found.add(side);
                }
            }
            transports.forEach((port, side) -> {
                if (found.isEmpty() && finding.subject().endsWith(":" + port)) {
                    found.add(side);
                }
            });
            return switch (found.size()) {
                case 0 -> null;
                case 1 -> found.iterator().next().name();
                default -> "BOTH";
            };
        }
    }
}
