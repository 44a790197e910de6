// SPDX-License-Identifier: MIT
package twinport.cli.analyze;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import twinport.cli.Exit;
import twinport.cli.Failure;
import twinport.cli.Terminal;
import twinport.wire.pcap.CaptureBlock;
import twinport.wire.pcap.CaptureFile;
import twinport.wire.pcap.Frame;
import twinport.wire.read.Statistics;
import twinport.wire.read.StatisticsReader;
import twinport.wire.tls.SecretLog;

/// Reads the capture that was named, `-` being standard input, and tells what is wrong with it.
final class CaptureInput {
    static final String STANDARD_INPUT = "-";

    private static final long LARGEST_KEY_LOG_BYTES = 256L << 20;

    private final Terminal terminal;
    private final String file;
    private final @Nullable Path keyLog;
    private final Progress progress;
    private long frames;
    private long faults;
    private CaptureBlock.@Nullable Fault first;

    CaptureInput(Terminal terminal, String file, @Nullable Path keyLog, Progress progress) {
        this.terminal = terminal;
        this.file = file;
        this.keyLog = keyLog;
        this.progress = progress;
    }

    /// Shows the whole capture, or as much as the output wants. The answer is the exit code.
    ///
    /// @param tellFaults whether damage is told here, because the output does not
    int show(CaptureOutput output, boolean tellFaults) {
        if (keyLog != null) {
            output.accept(new CaptureBlock.Secrets(secrets(keyLog)));
        }
        try (CaptureFile capture = open(output)) {
            CaptureBlock block = capture.next();
            while (block != null && output.wantsMore()) {
                note(block);
                output.accept(block);
                progress.at(capture.position());
                block = capture.next();
            }
        } catch (IOException e) {
            throw unreadable(e);
        } finally {
            progress.end();
        }
        output.finish();
        return judgement(tellFaults);
    }

    /// Counts the whole capture, with several threads where it is a file. The answer is the exit
    /// code.
    int count(int threads, Consumer<? super Statistics> taker) {
        if (threads == 1 || isStream(file)) {
            return show(new Counting(taker), true);
        }
        byte[] log = keyLog == null ? new byte[0] : secrets(keyLog);
        try {
            Statistics counted = StatisticsReader.read(Path.of(file), () -> secrets(log), threads);
            taker.accept(counted);
            frames = counted.frames().frames();
            faults = counted.damages();
            first = counted.firstDamage();
        } catch (IOException e) {
            throw unreadable(e);
        }
        return judgement(true);
    }

    private static SecretLog secrets(byte[] log) {
        SecretLog secrets = new SecretLog();
        secrets.add(log);
        return secrets;
    }

    private static final class Counting implements CaptureOutput {
        private final StatisticsReader reader = new StatisticsReader(new SecretLog());
        private final Consumer<? super Statistics> taker;

        Counting(Consumer<? super Statistics> taker) {
            this.taker = taker;
        }

        @Override
        public void accept(CaptureBlock block) {
            reader.accept(block);
        }

        @Override
        public void finish() {
            taker.accept(reader.finish());
        }
    }

    private Failure unreadable(IOException e) {
        return new Failure(
                Exit.UNREADABLE,
                file + " can't be read: " + e.getMessage(),
                "is it readable for you?");
    }

    /// Whether it is read as it comes.
    static boolean isStream(String file) {
        return file.equals(STANDARD_INPUT) || !Files.isRegularFile(Path.of(file));
    }

    private void note(CaptureBlock block) {
        if (block instanceof Frame) {
            frames++;
        } else if (block instanceof CaptureBlock.Fault fault) {
            first = first == null ? fault : first;
            faults++;
        }
    }

    private int judgement(boolean tellFaults) {
        if (first == null) {
            return Exit.FINE;
        }
        String what = file + ": byte " + first.position() + " of the file: " + first.what();
        if (frames == 0) {
            terminal.error(what + " (" + first.rule() + ")", "is it a pcap or pcapng file?");
            return Exit.UNREADABLE;
        }
        if (tellFaults) {
            terminal.warn(what + " (" + first.rule() + ")");
            if (faults > 1) {
                terminal.warn("and " + (faults - 1) + " more places of the file are damaged");
            }
        }
        return Exit.FINE;
    }

    private CaptureFile open(CaptureOutput output) throws IOException {
        if (file.equals(STANDARD_INPUT)) {
            return CaptureFile.open(new Pausing(System.in, output));
        }
        Path path = Path.of(file);
        if (!Files.exists(path)) {
            throw new Failure(
                    Exit.UNREADABLE, "there is no file " + path, "name a pcap or pcapng file");
        }
        if (Files.isDirectory(path)) {
            throw new Failure(
                    Exit.UNREADABLE, path + " is a folder", "name a pcap or pcapng file in it");
        }
        if (Files.isRegularFile(path)) {
            progress.of(Files.size(path));
            return CaptureFile.open(path);
        }
        return CaptureFile.open(new Pausing(Files.newInputStream(path), output));
    }

    /// Lets the output show what it has before it waits for more.
    private static final class Pausing extends FilterInputStream {
        private final CaptureOutput output;

        Pausing(InputStream in, CaptureOutput output) {
            super(in);
            this.output = output;
        }

        @Override
        public int read() throws IOException {
            output.pause();
            return super.read();
        }

        @Override
        public int read(byte[] bytes, int from, int length) throws IOException {
            output.pause();
            return super.read(bytes, from, length);
        }
    }

    private static byte[] secrets(Path file) {
        try {
            if (Files.size(file) > LARGEST_KEY_LOG_BYTES) {
                throw new Failure(
                        Exit.UNREADABLE,
                        "the key log " + file + " is larger than 256 MiB",
                        "cut it");
            }
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new Failure(
                    Exit.UNREADABLE,
                    "the key log can't be read: " + e.getMessage(),
                    "it is a text file in the NSS key log format");
        }
    }
}
