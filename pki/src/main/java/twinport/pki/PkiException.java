// SPDX-License-Identifier: MIT
package twinport.pki;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// A key, certificate or file that is not as it must be: which one, what is wrong, what to do.
public sealed class PkiException extends IOException permits WrongPassphraseException {
    private static final long serialVersionUID = 1L;

    public PkiException(String message) {
        this(message, null);
    }

    public PkiException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
