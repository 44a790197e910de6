// SPDX-License-Identifier: MIT
package twinport.board.micropython;

import java.util.List;
import java.util.stream.Stream;
import run.endive.runtime.ExportFunction;

/// Collects MicroPython's garbage while its program runs.
///
/// This build of MicroPython (`ports/webassembly/main.c`, MICROPY_GC_SPLIT_HEAP_AUTO) collects only
/// when the outermost call returns, which firmware that loops for ever never does. So the call
/// depth is set to 0 for the length of an empty program, whose end then collects.
///
/// The collector's roots are MicroPython's own state and its stack of Python frames. An object that
/// only a C function holds is not among them, so this happens only while all C functions on the
/// stack are known to hold nothing of that kind ([VmImage#holdsNothing]). When half of the memory
/// is used it happens all the same: the heap grows by doubling, so the next growth would be the
/// end.
final class Collector {
    private static final StackWalker WALKER = StackWalker.getInstance();
    private static final String CODE = "twinport.board.micropython.vm.";
    private static final String FUNCTION = "func_";

    /// After a look at the stack that forbade it, so many wishes pass before the next look.
    private static final int PATIENCE = 200;

    private final VmMemory memory;
    private final ExportFunction execute;
    private final int emergencyPages;
    private final int emptySource;
    private final int emptyResult;
    private int patience;

    Collector(VmMemory memory, ExportFunction execute, int maximumPages) {
        this.memory = memory;
        this.execute = execute;
        this.emergencyPages = maximumPages / 2;
        this.emptySource = memory.allocate(new byte[0]);
        this.emptyResult = memory.allocate(Value.BYTES);
    }

    /// To be called by a host function: collects if MicroPython wishes it.
    void inHostCall() {
        if (wished() && permitted(0)) {
            collect();
        }
    }

    /// To be called before C code calls a function that it may leave by `longjmp`. When the Python
    /// interpreter calls a Python function or method so, the arguments lie in its frame.
    void beforeCall(int function) {
        if (wished() && VmImage.isPythonCall(function) && permitted(VmImage.INTERPRETER)) {
            collect();
        }
    }

    /// What `gc.collect()` does.
    void now() {
        memory.writeByte(VmImage.GC_COLLECT_PENDING, 1);
        patience = 0;
        inHostCall();
    }

    private boolean wished() {
        return memory.readByte(VmImage.GC_COLLECT_PENDING) != 0;
    }

    /// Whether the C functions on the stack allow it; the innermost must be `caller`, if not 0.
    private boolean permitted(int caller) {
        if (memory.pages() >= emergencyPages) {
            return true;
        }
        if (patience > 0) {
            patience--;
            return false;
        }
        List<Integer> functions = WALKER.walk(Collector::guestFunctions);
        boolean safe =
                functions.stream().allMatch(VmImage::holdsNothing)
                        && (caller == 0 || functions.getFirst() == caller);
        patience = safe ? 0 : PATIENCE;
        return safe;
    }

    /// The numbers of the guest's functions on this thread's stack, innermost first. Endive names
    /// the method of a function by its number.
    private static List<Integer> guestFunctions(Stream<StackWalker.StackFrame> frames) {
        return frames.filter(frame -> frame.getClassName().startsWith(CODE))
                .map(StackWalker.StackFrame::getMethodName)
                .filter(name -> name.startsWith(FUNCTION))
                .map(name -> Integer.parseInt(name, FUNCTION.length(), name.length(), 10))
                .filter(number -> !VmImage.isImport(number))
                .toList();
    }

    private void collect() {
        int depth = memory.readInt(VmImage.EXTERNAL_CALL_DEPTH);
        memory.writeInt(VmImage.EXTERNAL_CALL_DEPTH, 0);
        try {
            execute.apply(emptySource, 0, emptyResult);
            memory.result(emptyResult);
        } catch (PythonError e) {
            // The stack of frames is full; the collector has run all the same.
            System.getLogger(Collector.class.getName())
                    .log(System.Logger.Level.DEBUG, "collecting with a full stack", e);
        } finally {
            memory.writeInt(VmImage.EXTERNAL_CALL_DEPTH, depth);
        }
    }
}
