// SPDX-License-Identifier: MIT
package twinport.board.micropython;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The functions of the host under the references by which MicroPython knows them. The number of
/// references is fixed from the start, so that nothing grows with what the firmware does.
final class HostModule {
    /// One function of the host.
    interface Function {
        /// Must not throw for what the firmware does wrong: it returns minus an error number.
        Value call(List<Value> arguments);
    }

    /// MicroPython's own references: 0 the global object, 1 "undefined".
    private static final int FIRST_REFERENCE = 2;

    private final List<Function> functions = new ArrayList<>();
    private final Map<String, Integer> references = new HashMap<>();
    private final boolean[] held;
    private final Map<Integer, Runnable> lent = new HashMap<>();
    private int nextLent;

    HostModule(Map<String, Function> named) {
        named.forEach((name, function) -> {
            references.put(name, FIRST_REFERENCE + 1 + functions.size());
            functions.add(function);
        });
        held = new boolean[FIRST_REFERENCE + 1 + functions.size()];
        nextLent = held.length;
    }

    /// A reference of its own for something that the firmware may forget; `forgotten` runs when
    /// MicroPython's collector finds that nobody holds it any more. Python's own classes have no
    /// such end (`__del__`), the sockets of the real port do. Whoever lends bounds how much.
    Value.Ours lend(Runnable forgotten) {
        lent.put(nextLent, forgotten);
        return new Value.Ours(nextLent++);
    }

    /// The module itself.
    Value.Ours self() {
        return new Value.Ours(FIRST_REFERENCE);
    }

    Optional<Value.Ours> attribute(int of, String name) {
        return of == FIRST_REFERENCE
                ? Optional.ofNullable(references.get(name)).map(Value.Ours::new)
                : Optional.empty();
    }

    Optional<Function> function(int reference) {
        int at = reference - FIRST_REFERENCE - 1;
        return at >= 0 && at < functions.size() ? Optional.of(functions.get(at)) : Optional.empty();
    }

    /// Whether MicroPython holds the reference already; from now on it does.
    boolean hand(int reference) {
        if (reference >= held.length) {
            return false; // lent, and handed once
        }
        boolean before = held[reference];
        held[reference] = true;
        return before;
    }

    /// MicroPython let go of the reference.
    void released(int reference) {
        if (reference >= 0 && reference < held.length) {
            held[reference] = false;
        }
        Runnable forgotten = lent.remove(reference);
        if (forgotten != null) {
            forgotten.run();
        }
    }
}
