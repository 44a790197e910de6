// SPDX-License-Identifier: MIT
package twinport.capture.source;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import twinport.capture.source.FrameSource.Counts;
import twinport.capture.source.SourceException.Cause;

/// Programs that capture for us and write what they see to their standard output.
enum ChildProgram {
    /// Of Wireshark; often the only one that users without rights may run.
    DUMPCAP("wireshark-common", Duration.ofMillis(250)) {
        @Override
        List<String> arguments(SourceSettings settings) {
            List<String> words = new ArrayList<>();
            words.addAll(List.of("-q", "-i", settings.interfaceName(), "-w", "-"));
            words.addAll(List.of("-s", String.valueOf(settings.snapLength())));
            words.addAll(List.of("-B", String.valueOf(settings.bufferBytes() >> 20)));
            if (!settings.promiscuous()) {
                words.add("-p");
            }
            if (!settings.filter().isBlank()) {
                words.addAll(List.of("-f", settings.filter()));
            }
            return words;
        }

        @Override
        Counts counts(String said) {
            Matcher numbers = DUMPCAP_COUNTS.matcher(said);
            if (!numbers.find()) {
                return Counts.UNKNOWN;
            }
            long received = Long.parseLong(numbers.group(1));
            long dropped = Long.parseLong(numbers.group(2));
            return new Counts(received + dropped, dropped, 0);
        }
    },

    TCPDUMP("tcpdump", Duration.ofSeconds(1)) {
        @Override
        List<String> arguments(SourceSettings settings) {
            List<String> words = new ArrayList<>();
            words.addAll(List.of("-i", settings.interfaceName(), "-U", "-w", "-"));
            words.addAll(List.of("-s", String.valueOf(settings.snapLength())));
            words.addAll(List.of("-B", String.valueOf(settings.bufferBytes() >> 10)));
            words.add("--time-stamp-precision=nano");
            if (!settings.promiscuous()) {
                words.add("-p");
            }
            if (!settings.filter().isBlank()) {
                words.addAll(List.of("--", settings.filter()));
            }
            return words;
        }

        @Override
        Counts counts(String said) {
            long received = number(said, "received by filter");
            long dropped = number(said, "dropped by kernel");
            long byInterface = number(said, "dropped by interface"); // not said where 0
            return received < 0 || dropped < 0
                    ? Counts.UNKNOWN
                    : new Counts(received, dropped, Math.max(0, byInterface));
        }
    };

    /// `Packets received/dropped on interface 'eth0': 12/3 (pcap:3/dumpcap:0/...`; what was dropped
    /// holds the interface's share.
    private static final Pattern DUMPCAP_COUNTS =
            Pattern.compile("received/dropped on interface .*: (\\d{1,18})/(\\d{1,18}) \\(");

    private final String debianPackage;
    private final Duration block;

    /// @param block the kernel hands frames to the program at the latest after so long; what is in
    ///   the kernel when the program is ended, the program loses without counting it
    ChildProgram(String debianPackage, Duration block) {
        this.debianPackage = debianPackage;
        this.block = block;
    }

    Duration block() {
        return block;
    }

    abstract List<String> arguments(SourceSettings settings);

    /// The counters in what the program said at its end.
    abstract Counts counts(String said);

    /// The name of the program's file.
    String program() {
        return name().toLowerCase(Locale.ROOT);
    }

    SourceException notInstalled() {
        return new SourceException(
                Cause.NOT_INSTALLED,
                program() + " is not installed",
                "sudo apt-get install " + debianPackage);
    }

    /// Why the program ended before it captured anything, by what it said.
    SourceException refused(SourceSettings settings, String said) {
        String reason = reason(said);
        String lower = said.toLowerCase(Locale.ROOT);
        if (lower.contains("permission") || lower.contains("operation not permitted")) {
            return new SourceException(Cause.NO_RIGHTS, reason, Rights.HINT);
        }
        if (lower.contains("no such device") || lower.contains("no device named")) {
            return SourceException.noInterface(settings.interfaceName(), reason);
        }
        if (lower.contains("filter")) {
            return SourceException.filter(settings.filter(), reason);
        }
        return new SourceException(
                Cause.OTHER,
                program() + " captured nothing: " + reason,
                "run it by hand to see more: " + program() + " -i " + settings.interfaceName());
    }

    /// The line that tells most: libpcap's own words in parentheses, else the program's first.
    private String reason(String said) {
        return said.lines()
                .filter(line -> line.startsWith("(") || line.contains("parse filter"))
                .findFirst()
                .or(() -> said.lines().filter(line -> line.startsWith(program() + ":")).findFirst())
                .or(() -> said.lines().findFirst())
                .map(line -> line.replaceFirst("^" + program() + ": ", ""))
                .map(line -> line.replaceFirst("^\\((.*)\\)$", "$1").strip())
                .orElse("it said nothing");
    }

    private static long number(String said, String what) {
        Matcher line = Pattern.compile("(\\d{1,18}) packets? " + what).matcher(said);
        return line.find() ? Long.parseLong(line.group(1)) : -1;
    }
}
