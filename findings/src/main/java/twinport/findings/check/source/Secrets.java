// SPDX-License-Identifier: MIT
package twinport.findings.check.source;

import java.util.Locale;
import java.util.regex.Pattern;

/// What is a secret by its name or its look, and how it is hidden.
final class Secrets {
    private static final Pattern NAME =
            Pattern.compile(
                    "(?i).*(passwor[dt]|passwd|passphrase|pass$|pwd|psk$|secret|token$|api_?key|private_?key).*");
    private static final Pattern NOT_A_SECRET =
            Pattern.compile("(?i).*(file|path|topic|len|size|prompt|field).*");
    private static final Pattern PLACEHOLDER =
            Pattern.compile(
                    "(?i)\\s*|(your|my|insert|enter|put|replace|change|todo|example|some)[-_ ]?.*"
                            + "|<.*>|\\{.*}|\\$.*|%.*|\\*+|x{3,}|\\.{3}|-+|none|null");
    private static final Pattern TEXT =
            Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*+\"?|'(?:[^'\\\\]|\\\\.)*+'?");

    private static final Pattern TAKES_SECRET =
            Pattern.compile(
                    "\\b(connect|begin|setCredentials|MQTTClient|username_pw_set|softAP)\\b");
    private static final int SHOWN_MAX = 160;

    private Secrets() {}

    static boolean isName(String name) {
        return NAME.matcher(name).matches() && !NOT_A_SECRET.matcher(name).matches();
    }

    /// Of Wi-Fi, by its name.
    static boolean isOfWifi(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.contains("wifi")
                || lower.contains("wlan")
                || lower.contains("ssid")
                || lower.contains("ap_")
                || lower.equals("psk");
    }

    static boolean isPlaceholder(String value) {
        return PLACEHOLDER.matcher(value).matches();
    }

    static boolean isPrivateKey(String text) {
        return text.contains("-----BEGIN ") && text.contains("PRIVATE KEY-----");
    }

    /// A line as it may be shown: its text literals are hidden if it has a secret's name in it, or
    /// calls what may take a password.
    static String masked(String line) {
        boolean risky = TAKES_SECRET.matcher(line).find() || line.contains("-----BEGIN");
        for (String word : line.split("\\W+", -1)) {
            risky |= isName(word);
        }
        return risky ? blank(line) : shortened(line);
    }

    static String blank(String line) {
        return shortened(TEXT.matcher(line).replaceAll("\"***\""));
    }

    private static String shortened(String line) {
        return line.length() <= SHOWN_MAX ? line : line.substring(0, SHOWN_MAX) + "...";
    }
}
