// SPDX-License-Identifier: MIT
package twinport.lab.probe.audit;

import java.util.List;
import twinport.wire.tls.Alert;
import twinport.wire.tls.TlsFacts;

/// What a server said to an [Offer].
sealed interface Answer {
    /// What was said, a step a line.
    List<String> steps();

    /// It chose.
    record Chosen(TlsFacts facts, List<String> steps) implements Answer {
        int suite() {
            var hello = facts.serverHello() == null ? facts.retryRequest() : facts.serverHello();
            return hello == null ? -1 : hello.suite();
        }

        int version() {
            var hello = facts.serverHello() == null ? facts.retryRequest() : facts.serverHello();
            return hello == null ? -1 : hello.version().number();
        }

        int group() {
            var retry = facts.retryRequest();
            return retry == null ? facts.group() : retry.group();
        }
    }

    /// It said no.
    record Refused(Alert alert, List<String> steps) implements Answer {}

    /// It ended the connection without a word.
    record Ended(List<String> steps) implements Answer {}

    /// It said nothing in time.
    record Silent(List<String> steps) implements Answer {}

    /// It does not speak TLS.
    record Foreign(List<String> steps) implements Answer {}
}
