// SPDX-License-Identifier: MIT
package twinport.cli.report;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// The forms that a report can have.
public enum ReportFormat {
    TEXT("txt"),
    JSON("json"),
    SARIF("sarif"),
    JUNIT("xml"),
    MD("md"),
    HTML("html");

    private final String suffix;

    ReportFormat(String suffix) {
        this.suffix = suffix;
    }

    /// The format that a file's name asks for.
    static Optional<ReportFormat> of(Path file) {
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        return Arrays.stream(values())
                .filter(format -> name.endsWith("." + format.suffix))
                .findFirst();
    }

    /// The suffixes, for messages.
    static String suffixes() {
        return String.join(", ", Arrays.stream(values()).map(each -> "." + each.suffix).toList());
    }
}
