// SPDX-License-Identifier: MIT
package twinport.board.micropython;

import java.util.Map;
import run.endive.wasm.WasmModule;
import twinport.board.Chip;
import twinport.board.Halt;
import twinport.board.Machine;
import twinport.board.Registration;
import twinport.board.ResetCause;
import twinport.board.Serial;

/// Runs a board's MicroPython from power-on: `boot.py`, then `main.py`, then the prompt.
final class MicroPythonMachine implements Machine {
    private static final int CTRL_C = 3;
    private static final String EXIT = "SystemExit";
    private static final String INTERRUPT = "KeyboardInterrupt";

    /// The frame of our own call, which a real board's traceback does not have.
    private static final String OWN_FRAME = "  File \"<stdin>\", line 1, in <module>\n";

    /// What all boards share, made with the first: it never changes.
    private static final class Shared {
        private static final WasmModule IMAGE = VmImage.load();
        private static final Map<String, byte[]> ROM = Rom.files();
    }

    /// Ctrl-C interrupts a program that runs; at the prompt it is a key like any other.
    private final class Keys implements Serial.Keyboard {
        @Override
        public boolean takes(int key) {
            if (key != CTRL_C || !executing) {
                return false;
            }
            vm.interrupt();
            interrupts.breakOff();
            return true;
        }

        @Override
        public void queued() {
            interrupts.key();
        }
    }

    private final Chip chip;
    private final Interrupts interrupts;
    private final VmFiles files;
    private final Vm vm;
    private final Registration keyboard;
    private volatile boolean executing;

    MicroPythonMachine(Chip chip) {
        this.chip = chip;
        this.interrupts = new Interrupts(chip);
        this.files = new VmFiles(chip.flash(), Shared.ROM);
        HostCalls calls = new HostCalls(chip, interrupts);
        this.vm =
                new Vm(
                        Shared.IMAGE,
                        chip,
                        new HostModule(calls.byName()),
                        machine -> new VmFileCalls(machine, chip, interrupts, files));
        calls.serve(vm);
        this.keyboard = chip.serial().attach(new Keys());
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
        runFile("main.py");
        prompt();
    }

    @Override
    public void close() {
        keyboard.close();
        interrupts.close();
        files.closeAll();
    }

    /// Runs a file if it is there. An exception that ends it goes to the serial line, and the board
    /// goes on to the next file or the prompt; `sys.exit()` restarts, as on the real board.
    private void runFile(String name) {
        if (!chip.flash().isFile("/" + name)) {
            return;
        }
        executing = true;
        try {
            vm.execute("execfile('" + name + "')");
        } catch (PythonError e) {
            if (e.type().equals(EXIT)) {
                throw new Halt.Reset(ResetCause.SOFT);
            }
            chip.serial().write(e.traceback().replace(OWN_FRAME, ""));
            if (!e.type().equals(INTERRUPT) && name.equals("main.py")) {
                chip.failed(name + ": " + e.summary());
            }
        } finally {
            executing = false;
        }
    }

    /// The prompt reads keys until the board is switched off.
    private void prompt() {
        vm.startPrompt();
        while (true) {
            for (int key = chip.serial().read(); key >= 0; key = chip.serial().read()) {
                type(key);
            }
            interrupts.await();
        }
    }

    private void type(int key) {
        executing = true;
        try {
            if (vm.type(key)) {
                chip.serial().write("MPY: soft reboot\n");
                throw new Halt.Reset(ResetCause.SOFT);
            }
        } finally {
            executing = false;
            interrupts.takeBreak();
        }
    }
}
