// SPDX-License-Identifier: MIT
package twinport.findings.leak;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import twinport.findings.check.CaptureFacts.Connection;
import twinport.findings.check.CaptureFacts.Sealed;
import twinport.findings.check.CaptureFacts.Unsealed;
import twinport.wire.flow.Direction;

/// docs/explanation/what-leaks.md: its numbers are those of recordings.
final class WhatLeaksTest {
    private static final Path DOCUMENT = Path.of("..", "docs", "explanation", "what-leaks.md");
    private static final Pattern ROW =
            Pattern.compile("\\| TLS 1\\.[23], [^|]+ \\| (\\S+) \\| (\\d+) \\|");

    /// @param added what the document says
    record Row(String recording, int added) {}

    static Stream<Row> rows() throws Exception {
        String text = Files.readString(DOCUMENT);
        List<Row> rows = new ArrayList<>();
        for (MatchResult each : ROW.matcher(text).results().toList()) {
            rows.add(new Row(each.group(1), Integer.parseInt(each.group(2))));
        }
        return rows.stream();
    }

    @ParameterizedTest
    @MethodSource("rows")
    void aRecordAddsWhatTheDocumentSays(Row row) throws Exception {
        Connection opened = EavesdropperTest.read(row.recording(), true).connections().getFirst();

        assertThat(firstRecord(opened) - inTheRecordOfTheConnect(opened)).isEqualTo(row.added());
    }

    @Test
    void theDocumentHasARowForEachKindOfSuite() throws Exception {
        assertThat(rows()).hasSize(9);
    }

    private static int firstRecord(Connection connection) {
        return connection.sealed().stream()
                .filter(each -> each.direction() == Direction.FROM_CLIENT)
                .mapToInt(Sealed::length)
                .findFirst()
                .orElseThrow();
    }

    /// Some of the recorded clients sent more in the same record.
    private static int inTheRecordOfTheConnect(Connection connection) {
        Unsealed connect =
                connection.unsealed().stream()
                        .filter(each -> each.type().equals("CONNECT"))
                        .findFirst()
                        .orElseThrow();
        return connection.unsealed().stream()
                .filter(each -> each.where().equals(connect.where()))
                .mapToInt(Unsealed::length)
                .sum();
    }
}
