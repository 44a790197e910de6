// SPDX-License-Identifier: MIT
package twinport.lab.wokwi;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import twinport.board.part.Bench;
import twinport.board.part.PartType;
import twinport.board.part.Placement;
import twinport.capture.segment.LinkLayer;
import twinport.lab.Transport;
import twinport.lab.file.LabFile;
import twinport.lab.file.LabFile.BoardEntry;
import twinport.lab.file.LabFileReader;

/// Projects as people have them, without a lab file: each becomes boards of one lab with both
/// ports, whose broker lets everybody in, as the public brokers do that such projects are written
/// for.
///
/// @param lab what to start
/// @param notes what was guessed, left out or ignored, for people
public record Project(LabFile lab, List<String> notes) {
    /// The board of a project that has one.
    public static final String BOARD = "board";

    /// More projects in one lab would be a mistake.
    public static final int MAX_PROJECTS = 50;

    private static final long CAPTURE_BYTES = 256L << 20;

    public Project {
        notes = List.copyOf(notes);
    }

    /// Whether a place is a project, and not a lab file or a folder with one.
    public static boolean is(Path place) {
        Path folder = folder(place);
        boolean named = !Files.isDirectory(place) && isProjectFile(place);
        return (named || Files.isDirectory(place))
                && (named || !Files.exists(folder.resolve(LabFileReader.IN_FOLDER)))
                && (Files.exists(folder.resolve(Diagram.FILE)) || Sources.areIn(folder));
    }

    /// Opens projects for one lab.
    ///
    /// @param places folders, or their `diagram.json`, sketch or `main.py`
    /// @throws ProjectException one can't be opened
    public static Project open(List<Path> places) throws IOException, ProjectException {
        if (places.size() > MAX_PROJECTS) {
            throw new ProjectException(
                    "a lab has room for " + MAX_PROJECTS + " projects", "start several labs");
        }
        List<String> notes = new ArrayList<>();
        List<BoardEntry> boards = new ArrayList<>();
        Set<String> ids = new HashSet<>(Set.of("lab"));
        for (Path place : places) {
            Path folder = folder(place).toAbsolutePath().normalize();
            String name = PartTable.id(String.valueOf(folder.getFileName()));
            for (BoardEntry board : boards(folder, places.size() == 1 ? BOARD : name, notes)) {
                if (!ids.add(board.id())) {
                    throw new ProjectException(
                            "two boards would be called \"" + board.id() + '"',
                            "give the projects' folders different names");
                }
                boards.add(board);
            }
        }
        String name = PartTable.id(String.valueOf(folder(places.getFirst()).getFileName()));
        return new Project(lab(folder(places.getFirst()), name, boards), notes);
    }

    private static boolean isProjectFile(Path file) {
        String name = String.valueOf(file.getFileName());
        return name.equals(Diagram.FILE) || name.equals("main.py") || name.endsWith(".ino");
    }

    private static Path folder(Path place) {
        Path absolute = place.toAbsolutePath().normalize();
        Path parent = absolute.getParent();
        return Files.isDirectory(absolute) || parent == null ? absolute : parent;
    }

    private static List<BoardEntry> boards(Path folder, String name, List<String> notes)
            throws IOException, ProjectException {
        Sources.sayWhatIsIgnored(folder, notes::add);
        Path file = folder.resolve(Diagram.FILE);
        if (!Files.exists(file)) {
            Path firmware = Sources.firmware(folder);
            return List.of(board(name, firmware, Sources.bench(folder, notes::add)));
        }
        Diagram diagram = Diagram.read(file);
        Map<String, BoardModel> models = models(file, diagram, notes);
        Wiring wiring = new Wiring(diagram, models);
        List<BoardEntry> boards = new ArrayList<>();
        Set<Diagram.Item> placed = new HashSet<>();
        for (String id : models.keySet()) {
            Path own = folder.resolve(PartTable.id(id));
            Path firmware = Sources.firmware(Sources.areIn(own) ? own : folder);
            List<Placement> parts = parts(file, diagram, wiring, id, placed, notes);
            boards.add(
                    board(
                            models.size() == 1 ? name : name + "-" + PartTable.id(id),
                            firmware,
                            parts));
        }
        sayWhatIsLeftOut(diagram, models, placed, notes);
        return boards;
    }

    private static Map<String, BoardModel> models(Path file, Diagram diagram, List<String> notes)
            throws ProjectException {
        Map<String, BoardModel> models = new LinkedHashMap<>();
        for (Diagram.Item item : diagram.items()) {
            Optional<BoardModel> model = BoardModel.of(item.type());
            if (model.isPresent()) {
                models.put(item.id(), model.get());
                if (model.get().isSuccessor()) {
                    notes.add(
                            "%s (%s) runs as an ESP32: same GPIO numbers up to 33, other pins are not there"
                                    .formatted(item.id(), item.type()));
                }
            } else if (BoardModel.isBoard(item.type()) && PartTable.type(item).isEmpty()) {
                throw Diagram.wrong(
                        file,
                        item.place() + "/type",
                        "the board %s can't be had here; boards are %s"
                                .formatted(item.type(), BoardModel.types()));
            }
        }
        if (models.isEmpty()) {
            throw Diagram.wrong(
                    file, "/parts", "there is no board; boards are " + BoardModel.types());
        }
        return models;
    }

    private static List<Placement> parts(
            Path file,
            Diagram diagram,
            Wiring wiring,
            String board,
            Set<Diagram.Item> placed,
            List<String> notes)
            throws ProjectException {
        PartTable table = new PartTable(wiring, board, notes::add);
        List<Placement> parts = new ArrayList<>();
        for (Diagram.Item item : diagram.items()) {
            Optional<PartType> type = PartTable.type(item);
            if (type.isPresent() && table.isHere(item, type.get())) {
                placed.add(item);
                table.placement(item, type.get()).ifPresent(parts::add);
            }
        }
        try {
            Bench.check(parts);
        } catch (IllegalArgumentException e) {
            throw Diagram.wrong(file, "/parts", String.valueOf(e.getMessage()));
        }
        return parts;
    }

    private static void sayWhatIsLeftOut(
            Diagram diagram,
            Map<String, BoardModel> models,
            Set<Diagram.Item> placed,
            List<String> notes) {
        for (Diagram.Item item : diagram.items()) {
            boolean known = PartTable.type(item).isPresent();
            if (!models.containsKey(item.id())
                    && !placed.contains(item)
                    && !PartTable.isPassive(item.type())) {
                notes.add(
                        "the part %s (%s) is left out: %s"
                                .formatted(
                                        item.id(),
                                        item.type(),
                                        known
                                                ? "none of its pins is wired to a GPIO of the board"
                                                : "there is no such part here; see docs/reference/parts.md"));
            }
        }
    }

    private static BoardEntry board(String id, Path firmware, List<Placement> parts) {
        return new BoardEntry(
                id,
                firmware,
                Transport.PLAIN,
                Optional.empty(),
                parts,
                true,
                List.of("#"),
                List.of("#"),
                List.of());
    }

    private static LabFile lab(Path source, String name, List<BoardEntry> boards) {
        return new LabFile(
                source,
                name,
                Optional.of(new LabFile.PlainPort(1883, true, true)),
                Optional.of(new LabFile.TlsPort(8883, LabFile.ClientCertificate.OPTIONAL)),
                new LabFile.Tap(true, CAPTURE_BYTES, LinkLayer.ETHERNET),
                false,
                boards,
                List.of(),
                LabFile.Net.LAB,
                0);
    }
}
