// SPDX-License-Identifier: MIT
package twinport.board.micropython;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import run.endive.wasm.Parser;
import run.endive.wasm.WasmModule;
import twinport.board.micropython.vm.MicroPythonVm;

/// The one MicroPython binary that this program runs, and the addresses that hold for it alone.
///
/// The binary is `micropython.wasm` of the npm package
/// `@micropython/micropython-webassembly-pyscript`; the build checks its SHA-256
/// (`src/main/npm/fetch.mjs`) and compiles its code to class files. What is left of it, with the
/// data that the addresses point into, is checked here.
final class VmImage {
    static final String VERSION = "1.27.0";

    /// SHA-256 of the binary without its code, as endive-compiler-maven-plugin 1.0.0 writes it.
    static final String META_SHA256 =
            "f17034841b8b91d1c593e039b6a30afcc22241cd594fd99cee3990453a775613";

    /// `external_call_depth` in `ports/webassembly/main.c`: how many calls from outside are active.
    /// The collector runs only when the last of them returns.
    static final int EXTERNAL_CALL_DEPTH = 186120;

    /// `gc_collect_pending` there: a byte, set when the collector should run.
    static final int GC_COLLECT_PENDING = 186124;

    /// `mp_execute_bytecode`: the Python interpreter.
    static final int INTERPRETER = 1032;

    private static final int IMPORTS = 60;

    /// `mp_call_function_n_kw`, `mp_call_method_n_kw`, `mp_call_method_n_kw_var`.
    private static final Set<Integer> PYTHON_CALLS = Set.of(397, 400, 401);

    /// Functions that, while they wait for a call to return, hold no object that is not also held
    /// by a Python frame or by MicroPython's state: the interpreter, calls of functions, bound
    /// methods and builtins (397, 398, 400, 401, 511, 599, 601, 606), generators (409, 410, 609,
    /// 611, 612, 614, 930), `exec` and `import` (412, 415, 899, 903, 905, 909, 910, 911), the call
    /// from outside (1273), a call of the host (1296) and a call of a handler (1319). Found by
    /// looking at the stack while small programs ran, and read up in the C source. Not among them,
    /// for instance: making an instance, whose arguments lie in a heap block that C frees itself,
    /// and `list(generator)`.
    private static final Set<Integer> HOLD_NOTHING =
            Set.of(
                    397,
                    398,
                    400,
                    401,
                    409,
                    410,
                    412,
                    415,
                    511,
                    599,
                    601,
                    606,
                    609,
                    611,
                    612,
                    614,
                    899,
                    903,
                    905,
                    909,
                    910,
                    911,
                    930,
                    INTERPRETER,
                    1273,
                    1296,
                    1319);

    /// The module errno: 22 entries of 8 bytes, the number in the second word; and `errorcode`,
    /// from which the text of an OSError comes, in the same order with the number in the first
    /// word.
    private static final int ERRNO_NUMBERS = 102420;

    private static final int ERRORCODE_NUMBERS = 102608;
    private static final int ENTRY_BYTES = 8;

    /// Where MicroPython's own numbering differs from the ESP32's (newlib), by index.
    private static final Map<Integer, Integer> ESP32_NUMBERS =
            Map.of(
                    12, 112, // EADDRINUSE
                    13, 113, // ECONNABORTED
                    16, 128, // ENOTCONN
                    17, 116, // ETIMEDOUT
                    19, 118, // EHOSTUNREACH
                    20, 120, // EALREADY
                    21, 119); // EINPROGRESS

    private static final String META = "vm/MicroPythonVm.meta";

    private VmImage() {}

    /// The binary, or an [IllegalStateException] if it is not the one this program was made for.
    static WasmModule load() {
        return check(bytes());
    }

    static WasmModule check(byte[] meta) {
        String seen = sha256(meta);
        if (!seen.equals(META_SHA256)) {
            throw new IllegalStateException(
                    "the MicroPython in this program has the SHA-256 %s, expected %s: build again"
                            .formatted(seen, META_SHA256));
        }
        return Parser.parse(meta);
    }

    static boolean isImport(int function) {
        return function < IMPORTS;
    }

    static boolean isPythonCall(int function) {
        return PYTHON_CALLS.contains(function);
    }

    static boolean holdsNothing(int function) {
        return HOLD_NOTHING.contains(function);
    }

    /// Gives the errors the numbers that they have on an ESP32, for `errno` and for texts such as
    /// `OSError: [Errno 116] ETIMEDOUT`.
    static void numberErrors(VmMemory memory) {
        ESP32_NUMBERS.forEach((index, number) -> {
            int smallInteger = (number << 1) | 1;
            memory.writeInt(ERRNO_NUMBERS + ENTRY_BYTES * index, smallInteger);
            memory.writeInt(ERRORCODE_NUMBERS + ENTRY_BYTES * index, smallInteger);
        });
    }

    private static byte[] bytes() {
        try (InputStream in = MicroPythonVm.class.getResourceAsStream("MicroPythonVm.meta")) {
            if (in == null) {
                throw new IllegalStateException("this program lacks " + META + ": build again");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("reading " + META, e);
        }
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
