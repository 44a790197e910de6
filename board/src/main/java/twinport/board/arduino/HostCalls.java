// SPDX-License-Identifier: MIT
package twinport.board.arduino;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// The functions a sketch may import, by module and name.
final class HostCalls {
    /// One function: WebAssembly's numbers in, one number out (ignored where none is declared).
    @FunctionalInterface
    interface Call {
        long on(GuestMemory memory, long[] arguments);
    }

    private static final long WORD = 0xFFFF_FFFFL;

    private final Map<String, Call> calls = new HashMap<>();

    /// A function whose result is a 32-bit word.
    void word(String name, Call call) {
        calls.put(name, (memory, arguments) -> call.on(memory, arguments) & WORD);
    }

    /// A function whose result has 64 bits.
    void wide(String name, Call call) {
        calls.put(name, call);
    }

    Optional<Call> find(String module, String name) {
        return Optional.ofNullable(calls.get(module + "." + name));
    }
}
