// SPDX-License-Identifier: MIT

/// A small certificate authority that lives in one folder.
///
/// ```
/// pki/                     mode 0700, as devices/ is; every file in them is mode 0600
/// ├── ca.pem   ca.key      the CA: give ca.pem to whoever shall trust the broker
/// ├── server.pem server.key   the broker's certificate and key
/// ├── register                which certificates devices were given, and which are withdrawn
/// ├── server.p12 trust.p12    the same for the broker's TLS, made anew at each start
/// └── devices/
///     └── <id>.pem <id>.key   one pair a device; its CN is the id
/// ```
///
/// Keys are elliptic curve P-256 in PKCS#8 PEM; the CA's is encrypted ([CaPassphrase]), the others
/// are not. Signatures are ECDSA with SHA-256. Whatever is found and still good is used again; what
/// is about to expire, was not issued by this CA, or lacks a name that is asked for, is issued
/// anew.
@NullMarked
package twinport.pki;

import org.jspecify.annotations.NullMarked;
