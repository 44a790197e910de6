// SPDX-License-Identifier: MIT
package twinport.cli;

import java.net.URI;
import java.nio.file.Path;
import twinport.lab.Lab;
import twinport.lab.LabSettings;
import twinport.lab.LabSettings.KeyLogging;
import twinport.pki.CaPassphrase;

/// What `up` says when the lab stands: where everything is, and lines to paste.
final class StartText {
    private static final String EXPLORER = "explorer";

    private StartText() {}

    static void print(Terminal terminal, Lab lab, URI page, LabSettings settings) {
        var out = terminal.out();
        out.println(
                terminal.bold("Twinport") + " runs. The page: " + terminal.bold(page.toString()));
        lab.plainPort().ifPresent(port -> out.println("  plain  mqtt://127.0.0.1:" + port));
        lab.tlsPort()
                .ifPresent(port ->
                        out.println(
                                "  TLS    mqtts://localhost:" + port + "   CA: " + lab.caFile()));
        lab.captureFiles().forEach(file -> out.println("  capture  " + file));
        if (settings.caPassphrase() instanceof CaPassphrase.Made(Path file)) {
            out.println("  CA key   sealed; what opens it is in " + file);
        }
        lab.password(EXPLORER).ifPresent(password -> lines(terminal, lab, password));
        if (!(settings.keyLogging() instanceof KeyLogging.Off)) {
            terminal.warn(
                    "THE KEY LOG IS ON: the TLS secrets of this run are written down. Whoever gets"
                            + " the capture can read everything in it.");
        }
    }

    private static void lines(Terminal terminal, Lab lab, String password) {
        var out = terminal.out();
        out.println("Your own clients (identity " + EXPLORER + "):");
        lab.plainPort()
                .ifPresent(port -> {
                    String login =
                            " -h 127.0.0.1 -p " + port + " -u " + EXPLORER + " -P " + password;
                    out.println("  mosquitto_sub" + login + " -t 'plain/#' -v");
                    out.println(
                            "  mosquitto_pub"
                                    + login
                                    + " -t plain/thermo-plain/cmd/led"
                                    + " -m '{\"id\":\"1\",\"value\":\"on\"}'");
                });
        lab.tlsPort()
                .ifPresent(port -> {
                    String login =
                            " -h localhost -p "
                                    + port
                                    + " --cafile "
                                    + quoted(lab.caFile())
                                    + " --cert "
                                    + quoted(lab.certificateFile(EXPLORER))
                                    + " --key "
                                    + quoted(lab.keyFile(EXPLORER));
                    out.println("  mosquitto_sub" + login + " -t 'secure/#' -v");
                    out.println(
                            "  mosquitto_pub"
                                    + login
                                    + " -t secure/thermo-tls/cmd/led"
                                    + " -m '{\"id\":\"1\",\"value\":\"on\"}'");
                });
    }

    private static String quoted(Path path) {
        String text = path.toString();
        return text.matches("[A-Za-z0-9/._-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
    }
}
