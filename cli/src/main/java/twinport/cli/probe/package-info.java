// SPDX-License-Identifier: MIT
/// Commands that test a broker or a device.
@NullMarked
package twinport.cli.probe;

import org.jspecify.annotations.NullMarked;
