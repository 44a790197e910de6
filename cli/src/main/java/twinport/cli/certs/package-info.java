// SPDX-License-Identifier: MIT

/// `twinport certs`: the certificates of a lab, which runs or does not.
@NullMarked
package twinport.cli.certs;

import org.jspecify.annotations.NullMarked;
