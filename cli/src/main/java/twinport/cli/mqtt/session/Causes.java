// SPDX-License-Identifier: MIT
package twinport.cli.mqtt.session;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What stands in a chain of exceptions.
final class Causes {
    private static final int DEEPEST = 20;
    private static final Pattern ALERT = Pattern.compile("fatal alert: ([a-z_]+)");

    private Causes() {}

    /// The failure and what caused it, outermost first.
    static List<Throwable> chain(@Nullable Throwable failure) {
        List<Throwable> chain = new ArrayList<>();
        Throwable next = failure;
        while (next != null && chain.size() < DEEPEST) {
            chain.add(next);
            next = next.getCause();
        }
        return chain;
    }

    static <T extends Throwable> Optional<T> find(Throwable failure, Class<T> type) {
        return chain(failure).stream().filter(type::isInstance).map(type::cast).findFirst();
    }

    static boolean says(Throwable failure, String words) {
        return chain(failure).stream()
                .map(Throwable::getMessage)
                .anyMatch(message -> message != null && message.contains(words));
    }

    /// The TLS alert that the other side sent, in the words of RFC 8446 section 6.
    static Optional<String> alert(Throwable failure) {
        for (Throwable link : chain(failure)) {
            Matcher matcher = ALERT.matcher(String.valueOf(link.getMessage()));
            if (matcher.find()) {
                return Optional.of(matcher.group(1));
            }
        }
        return Optional.empty();
    }

    /// The innermost message there is, for causes that have no better name.
    static String words(Throwable failure) {
        String words = failure.getClass().getSimpleName();
        for (Throwable link : chain(failure)) {
            if (link.getMessage() != null && !link.getMessage().isBlank()) {
                words = link.getMessage();
            }
        }
        return words.lines().findFirst().orElse(words);
    }
}
