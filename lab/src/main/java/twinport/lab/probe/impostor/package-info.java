// SPDX-License-Identifier: MIT
/// A server that is not what it says: whether a device notices.
@NullMarked
package twinport.lab.probe.impostor;

import org.jspecify.annotations.NullMarked;
