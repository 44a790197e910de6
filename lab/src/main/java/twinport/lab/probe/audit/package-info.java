// SPDX-License-Identifier: MIT
/// `twinport audit`: what a broker allows, asked of it from outside with a counted number of
/// connections.
@NullMarked
package twinport.lab.probe.audit;

import org.jspecify.annotations.NullMarked;
