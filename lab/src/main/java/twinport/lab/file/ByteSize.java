// SPDX-License-Identifier: MIT
package twinport.lab.file;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// Sizes as people write them: `500kB`, `256MB`, `2GB`, in powers of 1,024.
public final class ByteSize {
    private static final Pattern FORM = Pattern.compile("(\\d{1,9})\\s*([kKmMgG]?)[iI]?[bB]?");

    private ByteSize() {}

    /// @return the number of bytes, or nothing where the text is no size
    public static Optional<Long> parse(String text) {
        var matcher = FORM.matcher(text.strip());
        if (!matcher.matches()) {
            return Optional.empty();
        }
        int shift =
                switch (matcher.group(2).toLowerCase(Locale.ROOT)) {
                    case "k" -> 10;
                    case "m" -> 20;
                    case "g" -> 30;
                    default -> 0;
                };
        return Optional.of(Long.parseLong(matcher.group(1)) << shift);
    }
}
