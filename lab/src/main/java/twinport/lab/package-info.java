// SPDX-License-Identifier: MIT
@NullMarked
package twinport.lab;

import org.jspecify.annotations.NullMarked;
