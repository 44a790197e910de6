// SPDX-License-Identifier: MIT
@org.jspecify.annotations.NullMarked
package twinport.findings.check.source;
