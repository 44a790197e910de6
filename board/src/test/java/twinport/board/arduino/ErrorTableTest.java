// SPDX-License-Identifier: MIT
package twinport.board.arduino;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import twinport.board.BoardClock;
import twinport.board.Peers;

/// The table of docs/reference/board-errors.md, as a sketch finds it: one board goes through all
/// rows, one test looks at each.
@Timeout(120)
@TestInstance(Lifecycle.PER_CLASS)
final class ErrorTableTest {
    private static final String VERIFY_FAILED =
            "0 -9984 X509 - Certificate verification failed, e.g. CRL, CA or signature check failed";

    private Peers peers;
    private SketchBench bench;

    @BeforeAll
    void goThroughTheRows(@TempDir Path folder) throws Exception {
        SketchCode code = SketchBench.sketch("errors");
        peers = new Peers(folder);
        Map<String, String> files = new HashMap<>();
        peers.ports().forEach((name, port) -> files.put("/port/" + name, port.toString()));
        for (String name : new String[] {"ca.pem", "other.pem", "client.pem", "client.key"}) {
            files.put("/" + name, peers.pem(name));
        }
        bench = SketchBench.running(code, BoardClock.system(), files, peers.numbers());
        bench.says("all rows");
    }

    @AfterAll
    void end() throws Exception {
        if (bench != null) { // null when the tests were skipped
            bench.close();
        }
        if (peers != null) {
            peers.close();
        }
    }

    private void row(String name, String found) {
        assertThat(bench.serial()).contains("[" + name + "] " + found + "\r\n");
    }

    @Test
    void noWifi() {
        row("no-wifi", "0");
    }

    @Test
    void unknownName() {
        row("unknown-name", "0");
    }

    @Test
    void connectionRefused() {
        row("refused", "0");
        row("refused-state", "0 -2");
        row("tls-refused", "0 -1 ERROR - Generic error");
    }

    @Test
    void hostOutsideTheLab() {
        row("outside", "0");
    }

    @Test
    void blockingRead() {
        row("blocking", "ping");
    }

    @Test
    void readTimeOut() {
        row("timeout", "0 1");
        row("timeout-state", "0 -4");
    }

    @Test
    void nonBlockingRead() {
        row("non-blocking", "0 -1");
    }

    @Test
    void closedByPeer() {
        row("ended", "0 -1");
    }

    @Test
    void resetByPeer() {
        row("reset", "0 -1");
    }

    @Test
    void closedByTheProgram() {
        row("closed", "0 -1 0");
    }

    @Test
    void theRightServer() {
        row("good", "1 0 - pin");
        row("client-certificate", "1 0 - pin");
    }

    @Test
    void anAddressIsNoName() {
        row("by-address", VERIFY_FAILED);
    }

    @Test
    void wrongCa() {
        row("wrong-ca", VERIFY_FAILED);
    }

    @Test
    void wrongName() {
        row("wrong-name", VERIFY_FAILED);
    }

    @Test
    void expiredOrNotYetValid() {
        row("any-date", "1970 1 0 - pin");
    }

    @Test
    void clientCertificateMissing() {
        row(
                "no-client-certificate",
                "0 -30592 SSL - A fatal alert message was received from our peer");
    }

    @Test
    void noCa() {
        row("no-ca", "0 -1 ERROR - Generic error");
    }

    @Test
    void textThatIsNoCertificate() {
        row(
                "bad-ca",
                "0 -8576 X509 - The CRT/CRL/CSR format is invalid, e.g. different type expected");
        row("cut-ca", "0 -10112 X509 - Format not recognized as DER or PEM");
        row(
                "placeholder-ca",
                "0 -4396 PEM - PEM string is not as expected : BASE64 - Invalid character in"
                        + " input");
    }

    @Test
    void textThatIsNoKey() {
        row("bad-key", "0 -15616 PK - Invalid key tag or value");
    }

    @Test
    void serverWithoutTls() {
        row("not-tls", "0 -29184 SSL - An invalid SSL record was received");
    }

    @Test
    void serverHangsUp() {
        row("hangs-up", "0 -29312 SSL - The connection indicated an EOF");
    }

    @Test
    void resetInTheHandshake() {
        row("tls-reset", "0 -80 NET - Connection was reset by peer");
    }

    @Test
    void handshakeTimeOut() {
        row("tls-timeout", "0 -1 ERROR - Generic error");
    }
}
