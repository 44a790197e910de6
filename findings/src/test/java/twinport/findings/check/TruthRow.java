// SPDX-License-Identifier: MIT
package twinport.findings.check;

import java.util.List;
import java.util.function.Supplier;

/// What must be found, and what must not.
///
/// @param verdict that the check must give: the worst one its rule knows
/// @param bad in words, what gives it
/// @param must findings about that
/// @param good in words, what does not give it
/// @param mustNot findings about that; the check must have seen something there
public record TruthRow(
        String id,
        Verdict verdict,
        String bad,
        Supplier<List<Finding>> must,
        String good,
        Supplier<List<Finding>> mustNot) {}
