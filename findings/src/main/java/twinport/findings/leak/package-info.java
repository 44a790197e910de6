// SPDX-License-Identifier: MIT

/// What TLS still tells somebody without keys, and whether it is true.
@NullMarked
package twinport.findings.leak;

import org.jspecify.annotations.NullMarked;
