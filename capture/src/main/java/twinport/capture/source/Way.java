// SPDX-License-Identifier: MIT
package twinport.capture.source;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import twinport.capture.source.SourceException.Cause;

/// The ways to capture from an interface, the preferred first.
public enum Way {
    /// The library, in this process.
    LIBPCAP,
    DUMPCAP,
    TCPDUMP;

    /// Where programs for administrators are, which a user's path may lack.
    private static final List<String> MORE_FOLDERS =
            List.of("/usr/sbin", "/sbin", "/usr/local/sbin", "/usr/local/bin");

    /// Opens the interface this way.
    ///
    /// @param path the folders in which programs are, as in the variable PATH
    /// @throws SourceException it can't be opened; the exception says why and what to do
    public FrameSource open(SourceSettings settings, String path) throws IOException {
        return switch (this) {
            case LIBPCAP ->
                    LibPcapSource.open(LibPcap.load().orElseThrow(Way::noLibrary), settings);
            case DUMPCAP -> child(ChildProgram.DUMPCAP, settings, path);
            case TCPDUMP -> child(ChildProgram.TCPDUMP, settings, path);
        };
    }

    /// Opens the interface by the first way that is installed and has the rights.
    ///
    /// @throws SourceException none has, and says what each lacks; or the interface or the filter
    ///   is wrong, whatever the way
    public static FrameSource openAny(SourceSettings settings, String path) throws IOException {
        List<SourceException> failures = new ArrayList<>();
        for (Way way : values()) {
            try {
                return way.open(settings, path);
            } catch (SourceException e) {
                if (!e.anotherWayMayWork()) {
                    throw e;
                }
                failures.add(e);
            }
        }
        throw noneWorks(settings.interfaceName(), failures);
    }

    static SourceException noneWorks(String interfaceName, List<SourceException> failures) {
        boolean rights = failures.stream().anyMatch(e -> e.why() == Cause.NO_RIGHTS);
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < failures.size(); i++) {
            all.append(i == 0 ? "" : "; ").append(values()[i].title()).append(": ");
            all.append(failures.get(i).getMessage());
        }
        return rights
                ? new SourceException(
                        Cause.NO_RIGHTS,
                        "no right to capture on " + interfaceName + " (" + all + ")",
                        Rights.HINT)
                : new SourceException(
                        Cause.NOT_INSTALLED,
                        "nothing here can capture (" + all + ")",
                        "install libpcap (sudo apt-get install libpcap0.8), or tcpdump");
    }

    private String title() {
        return name().toLowerCase(Locale.ROOT);
    }

    private static SourceException noLibrary() {
        return new SourceException(
                Cause.NOT_INSTALLED, "libpcap is not installed", "sudo apt-get install libpcap0.8");
    }

    private static FrameSource child(ChildProgram program, SourceSettings settings, String path)
            throws IOException {
        Path file = find(program.program(), path).orElseThrow(program::notInstalled);
        return ChildSource.open(program, file, find("setsid", path), settings);
    }

    private static Optional<Path> find(String program, String path) {
        List<String> folders = new ArrayList<>(List.of(path.split(File.pathSeparator, -1)));
        folders.addAll(MORE_FOLDERS);
        for (String folder : folders) {
            try {
                Path file = Path.of(folder, program);
                if (!folder.isEmpty() && Files.isExecutable(file)) {
                    return Optional.of(file);
                }
            } catch (InvalidPathException _) {
                // A path may hold anything.
            }
        }
        return Optional.empty();
    }
}
