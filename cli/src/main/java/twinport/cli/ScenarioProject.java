// SPDX-License-Identifier: MIT
package twinport.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import twinport.board.BoardSettings;
import twinport.capture.segment.LinkLayer;
import twinport.lab.Transport;
import twinport.lab.file.LabFile;
import twinport.lab.file.LabFileException;
import twinport.lab.file.LabFileReader;
import twinport.lab.scenario.Scenario;

/// Finds out on what a scenario plays: a lab file, or a folder with firmware for one board.
final class ScenarioProject {
    private static final String BOARD = "board";
    private static final long CAPTURE_BYTES = 256L << 20;

    private ScenarioProject() {}

    /// @param named on the command line
    static LabFile find(Scenario scenario, Optional<Path> named) {
        Path place =
                named.or(scenario::project)
                        .orElseGet(() -> {
                            Path folder = scenario.source().toAbsolutePath().getParent();
                            return folder == null ? Path.of("/") : folder;
                        });
        if (Files.isDirectory(place)
                && !Files.exists(place.resolve(LabFileReader.IN_FOLDER))
                && hasFirmware(place)) {
            return oneBoard(place.toAbsolutePath().normalize());
        }
        try {
            return LabFileReader.read(place);
        } catch (LabFileException e) {
            throw new Failure(
                    Exit.USAGE,
                    "the lab file can't be used\n" + e.getMessage(),
                    "docs/reference/lab-file.md describes every key");
        } catch (NoSuchFileException e) {
            throw new Failure(
                    Exit.USAGE,
                    place + " is no lab file, and no folder with a lab.yaml, a sketch or a main.py",
                    "say with --project on what the scenario plays");
        } catch (IOException e) {
            throw new Failure(
                    Exit.USAGE, place + " can't be read: " + e.getMessage(), "is it readable?");
        }
    }

    private static boolean hasFirmware(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .anyMatch(name -> name.equals("main.py") || name.endsWith(".ino"));
        } catch (IOException e) {
            return false;
        }
    }

    /// A lab around firmware that stands alone: both ports, and the board may use every topic.
    private static LabFile oneBoard(Path folder) {
        var board =
                new LabFile.BoardEntry(
                        BOARD,
                        folder,
                        Transport.PLAIN,
                        Optional.empty(),
                        BoardSettings.of(BOARD).withClimate(24, 40).parts(),
                        true,
                        List.of("#"),
                        List.of("#"));
        return new LabFile(
                folder,
                String.valueOf(folder.getFileName()),
                Optional.of(new LabFile.PlainPort(1883, true)),
                Optional.of(new LabFile.TlsPort(8883, LabFile.ClientCertificate.OPTIONAL)),
                new LabFile.Tap(true, CAPTURE_BYTES, LinkLayer.ETHERNET),
                false,
                List.of(board),
                List.of(),
                LabFile.Net.LAB);
    }
}
