// SPDX-License-Identifier: MIT
package twinport.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static twinport.cli.Peers.twinport;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import twinport.pki.CaPassphrase;
import twinport.pki.CertificateAuthority;

/// Wrong arguments and wrong files: a clear error, a hint, an exit code, and nothing started.
class WrongThingsTest {
    private static final String LAB = Path.of("..", "examples", "four-boards.yaml").toString();

    @TempDir private Path folder;

    private static Peers.Said up(String option, String value) {
        return twinport("up", LAB, option, value);
    }

    @Test
    void withoutACommandItSaysWhatThereIs() {
        var said = twinport();

        assertThat(said.exitCode()).isZero();
        assertThat(said.out()).contains("up", "analyze", "boards", "pub", "sub", "rr");
    }

    @Test
    void anUnknownCommandOrOptionIsAUsageError() {
        assertThat(twinport("fly").exitCode()).isEqualTo(Exit.USAGE);
        var said = twinport("up", "--fast");
        assertThat(said.exitCode()).isEqualTo(Exit.USAGE);
        assertThat(said.err()).contains("error: ", "--fast", "hint: see twinport up --help");
    }

    @Test
    void aLabFileThatIsNotThereIsNamed() {
        var said = twinport("up", folder.resolve("none.yaml").toString());

        assertThat(said.exitCode()).isEqualTo(Exit.USAGE);
        assertThat(said.err()).contains("none.yaml", "hint");
    }

    @Test
    void aLabFileWithMistakesShowsEachWithItsPlace() throws Exception {
        Path file = Files.writeString(folder.resolve("lab.yaml"), "plain: {prt: 1}\nboards: []\n");

        var said = twinport("up", file.toString());

        assertThat(said.exitCode()).isEqualTo(Exit.USAGE);
        assertThat(said.err()).contains(file + ":1:9: unknown key \"prt\"", "at least one board");
    }

    @Test
    void aLabFileAfterKeylogIsALabFileAndIsNotWrittenTo() throws Exception {
        Path file = Files.writeString(folder.resolve("lab.yaml"), "colour: red\n");

        var said = twinport("up", "--keylog", file.toString());

        assertThat(said.exitCode()).isEqualTo(Exit.USAGE);
        assertThat(said.err()).contains("unknown key \"colour\"");
        assertThat(file).hasContent("colour: red");
    }

    @Test
    void aKeyLogDoesNotReplaceAFileThatIsNone() throws Exception {
        Path file = Files.writeString(folder.resolve("diary.txt"), "dear diary\n");

        var said = twinport("up", LAB, "--keylog=" + file);

        assertThat(said.exitCode()).isEqualTo(Exit.USAGE);
        assertThat(said.err()).contains("would replace a file that is no key log");
        assertThat(file).hasContent("dear diary");
    }

    @Test
    void anOpenPlainSideIsNotServedToOtherMachines() {
        var said =
                twinport(
                        "up",
                        "--bind",
                        "0.0.0.0",
                        "--data",
                        folder.toString(),
                        "--http-port",
                        "0",
                        "--mqtt-port",
                        "0",
                        "--mqtts-port",
                        "0",
                        LAB);

        assertThat(said.exitCode()).isEqualTo(Exit.CONNECT);
        assertThat(said.err()).contains("0.0.0.0", "without passwords", "open: false");
    }

    @Test
    void badNumbersTimesAndSizesAreRefused() {
        assertThat(twinport("up", "--for", "soon").err()).contains("40s", "soon");
        assertThat(up("--mqtt-port", "99999").err()).contains("99999", "65535");
        assertThat(up("--capture-limit", "1kB").err()).contains("1MB", "1kB");
        assertThat(up("--keylog", "--no-tap").err()).contains("--keylog needs the tap");
        assertThat(up("--bind", "not an address").exitCode()).isEqualTo(Exit.USAGE);
    }

    @Test
    void aFileThatIsNoCaptureIsUnreadable() throws Exception {
        Path text = Files.writeString(folder.resolve("notes.txt"), "these are my notes\n");

        var said = twinport("analyze", text.toString());

        assertThat(said.exitCode()).isEqualTo(Exit.UNREADABLE);
        assertThat(said.err()).contains("notes.txt", "byte 0", "hint");
        assertThat(twinport("analyze", folder.toString()).exitCode()).isEqualTo(Exit.UNREADABLE);
        assertThat(twinport("analyze", "none.pcap").exitCode()).isEqualTo(Exit.UNREADABLE);
        assertThat(twinport("analyze").exitCode()).isEqualTo(Exit.USAGE);
    }

    @Test
    void anEmptyFileIsUnreadableToo() throws Exception {
        Path empty = Files.createFile(folder.resolve("empty.pcap"));

        assertThat(twinport("analyze", empty.toString()).exitCode()).isEqualTo(Exit.UNREADABLE);
    }

    @Test
    void anUnknownFieldIsRefusedWithTheNearest() {
        var said = twinport("analyze", "x.pcap", "--messages", "--fields", "mqtt.topics");

        assertThat(said.exitCode()).isEqualTo(Exit.USAGE);
        assertThat(said.err()).contains("mqtt.topics", "nearest is mqtt.topic", "--list-fields");
    }

    @Test
    void boardsWithoutALabSaysHowToStartOne() {
        var said = twinport("boards", "list", "--data", folder.toString());

        assertThat(said.exitCode()).isEqualTo(Exit.CONNECT);
        assertThat(said.err()).contains("no lab runs", "./twinport up");
    }

    @Test
    void aWrongPassphraseOfTheCaStartsNothingAndChangesNothing() throws Exception {
        Path data = folder.resolve("data");
        CertificateAuthority.open(
                data.resolve("pki"),
                InstantSource.system(),
                new SecureRandom(),
                new CaPassphrase.Given("the right one"));
        String key = Files.readString(data.resolve("pki/ca.key"));
        String wrong = Files.writeString(folder.resolve("wrong"), "another one\n").toString();
        String tooShort = Files.writeString(folder.resolve("short"), "short\n").toString();

        for (String[] command :
                new String[][] {
                    {"up", LAB, "--data", data.toString(), "--ca-passphrase-file", wrong},
                    {"up", LAB, "--data", data.toString()},
                    {"up", LAB, "--data", data.toString(), "--ca-passphrase-file", tooShort},
                    {"certs", "crl", "--data", data.toString(), "--ca-passphrase-file", wrong}
                }) {
            var said = twinport((Object[]) command);
            assertThat(said.exitCode()).as(said.err()).isEqualTo(Exit.USAGE);
            assertThat(said.err()).contains("passphrase", "hint").doesNotContain("another one");
        }
        assertThat(Files.readString(data.resolve("pki/ca.key"))).isEqualTo(key);

        String right = Files.writeString(folder.resolve("right"), "the right one\n").toString();
        var crl =
                twinport("certs", "crl", "--data", data.toString(), "--ca-passphrase-file", right);
        assertThat(crl.out()).contains("BEGIN X509 CRL");
    }
}
