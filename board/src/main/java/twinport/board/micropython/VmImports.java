// SPDX-License-Identifier: MIT
package twinport.board.micropython;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import run.endive.runtime.HostFunction;
import run.endive.runtime.ImportFunction;
import run.endive.runtime.ImportValues;
import run.endive.runtime.WasmFunctionHandle;
import run.endive.wasm.WasmModule;
import run.endive.wasm.types.FunctionImport;
import run.endive.wasm.types.FunctionType;
import run.endive.wasm.types.ImportSection;
import twinport.board.Chip;
import twinport.board.Halt;

/// The functions that MicroPython's binary imports, in place of the JavaScript of its package.
final class VmImports {
    /// Thrown for C's `longjmp` and caught where the matching `setjmp` is. Carries nothing.
    private static final class LongJump extends RuntimeException {
        private static final long serialVersionUID = 1L;

        LongJump() {
            super(null, null, false, false);
        }
    }

    private static final String INVOKE = "invoke_";
    private static final int PAGE_SHIFT = 16;
    private static final int ENOSYS = 88;
    private static final int KIND_VALUE = 1;
    private static final int KIND_FUNCTION = 2;

    /// Made once: it is thrown often, and never says anything.
    private final LongJump longJump = new LongJump();

    private final Vm vm;
    private final Chip chip;
    private final HostModule host;
    private final VmFileCalls files;
    private final long start;

    VmImports(Vm vm, Chip chip, HostModule host, VmFileCalls files) {
        this.vm = vm;
        this.chip = chip;
        this.host = host;
        this.files = files;
        this.start = chip.clock().nanos();
    }

    /// A function for every import of the module.
    ImportValues of(WasmModule module) {
        List<ImportFunction> functions = new ArrayList<>();
        ImportSection imports = module.importSection();
        for (int i = 0; i < imports.importCount(); i++) {
            FunctionImport wanted = (FunctionImport) imports.getImport(i);
            FunctionType type = module.typeSection().getType(wanted.typeIndex());
            functions.add(
                    new HostFunction(
                            wanted.module(), wanted.name(), type, handle(wanted.name(), type)));
        }
        return ImportValues.builder().withFunctions(functions).build();
    }

    private WasmFunctionHandle handle(String name, FunctionType type) {
        if (name.startsWith(INVOKE)) {
            return invoke(name.length() - INVOKE.length() - 1, !type.returns().isEmpty());
        }
        Optional<VmFileCalls.Call> file = files.named(name);
        if (file.isPresent()) {
            VmFileCalls.Call call = file.get();
            return (_, a) -> result(call.on(a));
        }
        return switch (name) {
            case "_emscripten_throw_longjmp" ->
                    (_, _) -> {
                        throw longJump;
                    };
            case "_abort_js" ->
                    (_, _) -> {
                        throw new Halt.Panic("MicroPython aborted");
                    };
            case "mp_js_ticks_ms" -> (_, _) -> result(ticksMillis());
            case "mp_js_time_ms" -> (_, _) -> new long[] {timeMillis()};
            case "mp_js_random_u32" -> (_, _) -> result(chip.random().nextInt());
            case "emscripten_resize_heap" -> (_, a) -> result(grow(a[0] & 0xFFFFFFFFL));
            case "js_check_existing" -> (_, _) -> result(-1);
            default -> objects(name, type);
        };
    }

    /// Calls by which MicroPython uses an object of the host.
    private WasmFunctionHandle objects(String name, FunctionType type) {
        return switch (name) {
            case "lookup_attr" -> (_, a) -> result(lookUp((int) a[0], (int) a[1], (int) a[2]));
            case "has_attr" ->
                    (_, a) -> {
                        String attribute = vm.memory().cString((int) a[1]);
                        return result(host.attribute((int) a[0], attribute).isPresent() ? 1 : 0);
                    };
            case "call0" -> (_, a) -> call(type, (int) a[0], (int) a[1], new int[0]);
            case "call1" -> (_, a) -> call(type, (int) a[0], (int) a[3], args(a[1], (int) a[2]));
            case "call2" ->
                    (_, a) ->
                            call(type, (int) a[0], (int) a[4], args(a[1], (int) a[2], (int) a[3]));
            case "calln" ->
                    (_, a) -> call(type, (int) a[0], (int) a[4], args(a[1], array(a[2], a[3])));
            case "proxy_js_free_obj" ->
                    (_, a) -> {
                        host.released((int) a[0]);
                        return nothing();
                    };
            default ->
                    (_, _) -> {
                        if (type.returns().isEmpty()) {
                            throw new Halt.Panic("MicroPython called " + name + ", a host's part");
                        }
                        return result(-ENOSYS);
                    };
        };
    }

    /// Emscripten's `invoke_`: a call that C code may leave by `longjmp`.
    private WasmFunctionHandle invoke(int parameters, boolean returns) {
        return (instance, a) -> {
            int stack = (int) instance.global(0).getValue();
            int function = instance.table(0).requiredRef((int) a[0]);
            vm.collector().beforeCall(function);
            try {
                return instance.getMachine()
                        .call(function, Arrays.copyOfRange(a, 1, 1 + parameters));
            } catch (LongJump e) {
                instance.global(0).setValue(stack);
                vm.setThrew();
                return returns ? result(0) : nothing();
            }
        };
    }

    private int ticksMillis() {
        chip.checkpoint();
        return (int) ((chip.clock().nanos() - start) / 1_000_000);
    }

    /// A double, by its bits.
    private long timeMillis() {
        return Double.doubleToRawLongBits((double) chip.clock().instant().toEpochMilli());
    }

    /// The memory limit. Refusing growth quietly makes MicroPython search for room without end, so
    /// the board stops here.
    private int grow(long wantedBytes) {
        long pages = (wantedBytes + (1 << PAGE_SHIFT) - 1) >>> PAGE_SHIFT;
        if (!vm.growTo(pages)) {
            String why =
                    "out of memory: the firmware needs more than %d KB"
                            .formatted(chip.settings().memoryBytes() >> 10);
            chip.serial().write("\nMemoryError: " + why + "\n");
            throw new Halt.Panic(why);
        }
        return 1;
    }

    private int lookUp(int base, int name, int out) {
        Optional<Value.Ours> found = host.attribute(base, vm.memory().cString(name));
        if (found.isEmpty()) {
            return 0;
        }
        int reference = found.get().reference();
        vm.memory().put(out, found.get(), host.hand(reference));
        return host.function(reference).isPresent() ? KIND_FUNCTION : KIND_VALUE;
    }

    private long @Nullable [] call(FunctionType type, int function, int out, int[] addresses) {
        HostModule.Function called =
                host.function(function)
                        .orElseThrow(() -> new Halt.Panic("no host function " + function));
        List<Value> values = Arrays.stream(addresses).mapToObj(vm.memory()::get).toList();
        Value answer = called.call(values);
        boolean known = !(answer instanceof Value.Ours(int ours)) || host.hand(ours);
        vm.memory().put(out, answer, known);
        return type.returns().isEmpty() ? nothing() : result(0);
    }

    /// Leaves out the first argument when it is `self`.
    private static int[] args(long withSelf, int... addresses) {
        return withSelf != 0 ? Arrays.copyOfRange(addresses, 1, addresses.length) : addresses;
    }

    private static int[] array(long count, long first) {
        int[] addresses = new int[Math.clamp(count, 0, 255)];
        for (int i = 0; i < addresses.length; i++) {
            addresses[i] = (int) first + i * Value.BYTES;
        }
        return addresses;
    }

    private static long[] result(int value) {
        return new long[] {value};
    }

    private static long @Nullable [] nothing() {
        return null;
    }
}
