// SPDX-License-Identifier: MIT

/// `twinport history`: what was kept is listed, found, drawn, carried away and thinned out.
@NullMarked
package twinport.cli.history;

import org.jspecify.annotations.NullMarked;
