// SPDX-License-Identifier: MIT
package twinport.board.micropython;

import java.util.Optional;
import twinport.board.Chip;
import twinport.board.Flash;

/// The settings that `esp32.NVS` keeps. They lie where the Arduino side keeps its Preferences, in a
/// folder that no listing shows, as on the real chip they lie in a partition of their own.
final class NvsCalls {
    static final String FOLDER = ".nvs";

    private final Chip chip;

    NvsCalls(Chip chip) {
        this.chip = chip;
    }

    void into(HostCalls calls) {
        calls.number("nvs_size", a -> read(a).map(value -> value.length).orElse(0));
        calls.deed("nvs_read", a -> read(a).ifPresent(value -> a.give(2, value, value.length)));
        calls.number("nvs_write", a -> write(a) ? 0 : 1);
        calls.number("nvs_erase", a -> chip.flash().remove(path(a)) == Flash.Outcome.DONE ? 1 : 0);
    }

    private Optional<byte[]> read(Arguments a) {
        return chip.flash().read(path(a));
    }

    private boolean write(Arguments a) {
        Flash.Outcome root = chip.flash().makeDirectory("/" + FOLDER);
        Flash.Outcome space = chip.flash().makeDirectory(folder(a));
        return root != Flash.Outcome.FULL
                && space != Flash.Outcome.FULL
                && chip.flash().write(path(a), a.bytes(2)) == Flash.Outcome.DONE;
    }

    private static String folder(Arguments a) {
        return "/" + FOLDER + "/" + a.text(0).replace('/', '_');
    }

    private static String path(Arguments a) {
        return folder(a) + "/" + a.text(1).replace('/', '_');
    }
}
