// SPDX-License-Identifier: MIT
@NullMarked
package twinport.cli;

import org.jspecify.annotations.NullMarked;
