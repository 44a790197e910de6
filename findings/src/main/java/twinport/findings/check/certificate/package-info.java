// SPDX-License-Identifier: MIT
/// What is to be said of a chain of certificates, whoever saw it: an audit or a capture.
@NullMarked
package twinport.findings.check.certificate;

import org.jspecify.annotations.NullMarked;
