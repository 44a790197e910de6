// SPDX-License-Identifier: MIT
/// Active tests of brokers and devices: what they say to hellos and certificates made for the
/// purpose.
@NullMarked
package twinport.lab.probe;

import org.jspecify.annotations.NullMarked;
