// SPDX-License-Identifier: MIT
package twinport.board.micropython;

import java.nio.charset.StandardCharsets;
import run.endive.runtime.ByteArrayMemory;
import run.endive.runtime.ExportFunction;
import run.endive.runtime.Instance;
import run.endive.runtime.Memory;
import run.endive.wasm.WasmModule;
import run.endive.wasm.types.MemoryLimits;
import twinport.board.Chip;
import twinport.board.micropython.vm.MicroPythonVm;

/// One MicroPython virtual machine. Used by its board's thread only.
final class Vm {
    private static final int PAGE_BYTES = 65536;

    /// Enough for its data and C stack; the heap is allocated on top.
    private static final int FIRST_PAGES = 6;

    /// Words for the frames of Python functions: recursion ends here with a RuntimeError, before
    /// MicroPython's own 64 KB of C stack end.
    private static final int PYTHON_STACK_WORDS = 2048;

    /// About what an ESP32 without extra RAM has free; it grows up to the board's limit.
    private static final int FIRST_HEAP_BYTES = 128 * 1024;

    private final Instance instance;
    private final Memory wasmMemory;
    private final VmMemory memory;
    private final ExportFunction execute;
    private final ExportFunction threw;
    private final ExportFunction typed;
    private final ExportFunction interrupt;
    private final ExportFunction called;
    private final int result;
    private final int callArgument;
    private final int callResult;
    private final Collector collector;
    private final HostModule host;

    Vm(WasmModule image, Chip chip, HostModule host, VmFileCalls.Maker files) {
        this.host = host;
        VmImports imports = new VmImports(this, chip, host, files.of(this));
        instance =
                Instance.builder(image)
                        .withImportValues(imports.of(image))
                        .withMemoryLimits(
                                new MemoryLimits(
                                        FIRST_PAGES, chip.settings().memoryBytes() / PAGE_BYTES))
                        .withMemoryFactory(ByteArrayMemory::new)
                        .withMachineFactory(MicroPythonVm::create)
                        .withStart(false)
                        .build();
        wasmMemory = instance.exports().memory("memory");
        memory = new VmMemory(instance);
        VmImage.numberErrors(memory);
        execute = instance.export("mp_js_do_exec");
        threw = instance.export("setThrew");
        typed = instance.export("mp_js_repl_process_char");
        interrupt = instance.export("mp_sched_keyboard_interrupt");
        called = instance.export("proxy_c_to_js_call");
        instance.export("emscripten_stack_init").apply();
        instance.export("__wasm_call_ctors").apply();
        collector = new Collector(memory, execute, chip.settings().memoryBytes() / PAGE_BYTES);
        instance.export("mp_js_init").apply(PYTHON_STACK_WORDS, FIRST_HEAP_BYTES);
        instance.export("proxy_c_init").apply();
        result = memory.allocate(Value.BYTES);
        callArgument = memory.allocate(Value.BYTES);
        callResult = memory.allocate(Value.BYTES);
        register("_host", host);
    }

    VmMemory memory() {
        return memory;
    }

    /// Runs Python source in `__main__`.
    void execute(String source) throws PythonError {
        byte[] bytes = source.getBytes(StandardCharsets.UTF_8);
        int address = memory.allocate(bytes);
        try {
            execute.apply(address, bytes.length, result);
        } finally {
            memory.release(address);
        }
        memory.result(result);
    }

    /// Calls a Python function of one argument, also from within a call of the host.
    void call(Value.Theirs function, int argument) throws PythonError {
        memory.put(callArgument, new Value.Int(argument), true);
        called.apply(function.reference(), 1, callArgument, callResult);
        memory.result(callResult);
    }

    /// Begins the prompt on the serial line.
    void startPrompt() {
        instance.export("mp_js_repl_init").apply();
    }

    /// Gives the prompt a key; true when the user asked for a soft reset (Ctrl-D).
    boolean type(int key) {
        return typed.apply(key)[0] != 0;
    }

    /// What Ctrl-C does: Python gets a KeyboardInterrupt at its next jump backwards. From any
    /// thread: it sets two words of MicroPython's state and calls nothing.
    void interrupt() {
        interrupt.apply();
    }

    Collector collector() {
        return collector;
    }

    /// Something that the firmware may forget ([HostModule#lend]).
    Value.Ours lend(Runnable forgotten) {
        return host.lend(forgotten);
    }

    boolean growTo(long pages) {
        int have = wasmMemory.pages();
        return pages <= have || wasmMemory.grow((int) Math.min(pages, 65536) - have) >= 0;
    }

    void setThrew() {
        threw.apply(1, 0);
    }

    private void register(String name, HostModule host) {
        int value = memory.allocate(Value.BYTES);
        Value.Ours self = host.self();
        memory.put(value, self, host.hand(self.reference()));
        int text = memory.allocate(name.getBytes(StandardCharsets.UTF_8));
        instance.export("mp_js_register_js_module").apply(text, value);
        memory.release(text);
        memory.release(value);
    }
}
