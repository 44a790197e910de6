// SPDX-License-Identifier: MIT
package twinport.lab;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import twinport.board.BoardClock;
import twinport.lab.file.LabFile;
import twinport.lab.file.LabFileReader;
import twinport.pki.CertificateFlaw;

/// The trap and the bad certificate in a real lab: broker, tap, and two boards over TLS, of which
/// one looks at certificates.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BrokerExperimentsTest {
    private static final String LAB =
            """
            name: experiments
            plain: {port: 1883}
            tls: {port: 8883, client-certificate: required}
            boards:
              - {id: careful, firmware: ROOT/firmware/micropython/viewer, transport: tls, watch: careless}
              - {id: careless, firmware: ROOT/examples/careless, transport: tls}
            """;

    private final BlockingQueue<LabEvent> events = new LinkedBlockingQueue<>();
    private Path folder;
    private Lab lab;

    @BeforeAll
    void start(@TempDir Path scratch) throws Exception {
        folder = scratch;
        lab =
                LabAssembly.prepare(
                        settings(LAB),
                        BoardClock.system(),
                        new SecureRandom(),
                        OptionalLong.empty());
        lab.listen(events::add);
        lab.startBoards();
        await(came("careful"));
        await(came("careless"));
    }

    private LabSettings settings(String text) throws Exception {
        Path root = Path.of("..").toAbsolutePath().normalize();
        Path file = folder.resolve("lab.yaml");
        Files.writeString(file, text.replace("ROOT", root.toString()));
        return LabSettings.alone(
                LabFileReader.read(file), folder.resolve("data"), folder.resolve("cache"), "");
    }

    @AfterAll
    void end() {
        if (lab != null) {
            lab.close();
        }
    }

    private static Predicate<LabEvent> came(String board) {
        return event ->
                event instanceof LabEvent.MessageSeen(var message)
                        && message.publisher().equals(board);
    }

    private LabEvent await(Predicate<LabEvent> wanted) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(40);
        while (true) {
            LabEvent event = events.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
            assertThat(event).as("it came within 40 s").isNotNull();
            if (wanted.test(event)) {
                return event;
            }
        }
    }

    private void publish(String topic, String text) {
        publish(topic, text, 0);
    }

    private void publish(String topic, String text, int qos) {
        lab.publish(
                new Outgoing(
                        topic,
                        text.getBytes(UTF_8),
                        qos,
                        false,
                        new Outgoing.Properties(
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                OptionalLong.empty(),
                                List.of())));
    }

    private static Predicate<LabEvent> readInClear(String topic) {
        return event ->
                event instanceof LabEvent.WireSeen(var view)
                        && view.readable()
                        && topic.equals(view.topic());
    }

    @Test
    void theTrapHandsTheTlsSideOutInClearUntilItIsSwitchedOff() throws Exception {
        assertThat(lab.experiments().state().trap().on()).isFalse();

        Experiments.State on = lab.experiments().trap(true, "a test");
        assertThat(on.trap().listening()).isTrue();
        publish("secure/careful/note", "in the trap");
        var seen = (LabEvent.WireSeen) await(readInClear("secure/careful/note"));
        assertThat(seen.view().client()).isEqualTo(Experiments.LISTENER);
        assertThat(seen.view().text()).isEqualTo("in the trap");

        publish("secure/careful/acknowledged", "QoS 1", 1);
        await(readInClear("secure/careful/acknowledged"));
        publish("secure/careful/after", "not held back by what came before");
        await(readInClear("secure/careful/after"));

        lab.broker().disconnect(Experiments.LISTENER);
        await(event ->
                event instanceof LabEvent.WireSeen(var view)
                        && view.client().equals(Experiments.LISTENER)
                        && view.kind().equals("SUBACK"));
        publish("secure/careful/again", "after a cut");
        await(readInClear("secure/careful/again"));

        Experiments.State off = lab.experiments().trap(false, "a test");
        assertThat(off.trap()).isEqualTo(new Experiments.Trap(false, null, false, ""));
        publish("secure/careful/note2", "sealed again");
        events.clear();
        publish("plain/end", "");
        await(event ->
                event instanceof LabEvent.MessageSeen(var message)
                        && message.topic().equals("plain/end"));
        assertThat(lab.snapshot().wire())
                .noneMatch(view -> "secure/careful/note2".equals(view.topic()));
        assertThat(Files.readString(lab.data().root().resolve("audit.log")))
                .contains("\"what\":\"trap\",\"whom\":\"on\"")
                .contains("\"whom\":\"off\"");
    }

    @Test
    void aBadCertificateKeepsTheCarefulBoardAwayAndNotTheOther() throws Exception {
        Experiments.State bad = lab.experiments().show(CertificateFlaw.UNKNOWN_CA, "a test");
        assertThat(bad.certificate().away()).containsExactly("careful", "careless");

        await(event ->
                event instanceof LabEvent.ExperimentsChanged(var state)
                        && state.certificate().came().contains("careless"));
        await(event -> event instanceof LabEvent.Refused);
        Experiments.State now = lab.experiments().state();
        assertThat(now.certificate().certificate()).isEqualTo("unknown-ca");
        assertThat(now.certificate().came()).containsExactly("careless");
        assertThat(now.certificate().away()).containsExactly("careful");

        lab.experiments().show(CertificateFlaw.NONE, "a test");
        lab.restartBoard("careful");
        await(event ->
                event instanceof LabEvent.ExperimentsChanged(var state)
                        && state.certificate().came().contains("careful"));
        assertThat(lab.experiments().state().certificate().wrong()).isFalse();
    }

    @Test
    void theRightsOfEachIdentityAreTold() {
        IdentityView careful = lab.identities().getFirst();

        assertThat(careful.kind()).isEqualTo("board");
        assertThat(careful.publish()).contains("secure/careful/dht22");
        assertThat(careful.subscribe()).contains("secure/careful/cmd/+", "secure/careless/dht22");
        assertThat(lab.identities())
                .extracting(IdentityView::name)
                .containsExactly("careful", "careless");
    }

    @Test
    void theListenerHasNoRightsWhileTheTrapIsOff() throws Exception {
        LabFile file = LabFileReader.read(folder.resolve("lab.yaml"));

        assertThat(RightsTable.of(file).of(Experiments.LISTENER)).isEmpty();
        assertThat(RightsTable.trapped(file).of(Experiments.LISTENER)).isPresent();
    }
}
