// SPDX-License-Identifier: MIT
package twinport.cli.certs;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ScopeType;
import tools.jackson.databind.JsonNode;
import twinport.cli.CaPassphraseOption;
import twinport.cli.Exit;
import twinport.cli.Failure;
import twinport.cli.Terminal;
import twinport.lab.DataFolder;
import twinport.lab.LabException;
import twinport.pki.RevocationReason;

/// `twinport certs`: shows, renews, withdraws and hands out the certificates of a lab.
@Command(
        name = "certs",
        description = "Show, renew, revoke and export certificates of a lab, running or not.")
public final class CertsCommand implements Callable<Integer> {
    private static final int SOON_DAYS = 30;

    private final Terminal terminal;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "The lab's data folder. Default: $XDG_DATA_HOME/twinport.",
            scope = ScopeType.INHERIT)
    private @Nullable Path data;

    @Mixin private CaPassphraseOption passphrase = new CaPassphraseOption();

    @Option(
            names = "--help",
            usageHelp = true,
            description = "Show this help and exit.",
            scope = ScopeType.INHERIT)
    boolean help;

    public CertsCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException, LabException {
        return show("text");
    }

    @Command(name = "show", description = "Show every certificate and the days it has left.")
    int show(
            @Option(
                            names = "--format",
                            defaultValue = "text",
                            description = "text or json. Default: ${DEFAULT-VALUE}.")
                    String format)
            throws IOException, LabException {
        JsonNode all = folder().list();
        switch (format) {
            case "json" -> terminal.json(all);
            case "text" -> table(all);
            default -> throw new Failure(Exit.USAGE, "no format " + format, "text or json");
        }
        return Exit.FINE;
    }

    private void table(JsonNode all) {
        List<List<String>> rows = new ArrayList<>();
        for (JsonNode one : all) {
            long days = one.path("daysLeft").asLong();
            String state = one.path("withdrawn").isString() ? "revoked" : "good";
            if (state.equals("good") && days < SOON_DAYS) {
                state = days < 0 ? "expired" : "renew soon";
            }
            rows.add(
                    List.of(
                            one.path("name").asString(),
                            String.valueOf(days),
                            one.path("notAfter").asString(),
                            state,
                            one.path("serial").asString()));
        }
        terminal.table(List.of("name", "days left", "good until", "state", "serial"), rows);
    }

    @Command(
            name = "revoke",
            description = {
                "Withdraw all certificates of a device.",
                "If the lab runs, its connections end at once and it is not let in again."
            })
    int revoke(
            @Parameters(paramLabel = "NAME", description = "The device, as certs show has it.")
                    String name,
            @Option(
                            names = "--reason",
                            defaultValue = "UNSPECIFIED",
                            description = "${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
                    RevocationReason reason)
            throws IOException, LabException {
        JsonNode done = folder().revoke(name, reason);
        terminal.out()
                .println(
                        name
                                + ": "
                                + done.path("certificates").asInt()
                                + " certificates revoked, "
                                + done.path("connections").asInt()
                                + " connections ended within "
                                + done.path("millis").asLong()
                                + " ms");
        terminal.out().println("To let it in again: twinport certs renew " + name);
        return Exit.FINE;
    }

    @Command(
            name = "renew",
            description = {
                "Make a new key and certificate for a device, or for the broker.",
                "A running broker shows its new one within about 10 s; no connection is ended."
            })
    int renew(
            @Parameters(
                            paramLabel = "NAME",
                            description = "The device; @server for the broker's own.")
                    String name)
            throws IOException, LabException {
        JsonNode made = folder().renew(name);
        terminal.out().println(name + ": good until " + made.path("notAfter").asString());
        return Exit.FINE;
    }

    @Command(
            name = "crl",
            description = "Print the signed list of revoked certificates, or save it.")
    int crl(
            @Option(
                            names = {"-o", "--out"},
                            paramLabel = "FILE",
                            description = "Write it here instead.")
                    @Nullable Path out)
            throws IOException, LabException {
        String pem = folder().crl();
        if (out == null) {
            terminal.out().print(pem);
        } else {
            Files.writeString(out, pem, StandardCharsets.US_ASCII);
        }
        return Exit.FINE;
    }

    @Command(
            name = "export",
            description = {
                "Write a device's key and certificate, and the CA's certificate, into files.",
                "No file is overwritten. What holds a key has mode 0600."
            })
    int export(
            @Parameters(
                            paramLabel = "NAME",
                            description = "The device; @server for the broker's own.")
                    String name,
            @Option(
                            names = {"-o", "--out"},
                            paramLabel = "DIR",
                            required = true,
                            description = "Where to; made if it is not there.")
                    Path out,
            @Option(
                            names = "--format",
                            defaultValue = "pem",
                            description =
                                    "pem, der, c (header), python (module) or pkcs12. Default:"
                                            + " ${DEFAULT-VALUE}.")
                    String format,
            @Option(
                            names = "--password-file",
                            paramLabel = "FILE",
                            description = "Its first line is the password of the PKCS#12 file.")
                    @Nullable Path passwordFile)
            throws IOException {
        var written = new ExportFiles(root(), out).write(name, format, passwordFile);
        written.forEach(terminal.out()::println);
        return Exit.FINE;
    }

    private CertificateFolder folder() {
        return new CertificateFolder(root(), passphrase);
    }

    private Path root() {
        return data == null
                ? DataFolder.usual(name -> Optional.ofNullable(System.getenv(name)))
                : data;
    }
}
