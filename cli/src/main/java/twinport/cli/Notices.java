// SPDX-License-Identifier: MIT
package twinport.cli;

import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import twinport.lab.LabEvent;

/// Says on the terminal who was refused, what was denied and what was dropped, at most [#A_SECOND]
/// lines a second: somebody who knocks all day must not bury the rest. What is left out is counted.
final class Notices implements Consumer<LabEvent> {
    private static final int A_SECOND = 5;
    private static final Duration WINDOW = Duration.ofSeconds(1);

    private final Terminal terminal;
    private Instant windowStart = Instant.EPOCH;
    private int said;
    private long leftOut;

    Notices(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void accept(LabEvent event) {
        switch (event) {
            case LabEvent.Denied denied ->
                    say(
                            denied.at(),
                            "denied: "
                                    + denied.identity()
                                    + (denied.clientId().equals(denied.identity())
                                            ? ""
                                            : " (client id " + denied.clientId() + ")")
                                    + " on the "
                                    + (denied.side().equals("TLS") ? "TLS" : "plain")
                                    + " side may not "
                                    + denied.action()
                                    + " "
                                    + denied.topic()
                                    + ": "
                                    + denied.rule());
            case LabEvent.Refused refused ->
                    say(refused.at(), "refused: " + refused.client() + ": " + refused.reason());
            case LabEvent.Dropped dropped ->
                    say(
                            dropped.at(),
                            "dropped: "
                                    + dropped.client()
                                    + " did not get a message on "
                                    + dropped.topic()
                                    + " (QoS "
                                    + dropped.qos()
                                    + "): "
                                    + dropped.reason()
                                    + "; "
                                    + dropped.dropped()
                                    + " in this run");
            case LabEvent _ -> {} // shown on the page
        }
    }

    private void say(Instant at, String what) {
        if (Duration.between(windowStart, at).compareTo(WINDOW) >= 0) {
            windowStart = at;
            said = 0;
        }
        if (said == A_SECOND) {
            leftOut++;
            return;
        }
        said++;
        String more = leftOut == 0 ? "" : " (and " + leftOut + " before)";
        leftOut = 0;
        terminal.err().println("twinport: " + ExposureText.safe(what) + more);
    }
}
