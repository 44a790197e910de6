// SPDX-License-Identifier: MIT
package twinport.lab.scenario;

import java.time.Duration;
import java.util.List;
import twinport.board.net.Wifi;
import twinport.findings.check.Verdict;
import twinport.lab.ShownCertificates;
import twinport.pki.CertificateFlaw;

/// What a step does.
public sealed interface Action {
    /// The step's key in the file.
    String word();

    /// What it does, for people, in one line.
    String text();

    /// Whether it only waits or looks: then messages that came before it began count for it.
    default boolean looksOn() {
        return false;
    }

    /// Whether it waits until something is so, or some time; otherwise it is done at once.
    default boolean waits() {
        return false;
    }

    record Delay(Duration time) implements Action {
        @Override
        public String word() {
            return "delay";
        }

        @Override
        public String text() {
            return "delay " + TimeText.of(time);
        }

        @Override
        public boolean waits() {
            return true;
        }

        @Override
        public boolean looksOn() {
            return true;
        }
    }

    record SetControl(String part, String control, String value) implements Action {
        @Override
        public String word() {
            return "set-control";
        }

        @Override
        public String text() {
            return "set " + control + " of " + part + " to " + value;
        }
    }

    record WaitSerial(String awaited) implements Action {
        @Override
        public String word() {
            return "wait-serial";
        }

        @Override
        public String text() {
            return "wait for \"" + awaited + "\" on the serial line";
        }

        @Override
        public boolean waits() {
            return true;
        }

        @Override
        public boolean looksOn() {
            return true;
        }
    }

    record ExpectPin(String part, String pin, boolean high) implements Action {
        @Override
        public String word() {
            return "expect-pin";
        }

        @Override
        public String text() {
            return "expect " + part + ":" + pin + " to be " + (high ? 1 : 0);
        }

        @Override
        public boolean looksOn() {
            return true;
        }
    }

    record WriteSerial(String keys) implements Action {
        @Override
        public String word() {
            return "write-serial";
        }

        @Override
        public String text() {
            return "type \"" + keys.replace("\r", "\\r").replace("\n", "\\n") + "\"";
        }
    }

    record WaitMqtt(MessageMatch match, int count) implements Action {
        @Override
        public String word() {
            return "wait-mqtt";
        }

        @Override
        public String text() {
            return "wait for " + (count == 1 ? "a message" : count + " messages") + " " + match;
        }

        @Override
        public boolean waits() {
            return true;
        }

        @Override
        public boolean looksOn() {
            return true;
        }
    }

    record Publish(String topic, String payload, int qos, boolean retain) implements Action {
        @Override
        public String word() {
            return "publish";
        }

        @Override
        public String text() {
            return "publish to " + topic;
        }
    }

    /// @param count at least so many; 0: none at all
    record ExpectMessage(MessageMatch match, int count) implements Action {
        @Override
        public String word() {
            return "expect-message";
        }

        @Override
        public String text() {
            return switch (count) {
                case 0 -> "expect no message " + match;
                case 1 -> "expect a message " + match;
                default -> "expect " + count + " messages " + match;
            };
        }

        @Override
        public boolean looksOn() {
            return true;
        }
    }

    /// What becomes of the network around a board.
    record Wireless(Wifi.Air air) implements Action {
        @Override
        public String word() {
            return "wifi";
        }

        @Override
        public String text() {
            return switch (air) {
                case GOOD -> "the Wi-Fi is there";
                case GONE -> "the Wi-Fi is gone";
                case REFUSING -> "the Wi-Fi takes no password";
            };
        }
    }

    /// The board believes another time from now on.
    record SetClock(ClockChange change) implements Action {
        @Override
        public String word() {
            return "clock";
        }

        @Override
        public String text() {
            return "the board's clock " + change;
        }
    }

    /// Parts break: `PART checksum`, `PART no-answer`.
    record Break(List<String> faults) implements Action {
        public Break {
            faults = List.copyOf(faults);
        }

        @Override
        public String word() {
            return "fault";
        }

        @Override
        public String text() {
            return "break: " + String.join(", ", faults);
        }
    }

    /// Parts are whole again.
    ///
    /// @param faults the parts; none: all of the board
    record Mend(List<String> faults) implements Action {
        public Mend {
            faults = List.copyOf(faults);
        }

        @Override
        public String word() {
            return "mend";
        }

        @Override
        public String text() {
            return faults.isEmpty() ? "mend all" : "mend: " + String.join(", ", faults);
        }
    }

    record ExpectNoPlaintext() implements Action {
        @Override
        public String word() {
            return "expect-no-plaintext";
        }

        @Override
        public String text() {
            return "expect nothing of what went over TLS to be readable on the wire";
        }

        @Override
        public boolean looksOn() {
            return true;
        }
    }

    /// A check of the catalogue, over all that was captured so far, without keys.
    ///
    /// @param id of the check
    /// @param verdict that it must come to
    record ExpectFinding(String id, Verdict verdict) implements Action {
        @Override
        public String word() {
            return "expect-finding";
        }

        @Override
        public String text() {
            return "expect " + id + " to be " + verdict.words();
        }

        @Override
        public boolean looksOn() {
            return true;
        }
    }

    /// The broker shows another certificate to whoever connects from now on.
    record SwapCertificate(CertificateFlaw flaw) implements Action {
        @Override
        public String word() {
            return "swap-cert";
        }

        @Override
        public String text() {
            return flaw == CertificateFlaw.NONE
                    ? "the broker shows its own certificate again"
                    : "the broker shows a certificate with a flaw: " + ShownCertificates.word(flaw);
        }
    }

    record Restart() implements Action {
        @Override
        public String word() {
            return "restart";
        }

        @Override
        public String text() {
            return "restart the board";
        }
    }
}
