// SPDX-License-Identifier: MIT
package twinport.benchmarks;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The command lines that are compared: tshark's and ours for the same work.
record Commands(Path home) {
    /// What is printed of each MQTT packet. The fourth is its type.
    static final List<String> FIELDS =
            List.of(
                    "frame.time_epoch",
                    "ip.src",
                    "ip.dst",
                    "mqtt.msgtype",
                    "mqtt.topic",
                    "mqtt.msg");

    static final int TYPE_COLUMN = 3;

    /// As the launcher has them.
    private static final List<String> JVM_OPTIONS =
            List.of(
                    "-XX:+UseParallelGC",
                    "-XX:+UseCompactObjectHeaders",
                    "-Xmx1g",
                    "--enable-native-access=ALL-UNNAMED",
                    "--sun-misc-unsafe-memory-access=allow");

    List<String> tsharkFields(MadeCapture capture) {
        List<String> command = new ArrayList<>(List.of("tshark", "-n", "-r", capture.file() + ""));
        if (capture.kind().sealed()) {
            command.addAll(List.of("-o", "tls.keylog_file:" + capture.keys()));
        }
        command.addAll(List.of("-Y", "mqtt", "-T", "fields"));
        FIELDS.forEach(field -> command.addAll(List.of("-e", field)));
        return command;
    }

    List<String> tsharkStatistics(MadeCapture capture) {
        return List.of("tshark", "-n", "-r", capture.file() + "", "-q", "-z", "io,phs");
    }

    List<String> fieldArguments(MadeCapture capture) {
        List<String> arguments =
                new ArrayList<>(List.of("analyze", capture.file() + "", "--messages"));
        arguments.addAll(List.of("--fields", String.join(",", FIELDS), "--format", "tsv"));
        if (capture.kind().sealed()) {
            arguments.addAll(List.of("--keylog", capture.keys() + ""));
        }
        return arguments;
    }

    List<String> statisticsArguments(MadeCapture capture) {
        return List.of("analyze", capture.file() + "", "--statistics");
    }

    /// From a cold start, as a user types it.
    List<String> cold(List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(home.resolve("twinport").toString()));
        command.addAll(arguments);
        return command;
    }

    /// In one JVM until it is steady; the figures go to the report.
    List<String> warm(Path report, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin/java").toString());
        command.addAll(JVM_OPTIONS);
        command.add("-Dtwinport.home=" + home);
        command.add("-cp");
        command.add(
                home.resolve("benchmarks/target/classes") + ":" + home + "/cli/target/app/lib/*");
        command.add("twinport.cli.WarmCommand");
        command.add(report.toString());
        command.addAll(arguments);
        return command;
    }

    /// The same on one processor.
    static List<String> onOneCore(List<String> command) {
        List<String> bound = new ArrayList<>(List.of("taskset", "-c", "0"));
        bound.addAll(command);
        return bound;
    }
}
