// SPDX-License-Identifier: MIT
package twinport.findings.check.device;

import java.util.ArrayList;
import java.util.List;
import twinport.findings.check.DeviceProbeFacts;
import twinport.findings.check.DeviceProbeFacts.Reaction;
import twinport.findings.check.DeviceProbeFacts.Row;

/// What all rows together say of a device, in a few sentences.
public final class Conclusion {
    private static final int EXPIRED_ALERT = 45;
    private static final int UNKNOWN_ALERT = 46;
    private static final int BAD_ALERT = 42;

    private Conclusion() {}

    public static List<String> of(DeviceProbeFacts facts) {
        if (facts.encounters().stream().allMatch(each -> each.is(Reaction.UNKNOWN))) {
            return List.of("no device came: nothing was observed");
        }
        if (facts.encounters().stream().anyMatch(Conclusion::cameInClear)) {
            return List.of("speaks MQTT without TLS to a port that is for TLS");
        }
        if (facts.wentOn(Row.UNKNOWN_CA) || facts.wentOn(Row.SELF_SIGNED)) {
            return List.of("does not verify: anybody can be its broker");
        }
        if (!facts.controlled()) {
            return List.of(uncontrolled(facts));
        }
        return controlled(facts);
    }

    /// In the row where TLS is not spoken a device in clear has been led astray; elsewhere it never
    /// meant to speak TLS.
    private static boolean cameInClear(DeviceProbeFacts.Encounter each) {
        return each.is(Reaction.CLEAR) && each.row() != Row.PLAIN;
    }

    private static String uncontrolled(DeviceProbeFacts facts) {
        int alert =
                facts.of(Row.GOOD)
                        .flatMap(DeviceProbeFacts.Encounter::refusal)
                        .map(DeviceProbeFacts.Refusal::alert)
                        .orElse(0);
        boolean dated = alert == EXPIRED_ALERT || alert == UNKNOWN_ALERT || alert == BAD_ALERT;
        boolean laterIsFine = facts.wentOn(Row.NOT_YET_VALID) || facts.wentOn(Row.EXPIRED);
        if (laterIsFine) {
            return "clock not set: it refuses the good certificate and goes on with one of another time";
        }
        return dated
                ? "it refuses the good certificate with alert "
                        + alert
                        + ": its clock is perhaps not set, or the name is not the one it uses (--name); its other refusals prove nothing"
                : "it did not go on with the good certificate: it does not trust this CA, or uses another name (--ca-cert, --name); its refusals prove nothing";
    }

    private static List<String> controlled(DeviceProbeFacts facts) {
        List<String> sentences = new ArrayList<>();
        boolean chain = facts.refused(Row.UNKNOWN_CA);
        boolean name = facts.refused(Row.WRONG_NAME);
        boolean dates = facts.refused(Row.EXPIRED) && facts.refused(Row.NOT_YET_VALID);
        if (facts.wentOn(Row.SAME_NAME_CA)) {
            sentences.add("looks at the CA's name and not at its key");
        } else if (chain && name && dates) {
            sentences.add("verifies: the CA, the name and the dates");
        } else if (chain && facts.wentOn(Row.WRONG_NAME)) {
            sentences.add(
                    dates
                            ? "checks the CA and the dates, not the name"
                            : "checks the CA, not the name" + andDates(facts));
        } else if (chain && name) {
            sentences.add("checks the CA and the name" + notTheDates(facts));
        } else if (chain) {
            sentences.add("checks the CA");
        }
        for (Row row : List.of(Row.NO_SAN, Row.WEAK_KEY, Row.SHA1, Row.WRONG_USE, Row.REVOKED)) {
            if (facts.wentOn(row)) {
                sentences.add("goes on with: " + row.title());
            }
        }
        if (facts.of(Row.RENEWED).filter(DeviceProbeFacts.Encounter::turnedAway).isPresent()) {
            sentences.add("knows one certificate only, and not its CA");
        }
        if (facts.of(Row.PLAIN).filter(each -> each.is(Reaction.CLEAR)).isPresent()) {
            sentences.add("falls back to MQTT in clear");
        }
        return sentences.isEmpty() ? List.of("nothing can be concluded") : sentences;
    }

    private static String andDates(DeviceProbeFacts facts) {
        return facts.wentOn(Row.EXPIRED) ? ", nor the dates" : "";
    }

    private static String notTheDates(DeviceProbeFacts facts) {
        if (facts.wentOn(Row.EXPIRED)) {
            return facts.wentOn(Row.NOT_YET_VALID)
                    ? ", not the dates"
                    : ", not that a certificate has expired";
        }
        return facts.wentOn(Row.NOT_YET_VALID) ? ", not when a certificate begins" : "";
    }
}
