// SPDX-License-Identifier: MIT
package twinport.board.arduino;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import run.endive.runtime.ByteArrayMemory;
import run.endive.runtime.ExportFunction;
import run.endive.runtime.HostFunction;
import run.endive.runtime.ImportFunction;
import run.endive.runtime.ImportValues;
import run.endive.runtime.Instance;
import run.endive.runtime.Memory;
import run.endive.runtime.WasmInterruptedException;
import run.endive.wasm.WasmEngineException;
import run.endive.wasm.WasmModule;
import run.endive.wasm.types.FunctionImport;
import run.endive.wasm.types.FunctionType;
import run.endive.wasm.types.Import;
import run.endive.wasm.types.MemoryLimits;
import twinport.board.Chip;
import twinport.board.Halt;
import twinport.board.Machine;

/// Runs a sketch: `setup()` once, `loop()` for ever.
final class SketchMachine implements Machine {
    private final Chip chip;
    private final SketchClock clock;
    private final HostCalls calls = new HostCalls();
    private final SketchTasks tasks;
    private final ChipCalls chipCalls;
    private final SketchCode code;
    private final MemoryLimits limits;
    private final Instance instance;
    private final Runnable unwatch;

    SketchMachine(SketchCode code, Chip chip) {
        this.chip = chip;
        this.code = code;
        tasks = new SketchTasks(chip);
        clock = new SketchClock(chip, tasks);
        limits = limits(code.module());
        Optional<Dht22Wire> wire =
                chip.bench().dht().map(dht -> new Dht22Wire(chip.pins(), dht, clock));
        PinEdges edges = new PinEdges();
        chipCalls =
                new ChipCalls(chip, clock, wire, edges, limits.maximumPages() * Memory.PAGE_SIZE);
        chipCalls.into(calls);
        new BenchCalls(chip).into(calls);
        new SocketCalls(chip, clock, tasks).into(calls);
        new RadioCalls(chip, clock, tasks).into(calls);
        new FileCalls(chip.flash()).into(calls);
        new WasiCalls(chip, clock).into(calls);
        new TaskCalls(tasks, this::beside).into(calls);
        instance = instance(ByteArrayMemory::new);
        unwatch = chip.pins().listen(edges);
    }

    private Instance instance(Function<MemoryLimits, Memory> memory) {
        return Instance.builder(code.module())
                .withImportValues(
                        ImportValues.builder().withFunctions(imports(code.module())).build())
                .withMemoryFactory(memory)
                .withMemoryLimits(limits)
                .withMachineFactory(code.machines())
                .withStart(false)
                .build();
    }

    /// The same program over the same memory, with a stack of its own, for another thread. Making
    /// an instance writes the data segments anew (WebAssembly core 2.0, section 4.5.4), so the
    /// memory is put back as it was.
    private Instance beside(long stackTop) {
        Memory memory = instance.memory();
        byte[] before = memory.readBytes(0, memory.pages() * Memory.PAGE_SIZE);
        Instance own = instance(_ -> memory);
        memory.write(0, before, 0, before.length);
        own.exports().global("__stack_pointer").setValue(stackTop);
        return own;
    }

    @Override
    public void run() {
        try {
            tasks.run(this::loop);
        } catch (WasmInterruptedException e) {
            chip.checkpoint();
            throw e;
        } catch (WasmEngineException trap) {
            throw panic(String.valueOf(trap.getMessage()));
        } catch (Halt.Panic panic) {
            throw panic(panic.reason());
        }
    }

    private void loop() {
        instance.export("_initialize").apply();
        instance.export("board_setup").apply();
        ExportFunction loop = instance.export("board_loop");
        while (true) {
            loop.apply();
            clock.turn();
        }
    }

    @Override
    public void close() {
        unwatch.run(); // the rest is garbage; sockets and files belong to the chip
    }

    /// Says on the serial line what the ESP32's own panic handler would begin with.
    private Halt.Panic panic(String reason) {
        chipCalls.say("Guru Meditation Error: " + reason);
        return new Halt.Panic(reason);
    }

    private MemoryLimits limits(WasmModule module) {
        MemoryLimits declared =
                module.memorySection()
                        .filter(section -> section.memoryCount() > 0)
                        .map(section -> section.getMemory(0).limits())
                        .orElseThrow(() -> new Halt.Panic("the sketch has no memory"));
        int most =
                Math.min(declared.maximumPages(), chip.settings().memoryBytes() / Memory.PAGE_SIZE);
        if (declared.initialPages() > most) {
            throw new Halt.Panic(
                    "the sketch needs %d kB of memory at once, the board has %d kB"
                            .formatted(
                                    declared.initialPages() * 64L,
                                    chip.settings().memoryBytes() / 1024L));
        }
        return new MemoryLimits(declared.initialPages(), most);
    }

    private List<ImportFunction> imports(WasmModule module) {
        List<ImportFunction> functions = new ArrayList<>();
        for (int i = 0; i < module.importSection().importCount(); i++) {
            Import each = module.importSection().getImport(i);
            if (!(each instanceof FunctionImport function)) {
                throw new Halt.Panic(
                        "the sketch imports %s.%s, which is no function"
                                .formatted(each.module(), each.name()));
            }
            functions.add(imported(each, module.typeSection().getType(function.typeIndex())));
        }
        return functions;
    }

    private ImportFunction imported(Import each, FunctionType type) {
        HostCalls.Call call = calls.find(each.module(), each.name()).orElseGet(() -> absent(each));
        boolean silent = type.returns().isEmpty();
        return new HostFunction(
                each.module(),
                each.name(),
                type,
                (guest, arguments) -> {
                    long result = call.on(memory(guest), arguments);
                    return silent ? new long[0] : new long[] {result};
                });
    }

    private static GuestMemory memory(Instance guest) {
        return new GuestMemory(guest.memory());
    }

    /// What the board does not have fails when it is called, not when the sketch is loaded: code
    /// that is linked in but never runs does no harm.
    private static HostCalls.Call absent(Import each) {
        return (_, _) -> {
            throw new Halt.Panic("the board has no " + each.module() + "." + each.name() + "()");
        };
    }
}
