// SPDX-License-Identifier: MIT
package twinport.board.micropython;

import java.util.List;
import twinport.board.Halt;

/// The arguments of a host call. A wrong kind is a fault of our own Python modules, not of the
/// firmware.
record Arguments(List<Value> values, VmMemory memory) {
    int number(int at) {
        return switch (values.get(at)) {
            case Value.Int(int number) -> number;
            case Value.Bool(boolean is) -> is ? 1 : 0;
            default -> throw wrong(at);
        };
    }

    boolean truth(int at) {
        return number(at) != 0;
    }

    double real(int at) {
        return values.get(at) instanceof Value.Real(double number) ? number : number(at);
    }

    String text(int at) {
        if (values.get(at) instanceof Value.Text(String text)) {
            return text;
        }
        throw wrong(at);
    }

    Value.Theirs theirs(int at) {
        if (values.get(at) instanceof Value.Theirs function) {
            return function;
        }
        throw wrong(at);
    }

    /// The bytes whose address and length are the arguments `at` and `at + 1`.
    byte[] bytes(int at) {
        return memory.read(number(at), number(at + 1));
    }

    /// Fills the firmware's buffer whose address is the argument `at`.
    void give(int at, byte[] bytes, int count) {
        if (count > 0) {
            memory.write(number(at), bytes, 0, count);
        }
    }

    private Halt.Panic wrong(int at) {
        return new Halt.Panic("_host: argument %d is %s".formatted(at, values.get(at)));
    }
}
