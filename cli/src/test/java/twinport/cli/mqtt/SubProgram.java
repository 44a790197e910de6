// SPDX-License-Identifier: MIT
package twinport.cli.mqtt;

import picocli.CommandLine;

/// `sub` as a process.
final class SubProgram {
    private SubProgram() {}

    public static void main(String[] words) {
        System.exit(new CommandLine(new SubCommand()).setExpandAtFiles(false).execute(words));
    }
}
