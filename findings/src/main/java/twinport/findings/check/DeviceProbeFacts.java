// SPDX-License-Identifier: MIT
package twinport.findings.check;

import java.util.List;
import java.util.Optional;

/// What an impostor learnt of a device: one encounter for each row of its table.
///
/// @param subject the device
/// @param encounters in the order in which they happened
public record DeviceProbeFacts(String subject, List<Encounter> encounters) implements Facts {
    public DeviceProbeFacts {
        encounters = List.copyOf(encounters);
    }

    /// What the device met.
    public enum Row {
        GOOD("the good certificate", true),
        RENEWED("a good certificate with a new key", true),
        UNKNOWN_CA("unknown CA", false),
        SAME_NAME_CA("another CA of the same name", false),
        WRONG_NAME("right CA, wrong name", true),
        EXPIRED("expired", true),
        NOT_YET_VALID("not yet valid", true),
        SELF_SIGNED("self-signed", false),
        NO_SAN("name in the subject only", true),
        WRONG_USE("a client's certificate", true),
        WEAK_KEY("RSA key of 1024 bits", true),
        SHA1("signed with SHA-1", true),
        INCOMPLETE_CHAIN("intermediate CA missing", true),
        REVOKED("revoked", true),
        OLD_TLS("TLS 1.0 or 1.1 only", true),
        WEAK_SUITES("weak cipher suites only", true),
        PLAIN("MQTT without TLS", false);

        private final String title;
        private final boolean needsAuthority;

        Row(String title, boolean needsAuthority) {
            this.title = title;
            this.needsAuthority = needsAuthority;
        }

        public String title() {
            return title;
        }

        /// Whether it tells something only if the device trusts the CA that signs.
        public boolean needsAuthority() {
            return needsAuthority;
        }
    }

    /// What the device did.
    public enum Reaction {
        /// It accepted: it sent what comes after the handshake, or (for old TLS and weak suites)
        /// its part of the key.
        WENT_ON("went on"),
        /// It finished the handshake, and ended without a word.
        LEFT("finished the handshake and left"),
        /// It ended the handshake.
        REFUSED("refused"),
        /// It spoke MQTT without TLS.
        CLEAR("spoke in clear"),
        /// It did not come, or what happened tells neither.
        UNKNOWN("not observed");

        private final String words;

        Reaction(String words) {
            this.words = words;
        }

        public String words() {
            return words;
        }
    }

    /// The device's CONNECT. The password is not kept.
    ///
    /// @param passwordBytes its length; empty where there was none
    public record Greeting(
            String protocol,
            String clientId,
            Optional<String> userName,
            Optional<Integer> passwordBytes) {}

    /// An alert by which the device refused.
    ///
    /// @param sealed it could be read by the server alone
    public record Refusal(int alert, String name, boolean sealed) {}

    /// One connection.
    ///
    /// @param said how it ended, in a sentence
    /// @param version of TLS and suite, in words; empty where none was agreed on
    /// @param transcript what was sent and came, a step a line
    public record Encounter(
            Row row,
            Reaction reaction,
            String said,
            Optional<Refusal> refusal,
            Optional<Greeting> greeting,
            Optional<String> version,
            List<String> transcript) {
        public Encounter {
            transcript = List.copyOf(transcript);
        }

        /// A row of which nothing is known.
        public static Encounter none(Row row, String why) {
            return new Encounter(
                    row,
                    Reaction.UNKNOWN,
                    why,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    List.of());
        }

        public boolean is(Reaction other) {
            return reaction == other;
        }

        /// It ended before it said anything to us.
        public boolean turnedAway() {
            return reaction == Reaction.REFUSED || reaction == Reaction.LEFT;
        }
    }

    public Optional<Encounter> of(Row row) {
        return encounters.stream().filter(each -> each.row() == row).findFirst();
    }

    /// Whether the device went on with the good certificate. If not, its refusals prove nothing.
    public boolean controlled() {
        return wentOn(Row.GOOD);
    }

    public boolean wentOn(Row row) {
        return of(row).filter(each -> each.is(Reaction.WENT_ON)).isPresent();
    }

    /// Whether it refused, and would not have refused the good certificate.
    public boolean refused(Row row) {
        return controlled() && of(row).filter(Encounter::turnedAway).isPresent();
    }
}
