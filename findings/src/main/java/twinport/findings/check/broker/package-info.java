// SPDX-License-Identifier: MIT
/// Rules over what an audit learnt of a broker from outside.
@NullMarked
package twinport.findings.check.broker;

import org.jspecify.annotations.NullMarked;
