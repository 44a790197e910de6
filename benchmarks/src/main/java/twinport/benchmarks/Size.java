// SPDX-License-Identifier: MIT
package twinport.benchmarks;

/// A number of bytes as people write it: 5m, 250m, 10g.
record Size(long bytes) {
    static Size of(String text) {
        String digits = text.replaceFirst("[kKmMgG]$", "");
        long unit =
                switch (Character.toLowerCase(text.charAt(text.length() - 1))) {
                    case 'k' -> 1_000L;
                    case 'm' -> 1_000_000L;
                    case 'g' -> 1_000_000_000L;
                    default -> 1L;
                };
        try {
            return new Size(Math.multiplyExact(Long.parseLong(digits), unit));
        } catch (NumberFormatException | ArithmeticException e) {
            throw new IllegalArgumentException(
                    "a size is a number with k, m or g, for example 250m: " + text, e);
        }
    }

    @Override
    public String toString() {
        if (bytes % 1_000_000_000 == 0) {
            return bytes / 1_000_000_000 + "g";
        }
        return bytes % 1_000_000 == 0 ? bytes / 1_000_000 + "m" : bytes + "";
    }
}
