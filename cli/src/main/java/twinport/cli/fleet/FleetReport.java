// SPDX-License-Identifier: MIT
package twinport.cli.fleet;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import twinport.cli.Terminal;

/// What a run of a fleet came to.
///
/// @param heapPerDevice bytes of this process's heap that a connected device took, after a garbage
///   collection
/// @param failures why the run is not called good; empty if it is
record FleetReport(
        String address,
        int devices,
        double everySeconds,
        int qos,
        long seed,
        double seconds,
        Connections connections,
        Messages messages,
        Wills wills,
        Commands commands,
        long heapPerDevice,
        List<String> reasons,
        List<String> failures) {

    /// @param neverConnected devices that did not get in at all
    /// @param refused attempts that failed, and were made again
    /// @param longestStormMillis until the last device was back
    record Connections(
            long connected,
            int neverConnected,
            double rampSeconds,
            long refused,
            long unexpectedEnds,
            long watcherEnds,
            long churned,
            long storms,
            long longestStormMillis,
            long reconnected) {}

    /// @param unacknowledged sent and cut off before the acknowledgement came
    /// @param heldBack not sent, since too many of the device waited for their acknowledgement
    /// @param strange received, and of no device or run of this fleet
    record Messages(
            long sent,
            long acknowledged,
            long received,
            long lost,
            long duplicated,
            long unacknowledged,
            long denied,
            long heldBack,
            long strange) {
        private List<String> lines() {
            return List.of(
                    "messages     "
                            + sent
                            + " sent, "
                            + acknowledged
                            + " acknowledged, "
                            + received
                            + " received, "
                            + lost
                            + " lost, "
                            + duplicated
                            + " twice",
                    "             "
                            + unacknowledged
                            + " cut off before their acknowledgement, "
                            + denied
                            + " denied, "
                            + heldBack
                            + " held back, "
                            + strange
                            + " strange");
        }
    }

    record Wills(long left, long seen) {}

    /// @param cutOff whose device went before it answered
    record Commands(long sent, long answered, long unanswered, long cutOff) {}

    static FleetReport of(FleetPlan plan, Times times, Ledger sum, long lost, int neverConnected) {
        var connections =
                new Connections(
                        sum.connected,
                        neverConnected,
                        times.rampSeconds(),
                        sum.refused,
                        sum.unexpected,
                        sum.watcherEnds,
                        sum.churned,
                        sum.storms,
                        sum.longestStormMillis,
                        sum.reconnected);
        var messages =
                new Messages(
                        sum.sent,
                        sum.acknowledged,
                        sum.received,
                        lost,
                        sum.doubled,
                        sum.sent - sum.acknowledged - sum.denied,
                        sum.denied,
                        sum.heldBack,
                        sum.strange);
        var wills = new Wills(sum.willsLeft, sum.willsSeen);
        var commands = new Commands(sum.commands, sum.answered, sum.unanswered, sum.cutOff);
        return new FleetReport(
                plan.address(),
                plan.devices(),
                plan.every().toMillis() / 1e3,
                plan.qos().getCode(),
                plan.seed(),
                times.seconds(),
                connections,
                messages,
                wills,
                commands,
                times.heapPerDevice(),
                sum.reasons(),
                failures(connections, messages, wills, commands));
    }

    /// @param seconds from when all were connected to when the last message was asked for
    record Times(double rampSeconds, double seconds, long heapPerDevice) {}

    private static List<String> failures(
            Connections connections, Messages messages, Wills wills, Commands commands) {
        List<String> failures = new ArrayList<>();
        note(failures, connections.neverConnected, "devices never connected");
        note(failures, connections.unexpectedEnds, "connections ended unexpectedly");
        note(failures, connections.watcherEnds, "times the watcher's connection ended");
        note(failures, messages.lost, "acknowledged messages were lost");
        note(failures, messages.denied, "messages were denied");
        note(failures, wills.left - wills.seen, "last wills did not come");
        note(failures, commands.unanswered, "commands were not answered");
        return failures;
    }

    private static void note(List<String> failures, long count, String what) {
        if (count > 0) {
            failures.add(count + " " + what);
        }
    }

    void print(Terminal terminal) {
        var out = terminal.out();
        out.println("fleet        " + devices + " devices at " + address + ", " + rate());
        out.println(
                "connections  "
                        + (devices - connections.neverConnected)
                        + " devices in within "
                        + oneDigit(connections.rampSeconds)
                        + " s, "
                        + connections.refused
                        + " attempts failed, "
                        + connections.reconnected
                        + " came back, "
                        + connections.unexpectedEnds
                        + " ended unexpectedly");
        if (connections.churned + connections.storms > 0) {
            out.println(
                    "disturbed    "
                            + connections.churned
                            + " went and came, "
                            + connections.storms
                            + " storms, all back within "
                            + connections.longestStormMillis
                            + " ms");
        }
        messages.lines().forEach(out::println);
        out.println("wills        " + wills.left + " left, " + wills.seen + " seen");
        out.println(
                "commands     "
                        + commands.sent
                        + " sent, "
                        + commands.answered
                        + " answered, "
                        + commands.unanswered
                        + " not answered, "
                        + commands.cutOff
                        + " cut off");
        out.println("heap         " + oneDigit(heapPerDevice / 1e3) + " kB a device");
        reasons.forEach(why -> out.println("reason       " + why));
        failures.forEach(why -> out.println(terminal.bad("FAILED") + "       " + why));
    }

    private String rate() {
        return "one message each "
                + everySeconds
                + " s, QoS "
                + qos
                + ", seed "
                + seed
                + ", "
                + oneDigit(seconds)
                + " s";
    }

    private static String oneDigit(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }
}
