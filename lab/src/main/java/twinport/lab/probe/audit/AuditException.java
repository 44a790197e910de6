// SPDX-License-Identifier: MIT
package twinport.lab.probe.audit;

/// An audit that cannot be done.
public final class AuditException extends Exception {
    private static final long serialVersionUID = 1;

    /// Why not.
    public enum Kind {
        UNREACHED,
        TLS
    }

    private final Kind kind;

    AuditException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}
