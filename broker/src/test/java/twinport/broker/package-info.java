// SPDX-License-Identifier: MIT
@NullMarked
package twinport.broker;

import org.jspecify.annotations.NullMarked;
