// SPDX-License-Identifier: MIT
package twinport.capture.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import twinport.capture.source.FrameSource.Counts;
import twinport.capture.source.SourceException.Cause;
import twinport.wire.pcap.Frame;
import twinport.wire.pcap.LinkType;

/// Real captures on the loopback interface, whose filter passes nothing but the test's datagrams.
class FrameSourceTest {
    private static final int HEADERS = 14 + 20 + 8;
    private static final long WAIT_S = 20;

    /// Reads a source in a thread of its own.
    private static final class Reading {
        private final List<Frame> frames = new ArrayList<>();
        private final CountDownLatch enough;
        private final CompletableFuture<Void> end;

        Reading(FrameSource source, int expected) {
            enough = new CountDownLatch(expected);
            end =
                    CompletableFuture.runAsync(() -> {
                        try {
                            source.read(this::accept);
                        } catch (IOException e) {
                            throw new java.io.UncheckedIOException(e);
                        }
                    });
        }

        private synchronized void accept(List<Frame> more) {
            frames.addAll(more);
            more.forEach(_ -> enough.countDown());
        }

        void awaitFrames() throws InterruptedException {
            assertThat(enough.await(WAIT_S, TimeUnit.SECONDS))
                    .as(enough.getCount() + " frames are missing")
                    .isTrue();
        }

        synchronized List<Frame> frames() {
            return List.copyOf(frames);
        }
    }

    private static String payload(Frame frame) {
        byte[] bytes = frame.bytes().toArray(ValueLayout.JAVA_BYTE);
        return new String(bytes, HEADERS, bytes.length - HEADERS, StandardCharsets.US_ASCII);
    }

    @ParameterizedTest
    @EnumSource
    void everyWayGivesEveryFrameOfTheFilterAndNoOther(Way way) throws Exception {
        try (Datagrams wanted = new Datagrams();
                Datagrams others = new Datagrams();
                FrameSource source = Datagrams.open(way, wanted.settings())) {
            Reading reading = new Reading(source, 500);
            for (int number = 0; number < 500; number++) {
                wanted.send(number, 1, 20);
                others.send(number, 1, 20);
            }
            reading.awaitFrames();
            source.stop();
            reading.end.get(WAIT_S, TimeUnit.SECONDS);

            List<String> expected = new ArrayList<>();
            for (int number = 0; number < 500; number++) {
                expected.add(new String(Datagrams.payload(number, 20), StandardCharsets.US_ASCII));
            }
            List<Frame> frames = reading.frames();
            assertThat(frames).extracting(FrameSourceTest::payload).isEqualTo(expected);
            assertThat(frames.getLast().number()).isEqualTo(500);
            assertThat(frames).allMatch(frame -> frame.originalLength() == HEADERS + 20);
            assertThat(frames).isSortedAccordingTo((a, b) -> time(a, b));
            assertThat(frames).anyMatch(frame -> frame.epochNanos() % 1_000 != 0); // nanoseconds
            assertThat(source.link()).isEqualTo(LinkType.ETHERNET);
            assertThat(source.counts().lost()).isZero();
            assertThat(source.counts().received()).isGreaterThanOrEqualTo(500);
        }
    }

    private static int time(Frame a, Frame b) {
        return Long.compare(a.epochNanos(), b.epochNanos());
    }

    /// The kernel keeps frames until its block is full or its time is over.
    @ParameterizedTest
    @EnumSource
    void whatWasSentJustBeforeTheStopIsHandedOver(Way way) throws Exception {
        try (Datagrams traffic = new Datagrams();
                FrameSource source = Datagrams.open(way, traffic.settings())) {
            Reading reading = new Reading(source, 10);
            traffic.send(0, 10, 20);
            source.stop();
            reading.end.get(WAIT_S, TimeUnit.SECONDS);

            assertThat(reading.frames()).hasSize(10);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aCutFrameKeepsItsTrueLength(Way way) throws Exception {
        try (Datagrams traffic = new Datagrams()) {
            SourceSettings cut =
                    new SourceSettings(
                            "lo", traffic.filter(), 60, SourceSettings.BUFFER_BYTES, true, false);
            try (FrameSource source = Datagrams.open(way, cut)) {
                Reading reading = new Reading(source, 1);
                traffic.send(7, 1, 1_000);
                reading.awaitFrames();
                source.stop();
                reading.end.get(WAIT_S, TimeUnit.SECONDS);

                Frame frame = reading.frames().getFirst();
                assertThat(frame.bytes().byteSize()).isBetween(56L, 60L); // the kernel aligns
                assertThat(frame.originalLength()).isEqualTo(HEADERS + 1_000);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void anInterfaceThatIsNotThereIsNamed(Way way) {
        SourceException e = refused(way, SourceSettings.of("twinport-none"));

        assertThat(e.why()).isEqualTo(Cause.NO_INTERFACE);
        assertThat(e).hasMessageContaining("twinport-none").hasMessageContaining("No such device");
        assertThat(e.hint()).contains("--list-interfaces");
    }

    @ParameterizedTest
    @EnumSource
    void aFilterThatIsWrongIsToldInTheWordsOfLibpcap(Way way) {
        SourceSettings wrong =
                new SourceSettings("lo", "tcp prot 1883", 65_535, 1 << 20, false, false);
        SourceException e = refused(way, wrong);

        assertThat(e.why()).isEqualTo(Cause.FILTER);
        assertThat(e)
                .hasMessageContaining("\"tcp prot 1883\"")
                .hasMessageContaining("syntax error");
    }

    private static SourceException refused(Way way, SourceSettings settings) {
        SourceException e =
                catchThrowableOfType(
                        SourceException.class,
                        () -> way.open(settings, System.getenv("PATH")).close());
        boolean cannot = e.why() == Cause.NO_RIGHTS || e.why() == Cause.NOT_INSTALLED;
        Assumptions.assumeFalse(cannot, "no capture here: " + e.getMessage());
        return e;
    }

    @Test
    void aProgramThatIsEndedFromOutsideIsAnError() throws Exception {
        try (Datagrams traffic = new Datagrams();
                FrameSource source = Datagrams.open(Way.TCPDUMP, traffic.settings())) {
            Reading reading = new Reading(source, 1);
            traffic.send(1, 1, 20);
            reading.awaitFrames();
            ProcessHandle.current()
                    .children()
                    .filter(child -> child.info().command().orElse("").endsWith("/tcpdump"))
                    .forEach(ProcessHandle::destroyForcibly);

            assertThatThrownBy(() -> reading.end.get(WAIT_S, TimeUnit.SECONDS))
                    .rootCause()
                    .hasMessageContaining("tcpdump ended");
            assertThat(reading.frames()).hasSize(1);
        }
    }

    @Test
    void whereNothingIsInstalledTheAnswerSaysWhatToInstall() {
        SourceException none = Way.noneWorks("eth0", List.of(ChildProgram.TCPDUMP.notInstalled()));

        assertThat(none.why()).isEqualTo(Cause.NOT_INSTALLED);
        assertThat(none.hint()).contains("libpcap");
    }

    @Test
    void aLibraryThatIsMissingOrTooOldIsNoLibrary() {
        assertThat(LibPcap.load(List.of("libtwinport-none.so.1"))).isEmpty();
        assertThat(LibPcap.load(List.of("libc.so.6"))).isEmpty();
    }

    @Test
    void theInterfacesAreListedWithTheirAddresses() throws Exception {
        assertThat(InterfaceList.read())
                .anySatisfy(one -> assertThat(one.addresses()).contains("127.0.0.1"));
    }

    @Test
    void theCountersOfProgramsAreReadFromTheirLastWords() {
        String dumpcap =
                """
                Capturing on 'eth0'
                File: -
                Packets captured: 120
                Packets received/dropped on interface 'eth0': 120/3 (pcap:2/dumpcap:1/flushed:0/ps_ifdrop:0) (97.6%)
                """;
        String tcpdump =
                """
                5 packets captured
                10 packets received by filter
                1 packet dropped by kernel
                2 packets dropped by interface
                """;

        assertThat(ChildProgram.DUMPCAP.counts(dumpcap)).isEqualTo(new Counts(123, 3, 0));
        assertThat(ChildProgram.TCPDUMP.counts(tcpdump)).isEqualTo(new Counts(10, 1, 2));
        assertThat(ChildProgram.TCPDUMP.counts(tcpdump).lost()).isEqualTo(3);
        assertThat(ChildProgram.TCPDUMP.counts("Killed").lost()).isEqualTo(-1);
        assertThat(ChildProgram.DUMPCAP.counts("").lost()).isEqualTo(-1);
    }
}
