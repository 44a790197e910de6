// SPDX-License-Identifier: MIT
package twinport.findings.check;

import java.time.Instant;
import java.util.List;
import twinport.findings.check.source.Source;

/// What stands in firmware and configuration files.
///
/// @param subject the path that was searched
/// @param when certificates are judged by this time
public record SourceFacts(String subject, Instant when, List<Source> sources) implements Facts {
    public SourceFacts {
        sources = List.copyOf(sources);
    }
}
