// SPDX-License-Identifier: MIT
package twinport.cli;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import twinport.lab.file.LabFile;

/// What boards reach, instead of what the lab file says.
final class NetOptions {
    @Option(
            names = "--net",
            paramLabel = "REACH",
            description =
                    "lab: every broker's name or address leads to the lab; real: boards reach what"
                            + " this computer reaches. Default: as the lab file says, else lab.")
    private LabFile.@Nullable Reach reach;

    @Option(
            names = "--ca-map",
            paramLabel = "NAME",
            description =
                    "A server for which the lab's CA stands in where firmware pins another; the"
                            + " broker's certificate has this name too. Repeatable.")
    private List<String> mapped = List.of();

    LabFile applied(LabFile file) {
        List<String> all = new ArrayList<>(file.net().mapped());
        for (String name : mapped) {
            if (!name.matches(LabFile.HOST_PATTERN)) {
                throw new Failure(
                        Exit.USAGE,
                        "--ca-map " + name + " is no name of a server",
                        "give the name that firmware connects to, such as broker.example");
            }
            all.add(name);
        }
        LabFile.Reach wanted = reach == null ? file.net().reach() : reach;
        return file.withNet(new LabFile.Net(wanted, all));
    }
}
