// SPDX-License-Identifier: MIT
package twinport.pki;

import java.io.Serial;

/// The passphrase does not open the CA's key. Nothing was changed.
public final class WrongPassphraseException extends PkiException {
    @Serial private static final long serialVersionUID = 1;

    WrongPassphraseException(String what) {
        super(what);
    }
}
