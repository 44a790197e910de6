// SPDX-License-Identifier: MIT
package twinport.capture.source;

import java.io.IOException;

/// An interface that could not be opened. The message says why; the hint, what to do.
public final class SourceException extends IOException {
    private static final long serialVersionUID = 1;

    /// Why an interface could not be opened.
    public enum Cause {
        /// The program or library that captures is not there.
        NOT_INSTALLED,
        NO_RIGHTS,
        NO_INTERFACE,
        /// The filter is no expression of libpcap's language.
        FILTER,
        OTHER
    }

    private final Cause why;
    private final String hint;

    SourceException(Cause why, String message, String hint) {
        super(message);
        this.why = why;
        this.hint = hint;
    }

    public Cause why() {
        return why;
    }

    public String hint() {
        return hint;
    }

    /// Whether another way of capturing might work where this one did not.
    boolean anotherWayMayWork() {
        return why == Cause.NOT_INSTALLED || why == Cause.NO_RIGHTS;
    }

    static SourceException noInterface(String name, String said) {
        return new SourceException(
                Cause.NO_INTERFACE,
                "interface " + name + " can't be opened: " + said,
                "twinport capture --list-interfaces shows them");
    }

    static SourceException filter(String filter, String said) {
        return new SourceException(
                Cause.FILTER,
                "the filter \"" + filter + "\" is not understood: " + said,
                "for example --filter 'tcp port 1883'; man pcap-filter has the language");
    }
}
