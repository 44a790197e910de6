// SPDX-License-Identifier: MIT
package twinport.lab;

import java.util.ArrayDeque;
import java.util.List;

/// The last few of something, for those who come later. Safe for several threads.
final class Recent<T> {
    private static final int KEPT = 200;

    private final ArrayDeque<T> items = new ArrayDeque<>();

    synchronized void add(T item) {
        if (items.size() == KEPT) {
            items.remove();
        }
        items.add(item);
    }

    /// Oldest first.
    synchronized List<T> list() {
        return List.copyOf(items);
    }
}
