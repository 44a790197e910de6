// SPDX-License-Identifier: MIT
package twinport.findings.check.source;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import twinport.findings.check.source.Source.Kind;
import twinport.findings.check.source.Source.Settings;
import twinport.findings.check.source.Source.Statement;

/// Splits configuration files into statements: `name value` (mosquitto.conf(5) and its ACL files),
/// `NAME=value` (sdkconfig). Lines that begin with `#` are comments.
public final class SettingsReader {
    private static final Set<String> MOSQUITTO_WORDS =
            Set.of(
                    "listener",
                    "port",
                    "allow_anonymous",
                    "password_file",
                    "acl_file",
                    "per_listener_settings",
                    "persistence",
                    "cafile",
                    "certfile",
                    "keyfile",
                    "require_certificate",
                    "connection");

    private SettingsReader() {}

    /// Whether this reads like a mosquitto.conf: a file may have any name.
    public static boolean isMosquitto(String text) {
        return text.lines()
                .limit(1_000)
                .map(line -> line.strip().split("\\s", 2)[0])
                .anyMatch(MOSQUITTO_WORDS::contains);
    }

    public static Settings mosquitto(String name, String text) {
        return new Settings(name, Kind.MOSQUITTO, text.lines().toList(), split(text, "\\s+"));
    }

    public static Settings mosquittoAcl(String name, String text) {
        return new Settings(name, Kind.MOSQUITTO_ACL, text.lines().toList(), split(text, "\\s+"));
    }

    public static Settings sdkconfig(String name, String text) {
        return new Settings(name, Kind.SDKCONFIG, text.lines().toList(), split(text, "="));
    }

    private static List<Statement> split(String text, String between) {
        List<Statement> statements = new ArrayList<>();
        int number = 0;
        for (String line : text.lines().toList()) {
            number++;
            String stripped = line.strip();
            if (!stripped.isEmpty() && !stripped.startsWith("#")) {
                String[] parts = stripped.split(between, 2);
                statements.add(
                        new Statement(
                                number,
                                parts[0].strip(),
                                parts.length > 1 ? parts[1].strip() : ""));
            }
        }
        return List.copyOf(statements);
    }
}
