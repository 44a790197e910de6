// SPDX-License-Identifier: MIT
package twinport.findings.check;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// All checks, in the order of the groups.
///
/// Their texts stand in resources, a Markdown file a group; [CatalogueText] tells the form.
public record Catalogue(List<Check> checks) {
    private static final List<String> GROUPS =
            List.of("PLN", "TLS", "CRT", "AUT", "IDN", "CMD", "OPS", "LEAK");

    public Catalogue {
        checks = List.copyOf(checks);
    }

    /// The catalogue that comes with Twinport.
    public static Catalogue read() {
        List<Check> checks = new ArrayList<>();
        for (String group : GROUPS) {
            checks.addAll(CatalogueText.checks(group + ".md", text(group + ".md")));
        }
        return new Catalogue(checks);
    }

    private static String text(String name) {
        try (InputStream in = Catalogue.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the catalogue lacks " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// @param id in any case
    public Optional<Check> find(String id) {
        return checks.stream().filter(check -> check.id().equalsIgnoreCase(id)).findFirst();
    }
}
