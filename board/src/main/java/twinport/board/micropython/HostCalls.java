// SPDX-License-Identifier: MIT
package twinport.board.micropython;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import twinport.board.Chip;

/// The functions of the Python module `_host`, on which our own modules stand. Bytes are passed as
/// address and length; a failure is returned as minus an error number, and Python raises it.
final class HostCalls {
    /// A function whose result is a number.
    interface Count {
        int call(Arguments arguments);
    }

    /// A function whose result is a text.
    interface Words {
        String call(Arguments arguments);
    }

    /// A function without a result.
    interface Deed {
        void call(Arguments arguments);
    }

    /// A function that does something to the machine that calls it.
    interface Doing {
        Value call(Arguments arguments, Vm machine);
    }

    private interface Body {
        Value call(Arguments arguments);
    }

    private final Chip chip;
    private final Interrupts interrupts;
    private final Map<String, HostModule.Function> all = new TreeMap<>();
    private @Nullable Vm vm;

    HostCalls(Chip chip, Interrupts interrupts) {
        this.chip = chip;
        this.interrupts = interrupts;
        new ClockCalls(chip, interrupts, () -> machine().collector()).into(this);
        new ChipCalls(chip).into(this);
        new PartCalls(chip).into(this);
        new NvsCalls(chip).into(this);
        new NetworkCalls(chip, interrupts).into(this);
    }

    /// The machine that the calls come from; to be told before its first Python code runs.
    void serve(Vm machine) {
        vm = machine;
        interrupts.serve(machine);
    }

    /// All functions by name.
    Map<String, HostModule.Function> byName() {
        return Map.copyOf(all);
    }

    void number(String name, Count body) {
        add(name, a -> new Value.Int(body.call(a)));
    }

    void text(String name, Words body) {
        add(name, a -> new Value.Text(body.call(a)));
    }

    void deed(String name, Deed body) {
        add(
                name,
                a -> {
                    body.call(a);
                    return new Value.None();
                });
    }

    void value(String name, Doing body) {
        add(name, a -> body.call(a, machine()));
    }

    /// Every call is a place where the board may be stopped, where garbage may be collected and
    /// where handlers of interrupts run.
    private void add(String name, Body body) {
        all.put(
                name,
                values -> {
                    chip.checkpoint();
                    Vm machine = machine();
                    machine.collector().inHostCall();
                    interrupts.serve();
                    return body.call(new Arguments(values, machine.memory()));
                });
    }

    private Vm machine() {
        if (vm == null) {
            throw new IllegalStateException("a host call before the machine was ready");
        }
        return vm;
    }
}
