// SPDX-License-Identifier: MIT
/// Rules over what an impostor learnt of a device.
@NullMarked
package twinport.findings.check.device;

import org.jspecify.annotations.NullMarked;
