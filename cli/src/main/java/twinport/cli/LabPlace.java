// SPDX-License-Identifier: MIT
package twinport.cli;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import twinport.lab.file.LabFile;
import twinport.lab.file.LabFileException;
import twinport.lab.file.LabFileReader;
import twinport.lab.wokwi.Project;
import twinport.lab.wokwi.ProjectException;

/// Finds out what is to be started: a lab file, a folder with one, or projects without.
final class LabPlace {
    private LabPlace() {}

    /// @param terminal is told what of a project was guessed, left out or ignored
    static LabFile find(Terminal terminal, List<Path> places) {
        Path first = places.getFirst();
        boolean projects = places.stream().allMatch(Project::is);
        if (!projects && places.size() > 1) {
            Path other =
                    places.stream().filter(place -> !Project.is(place)).findFirst().orElse(first);
            throw new Failure(
                    Exit.USAGE,
                    "several places must all be projects, and " + other + " is none",
                    "a project is a folder with a diagram.json, a sketch or a main.py; a lab file"
                            + " stands alone");
        }
        try {
            if (!projects) {
                return LabFileReader.read(first);
            }
            Project project = Project.open(places);
            project.notes().forEach(note -> terminal.warn(ExposureText.safe(note)));
            return project.lab();
        } catch (ProjectException e) {
            throw new Failure(
                    Exit.USAGE,
                    "the project can't be opened\n"
                            + ExposureText.safe(String.valueOf(e.getMessage())),
                    e.hint());
        } catch (LabFileException e) {
            throw new Failure(
                    Exit.USAGE,
                    "the lab file can't be used\n" + e.getMessage(),
                    "docs/reference/lab-file.md describes every key");
        } catch (NoSuchFileException e) {
            throw new Failure(
                    Exit.USAGE,
                    "there is no lab file " + e.getMessage(),
                    "name a lab file, a folder that has a "
                            + LabFileReader.IN_FOLDER
                            + ", or a project: a folder with a diagram.json, a sketch or a main.py");
        } catch (IOException e) {
            throw new Failure(
                    Exit.USAGE, first + " can't be read: " + e.getMessage(), "is it readable?");
        }
    }
}
