// SPDX-License-Identifier: MIT
/// `twinport simulate`: many light devices and the ledger of their messages. One thread owns all of
/// a run's state; the client library's threads only pass it on.
@NullMarked
package twinport.cli.fleet;

import org.jspecify.annotations.NullMarked;
