// SPDX-License-Identifier: MIT

/// Reading: what a capture tells somebody who was not meant to read it.
@org.jspecify.annotations.NullMarked
module twinport.findings {
    requires static transitive org.jspecify;
    requires transitive twinport.wire;

    exports twinport.findings.check;
    exports twinport.findings.check.broker;
    exports twinport.findings.check.capture;
    exports twinport.findings.check.device;
    exports twinport.findings.check.source;
    exports twinport.findings.leak;
    exports twinport.findings.report;
}
