// SPDX-License-Identifier: MIT

/// Keys, a small CA, certificates, and the formats that a board wants.
@org.jspecify.annotations.NullMarked
module twinport.pki {
    requires static transitive org.jspecify;
    requires org.bouncycastle.pkix;
    requires org.bouncycastle.provider;

    exports twinport.pki;
}
