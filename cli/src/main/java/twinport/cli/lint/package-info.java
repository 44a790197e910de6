// SPDX-License-Identifier: MIT

/// `twinport lint`: judges sources and settings before anything runs.
@org.jspecify.annotations.NullMarked
package twinport.cli.lint;
