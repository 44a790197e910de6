// SPDX-License-Identifier: MIT
package twinport.cli;

import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;
import twinport.lab.file.ByteSize;

/// Sizes as people write and read them: `500kB`, `16MB`, in powers of 1,024.
final class Amounts implements ITypeConverter<Long> {
    @Override
    public Long convert(String text) {
        return ByteSize.parse(text)
                .filter(bytes -> bytes > 0)
                .orElseThrow(() ->
                        new TypeConversionException(
                                "a size is written 500kB, 16MB or 2GB: " + text));
    }

    /// With one digit after the point.
    static String text(long bytes) {
        if (bytes < 1 << 10) {
            return bytes + " B";
        }
        if (bytes < 1 << 20) {
            return String.format(Locale.ROOT, "%.1f kB", bytes / 1024.0);
        }
        if (bytes < 1L << 30) {
            return String.format(Locale.ROOT, "%.1f MB", bytes / 1024.0 / 1024);
        }
        return String.format(Locale.ROOT, "%.1f GB", bytes / 1024.0 / 1024 / 1024);
    }
}
