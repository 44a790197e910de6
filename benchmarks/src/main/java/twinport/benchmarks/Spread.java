// SPDX-License-Identifier: MIT
package twinport.benchmarks;

import java.util.Arrays;
import java.util.Locale;

/// A figure measured several times.
record Spread(double least, double median, double most) {
    static Spread of(double... values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int last = sorted.length - 1;
        return new Spread(sorted[0], (sorted[last / 2] + sorted[(last + 1) / 2]) / 2, sorted[last]);
    }

    /// As times: 12 / 13 / 14.
    String ratios() {
        return String.format(Locale.ROOT, "%.1f / **%.1f** / %.1f", least, median, most);
    }

    String seconds() {
        return String.format(Locale.ROOT, "%.2f", median);
    }
}
