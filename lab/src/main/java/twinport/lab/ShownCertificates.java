// SPDX-License-Identifier: MIT
package twinport.lab;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import twinport.pki.CertificateFlaw;

/// What scenarios and the API call the certificates that a broker can show.
public final class ShownCertificates {
    private static final Map<String, CertificateFlaw> WORDS = words();

    private ShownCertificates() {}

    private static Map<String, CertificateFlaw> words() {
        Map<String, CertificateFlaw> words = new LinkedHashMap<>();
        words.put("good", CertificateFlaw.NONE);
        words.put("unknown-ca", CertificateFlaw.UNKNOWN_CA);
        words.put("same-name-ca", CertificateFlaw.SAME_NAME_CA);
        words.put("wrong-name", CertificateFlaw.WRONG_NAME);
        words.put("expired", CertificateFlaw.EXPIRED);
        words.put("not-yet-valid", CertificateFlaw.NOT_YET_VALID);
        words.put("self-signed", CertificateFlaw.SELF_SIGNED);
        words.put("no-san", CertificateFlaw.NO_ALTERNATIVE_NAMES);
        words.put("wrong-use", CertificateFlaw.WRONG_USE);
        words.put("weak-key", CertificateFlaw.WEAK_KEY);
        words.put("sha1", CertificateFlaw.SHA1_SIGNATURE);
        words.put("incomplete-chain", CertificateFlaw.INCOMPLETE_CHAIN);
        return Collections.unmodifiableMap(words);
    }

    public static Optional<CertificateFlaw> parse(String word) {
        return Optional.ofNullable(WORDS.get(word));
    }

    public static String word(CertificateFlaw flaw) {
        return WORDS.entrySet().stream()
                .filter(entry -> entry.getValue() == flaw)
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(flaw.name());
    }

    /// All words, for a message.
    public static String all() {
        return String.join(", ", WORDS.keySet());
    }
}
