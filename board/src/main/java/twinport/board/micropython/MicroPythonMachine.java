// SPDX-License-Identifier: MIT
package twinport.board.micropython;

import java.time.Duration;
import java.util.Map;
import run.endive.wasm.WasmModule;
import twinport.board.Chip;
import twinport.board.Halt;
import twinport.board.Machine;

/// Runs a board's MicroPython from power-on: `boot.py`, then `main.py`, then the prompt.
final class MicroPythonMachine implements Machine {
    private static final Duration KEY_POLL = Duration.ofMillis(20);
    private static final String EXIT = "SystemExit";

    /// The frame of our own call, which a real board's traceback does not have.
    private static final String OWN_FRAME = "  File \"<stdin>\", line 1, in <module>\n";

    /// What all boards share, made with the first: it never changes.
    private static final class Shared {
        private static final WasmModule IMAGE = VmImage.load();
        private static final Map<String, byte[]> ROM = Rom.files();
    }

    private final Chip chip;
    private final VmFiles files;
    private final Vm vm;
    private String lastError = "";

    MicroPythonMachine(Chip chip) {
        this.chip = chip;
        this.files = new VmFiles(chip.flash(), Shared.ROM);
        HostCalls calls = new HostCalls(chip);
        this.vm = new Vm(Shared.IMAGE, chip, new HostModule(calls.byName()), files);
        calls.serve(vm);
    }

    @Override
    public void run() {
        try {
            vm.execute(
                    "import sys; sys.path.insert(0, '%s'); import _start; del sys, _start"
                            .formatted(VmFiles.ROM));
        } catch (PythonError e) {
            throw new Halt.Panic("the board's own start failed: " + e.traceback());
        }
        runFile("boot.py");
        boolean sound = runFile("main.py");
        if (!sound) {
            throw new Halt.Panic(lastError);
        }
        prompt();
    }

    @Override
    public void close() {
        files.closeAll();
    }

    /// Runs a file if it is there; false if it ended by an exception, which is then on the serial
    /// line. `sys.exit()` restarts, as on the real board.
    private boolean runFile(String name) {
        if (!chip.flash().isFile("/" + name)) {
            return true;
        }
        try {
            vm.execute("execfile('" + name + "')");
            return true;
        } catch (PythonError e) {
            if (e.type().equals(EXIT)) {
                throw new Halt.Reset();
            }
            chip.serial().write(e.traceback().replace(OWN_FRAME, ""));
            lastError = name + ": " + e.summary();
            return false;
        }
    }

    /// The prompt reads keys until the board is switched off.
    private void prompt() {
        vm.startPrompt();
        while (true) {
            for (int key = chip.serial().read(); key >= 0; key = chip.serial().read()) {
                if (vm.type(key)) {
                    throw new Halt.Reset();
                }
            }
            chip.sleep(KEY_POLL);
        }
    }
}
