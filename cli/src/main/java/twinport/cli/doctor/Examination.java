// SPDX-License-Identifier: MIT
package twinport.cli.doctor;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import twinport.board.arduino.Clang;

/// Looks at everything that Twinport needs of a machine, for one thing or another.
final class Examination {
    private static final int JAVA_NEEDED = 25;
    private static final long MEBIBYTE = 1 << 20;
    private static final long ROOM_NEEDED = 512 * MEBIBYTE;
    private static final long MEMORY_NEEDED = 1024 * MEBIBYTE;

    /// A client behind the tap: two sockets of the relay's, one of the broker's, and the history.
    private static final int DESCRIPTORS_A_CLIENT = 4;

    private static final int DESCRIPTORS_NEEDED = 1024;

    /// Certificates that are made now would not hold before this.
    private static final Instant CLOCK_NOT_BEFORE = Instant.parse("2026-01-01T00:00:00Z");

    private final Machine machine;
    private final Path data;
    private final Instant now;
    private final List<Diagnosis> found = new ArrayList<>();

    /// @param data where the lab's data are, or will be
    Examination(Machine machine, Path data, Instant now) {
        this.machine = machine;
        this.data = data;
        this.now = now;
    }

    List<Diagnosis> all() throws InterruptedException {
        java();
        clock();
        port(1883, "--mqtt-port");
        port(8883, "--mqtts-port");
        port(8080, "--http-port");
        room();
        memory();
        descriptors();
        sketches();
        capturing();
        peer("mosquitto_sub", "mosquitto-clients", "own clients on the command line");
        peer("mosquitto", "mosquitto", "comparing with Mosquitto, and tests that do");
        peer("tshark", "tshark", "comparing with Wireshark, and tests that do");
        peer("openssl", "openssl", "tests against OpenSSL");
        return List.copyOf(found);
    }

    private void java() {
        String version = Runtime.version().toString();
        found.add(
                Runtime.version().feature() >= JAVA_NEEDED
                        ? Diagnosis.fine("Java", version)
                        : Diagnosis.bad(
                                "Java",
                                version,
                                "nothing runs",
                                "install a JDK " + JAVA_NEEDED + ", or set TWINPORT_JAVA_HOME"));
    }

    private void clock() {
        found.add(
                now.isAfter(CLOCK_NOT_BEFORE)
                        ? Diagnosis.fine("clock", now.toString())
                        : Diagnosis.bad(
                                "clock",
                                now.toString(),
                                "certificates made now are wrong for everybody else",
                                "set the clock of this computer"));
    }

    private void port(int port, String option) {
        String what = "port " + port;
        found.add(
                machine.portIsFree(port)
                        ? Diagnosis.fine(what, "free")
                        : Diagnosis.bad(
                                what,
                                "somebody listens on it",
                                "the default lab does not start",
                                "end that program (ss -ltnp shows it), or give "
                                        + option
                                        + " another port"));
    }

    private void room() {
        String what = "room for data";
        try {
            long room = machine.room(data);
            String told = room / MEBIBYTE + " MiB at " + data;
            found.add(
                    room >= ROOM_NEEDED
                            ? Diagnosis.fine(what, told)
                            : Diagnosis.missing(
                                    what,
                                    told,
                                    "captures and the history end when the disk is full",
                                    "make room, or give --data and --capture-limit"));
        } catch (IOException e) {
            found.add(
                    Diagnosis.bad(
                            what,
                            data + " cannot be looked at: " + e.getMessage(),
                            "the lab has no place for its certificates",
                            "give --data a folder that you may write to"));
        }
    }

    private void memory() {
        OptionalLong memory = machine.memory();
        if (memory.isEmpty()) {
            return;
        }
        String told = memory.getAsLong() / MEBIBYTE + " MiB";
        found.add(
                memory.getAsLong() >= MEMORY_NEEDED
                        ? Diagnosis.fine("memory", told)
                        : Diagnosis.missing(
                                "memory",
                                told,
                                "boards may not fit beside the broker",
                                "run fewer boards"));
    }

    private void descriptors() {
        OptionalLong most = machine.descriptors();
        if (most.isEmpty()) {
            return;
        }
        String told =
                most.getAsLong()
                        + " open files, enough for about "
                        + most.getAsLong() / DESCRIPTORS_A_CLIENT
                        + " clients";
        found.add(
                most.getAsLong() >= DESCRIPTORS_NEEDED
                        ? Diagnosis.fine("descriptors", told)
                        : Diagnosis.missing(
                                "descriptors",
                                told,
                                "more clients are refused",
                                "ulimit -n " + 4 * DESCRIPTORS_NEEDED));
    }

    private void sketches() throws InterruptedException {
        String effect =
                "your own Arduino sketches are not compiled (the lab's own firmware and"
                        + " MicroPython run)";
        Optional<Path> clang = machine.program("clang++");
        if (clang.isEmpty()) {
            found.add(Diagnosis.missing("clang", "not installed", effect, Clang.HOW_TO_INSTALL));
            return;
        }
        boolean works =
                machine.program("wasm-ld").isPresent()
                        && machine.works(
                                List.of(
                                        clang.get().toString(),
                                        "--target=wasm32-wasi",
                                        "-fsyntax-only",
                                        "-include",
                                        "vector",
                                        "-x",
                                        "c++",
                                        "/dev/null"));
        found.add(
                works
                        ? Diagnosis.fine("clang", clang.get() + ", with its WebAssembly parts")
                        : Diagnosis.missing(
                                "clang",
                                clang.get() + ", without its WebAssembly parts",
                                effect,
                                Clang.HOW_TO_INSTALL));
    }

    private void capturing() {
        String effect = "twinport capture reads no interface (the lab's own tap needs nothing)";
        boolean way =
                machine.library("libpcap.so")
                        || machine.library("libpcap.dylib")
                        || machine.program("dumpcap").isPresent()
                        || machine.program("tcpdump").isPresent();
        if (!way) {
            found.add(
                    Diagnosis.missing(
                            "live capture",
                            "neither libpcap, nor dumpcap, nor tcpdump",
                            effect,
                            "apt install libpcap0.8"));
            return;
        }
        found.add(
                machine.mayCapture()
                        ? Diagnosis.fine("live capture", "a way, and the right to")
                        : Diagnosis.missing(
                                "live capture",
                                "a way, but perhaps not the right to",
                                effect,
                                "run it as root, or see docs/how-to/capture-real-traffic.md"));
    }

    private void peer(String program, String packageName, String effect) {
        Optional<Path> there = machine.program(program);
        found.add(
                there.isPresent()
                        ? Diagnosis.fine(program, there.get().toString())
                        : Diagnosis.missing(
                                program, "not installed", effect, "apt install " + packageName));
    }
}
