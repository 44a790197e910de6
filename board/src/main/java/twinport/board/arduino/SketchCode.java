// SPDX-License-Identifier: MIT
package twinport.board.arduino;

import java.nio.file.Path;
import java.util.function.Function;
import run.endive.compiler.InterpreterFallback;
import run.endive.compiler.MachineFactoryCompiler;
import run.endive.runtime.Instance;
import run.endive.runtime.InterpreterMachine;
import run.endive.runtime.Machine;
import run.endive.wasm.Parser;
import run.endive.wasm.WasmEngineException;
import run.endive.wasm.WasmModule;

/// A sketch's WebAssembly module, ready to run: translated to Java class files, or interpreted
/// (some ten times slower, but at once). Immutable; any number of boards may share it.
public final class SketchCode {
    private final WasmModule module;
    private final Function<Instance, Machine> machines;

    private SketchCode(WasmModule module, Function<Instance, Machine> machines) {
        this.module = module;
        this.machines = machines;
    }

    /// Translates, which takes seconds, or takes the earlier result out of `cacheFolder`, which
    /// takes a tenth of one.
    ///
    /// @throws IllegalArgumentException when the bytes are no WebAssembly module
    public static SketchCode translated(byte[] wasm, Path cacheFolder) {
        WasmModule module = parse(wasm);
        TranslationCache cache = new TranslationCache(cacheFolder);
        try {
            return new SketchCode(module, translate(module, cache));
        } catch (RuntimeException | LinkageError broken) {
            System.getLogger(SketchCode.class.getName())
                    .log(System.Logger.Level.DEBUG, "a cached translation is of no use", broken);
            cache.forget();
            return new SketchCode(module, translate(module, cache));
        }
    }

    /// Runs without translation.
    ///
    /// @throws IllegalArgumentException when the bytes are no WebAssembly module
    public static SketchCode interpreted(byte[] wasm) {
        return new SketchCode(parse(wasm), InterpreterMachine::new);
    }

    WasmModule module() {
        return module;
    }

    Function<Instance, Machine> machines() {
        return machines;
    }

    private static WasmModule parse(byte[] wasm) {
        try {
            return Parser.parse(wasm);
        } catch (WasmEngineException e) {
            throw new IllegalArgumentException(
                    "this is no WebAssembly module: " + e.getMessage(), e);
        }
    }

    private static Function<Instance, Machine> translate(
            WasmModule module, TranslationCache cache) {
        return MachineFactoryCompiler.builder(module)
                .withInterpreterFallback(InterpreterFallback.SILENT)
                .withCache(cache)
                .compile();
    }
}
