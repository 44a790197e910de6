// SPDX-License-Identifier: MIT
@NullMarked
package twinport.broker.embedded;

import org.jspecify.annotations.NullMarked;
