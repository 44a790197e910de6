// SPDX-License-Identifier: MIT
@NullMarked
package twinport.dashboard;

import org.jspecify.annotations.NullMarked;
