// SPDX-License-Identifier: MIT
package twinport.board.part;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// One part on the bench, of those in [PartType]. Safe for use by the board's thread and by
/// observers at once.
public abstract class Part {
    private final Placement placement;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

    Part(Placement placement) {
        this.placement = placement;
    }

    public final String id() {
        return placement.id();
    }

    public final PartType type() {
        return placement.type();
    }

    public final Placement placement() {
        return placement;
    }

    /// What it shows or measures now.
    public abstract PartState state();

    /// Turns one of the part's controls.
    ///
    /// @throws IllegalArgumentException no such control, or out of its range
    public final void set(String control, double value) {
        Setting setting = type().setting(control);
        if (!setting.control()) {
            throw new IllegalArgumentException(
                    "%s of a %s cannot be changed while the board runs"
                            .formatted(control, type().word()));
        }
        turn(control, setting.check(value));
    }

    /// The value of one of the part's controls.
    ///
    /// @throws IllegalArgumentException no such control
    public double get(String control) {
        throw new IllegalArgumentException(
                "a %s has no control %s".formatted(type().word(), control));
    }

    /// Turns a control; name and range are checked.
    void turn(String control, double value) {
        throw new IllegalArgumentException(
                "a %s has no control %s".formatted(type().word(), control));
    }

    /// What the firmware drives on a GPIO that the part is wired to changed.
    void moved(int gpio) {}

    /// Adds a listener, told of each change of the state on the thread that caused it: it must be
    /// quick and must not throw. Running the result removes it.
    public final Runnable listen(Runnable listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    /// Tells the listeners that the state changed; never to be called with a lock held.
    final void changed() {
        listeners.forEach(Runnable::run);
    }
}
