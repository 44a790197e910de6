// SPDX-License-Identifier: MIT

/// A broker inside this program: HiveMQ Community Edition, told what to do by its configuration
/// file and by one extension of ours.
///
/// The library keeps much in static fields, so one process runs one such broker at a time.
@NullMarked
package twinport.broker.embedded;

import org.jspecify.annotations.NullMarked;
