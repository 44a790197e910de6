// SPDX-License-Identifier: MIT
package twinport.dashboard;

import java.util.List;
import java.util.Optional;

/// How measured values lie.
///
/// @param n how many there are, at least one
/// @param low the lower quartile
/// @param high the upper quartile
record Spread(int n, double least, double low, double median, double high, double most) {
    /// Empty without values.
    static Optional<Spread> of(List<? extends Number> values) {
        if (values.isEmpty()) {
            return Optional.empty();
        }
        double[] sorted = values.stream().mapToDouble(Number::doubleValue).sorted().toArray();
        return Optional.of(
                new Spread(
                        sorted.length,
                        sorted[0],
                        at(sorted, 0.25),
                        at(sorted, 0.5),
                        at(sorted, 0.75),
                        sorted[sorted.length - 1]));
    }

    /// Between two values in proportion.
    private static double at(double[] sorted, double share) {
        double place = share * (sorted.length - 1);
        int below = (int) place;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
    }
}
