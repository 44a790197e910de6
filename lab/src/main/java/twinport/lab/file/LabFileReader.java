// SPDX-License-Identifier: MIT
package twinport.lab.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import twinport.broker.Fleet;
import twinport.capture.segment.LinkLayer;
import twinport.lab.Transport;
import twinport.lab.file.LabFile.BoardEntry;
import twinport.lab.file.LabFile.ClientCertificate;
import twinport.lab.file.LabFile.IdentityEntry;
import twinport.lab.file.LabFile.PlainPort;
import twinport.lab.file.LabFile.Tap;
import twinport.lab.file.LabFile.TlsPort;
import twinport.lab.file.LabFileException.Problem;

/// Reads lab files.
public final class LabFileReader {
    /// The name of the lab file in a folder.
    public static final String IN_FOLDER = "lab.yaml";

    private static final int MAXIMUM_BOARDS = 1_000;
    private static final int MAXIMUM_FAULTS = 50;
    private static final int MAXIMUM_MAPPED = 100;
    private static final String ID_PATTERN = "[A-Za-z0-9][A-Za-z0-9_-]{0,63}";
    private static final String ID_RULE =
            "letters, digits, - and _, at most 64, beginning with a letter or digit";
    private static final long DEFAULT_LIMIT_BYTES = 256L << 20;
    private static final long SMALLEST_LIMIT_BYTES = 1L << 20;

    private final Path file;
    private final List<Problem> problems = new ArrayList<>();

    private LabFileReader(Path file) {
        this.file = file;
    }

    /// @param place a lab file, or a folder that has a `lab.yaml`
    /// @throws IOException it can't be read
    /// @throws LabFileException it can't be used; the message has a line for every mistake
    public static LabFile read(Path place) throws IOException, LabFileException {
        Path file = Files.isDirectory(place) ? place.resolve(IN_FOLDER) : place;
        return new LabFileReader(file).parse();
    }

    private LabFile parse() throws IOException, LabFileException {
        var root = YamlFile.read(file, "the lab file", problems);
        if (root.isEmpty()) {
            throw new LabFileException(file, problems);
        }
        LabFile lab = lab(root.get());
        if (!problems.isEmpty()) {
            throw new LabFileException(file, problems);
        }
        return lab;
    }

    private LabFile lab(Section root) {
        var name = root.has("name") ? root.name("name", ID_PATTERN, ID_RULE) : "lab";
        var plain = root.section("plain").map(this::plain);
        var tls = root.section("tls").map(this::tls);
        var tap =
                root.section("tap")
                        .map(this::tap)
                        .orElse(new Tap(true, DEFAULT_LIMIT_BYTES, LinkLayer.ETHERNET));
        var sites = root.oneOf("sites", Sites.class, Sites.APART);
        var boards = root.sections("boards", MAXIMUM_BOARDS).stream().map(this::board).toList();
        var roles = Roles.of(root, ID_PATTERN, ID_RULE);
        var identities =
                root.sections("identities", MAXIMUM_BOARDS).stream()
                        .map(section -> identity(section, roles))
                        .toList();
        var net = root.section("net").map(this::net).orElse(LabFile.Net.LAB);
        int fleet = root.whole("fleet", 0, 0, Fleet.MAXIMUM);
        root.refuseOthers();
        if (plain.isEmpty() && tls.isEmpty()) {
            root.wrongAt("plain", "a lab needs plain: or tls: or both");
        }
        if (boards.isEmpty()) {
            root.wrongAt("boards", "a lab needs at least one board under boards:");
        }
        checkNames(root, boards, identities);
        if (problems.isEmpty()) { // a mistyped transport would only be reported twice
            checkTransports(root, boards, plain.isPresent(), tls.isPresent());
        }
        return new LabFile(
                file, name, plain, tls, tap, sites == Sites.APART, boards, identities, net, fleet);
    }

    private LabFile.Net net(Section section) {
        var reach = section.oneOf("reach", LabFile.Reach.class, LabFile.Reach.LAB);
        var mapped = section.texts("ca-map", MAXIMUM_MAPPED);
        for (String name : mapped) {
            if (!name.matches(LabFile.HOST_PATTERN)) {
                section.wrongAt(
                        "ca-map", "ca-map has names of servers, such as broker.example: " + name);
            }
        }
        section.refuseOthers();
        return new LabFile.Net(reach, mapped);
    }

    private enum Sites {
        APART,
        MIXED
    }

    private PlainPort plain(Section section) {
        var port =
                new PlainPort(
                        section.whole("port", 1883, 0, 65_535),
                        section.yes("open", false),
                        section.yes("every-topic", false));
        if (port.everyTopic() && !port.open()) {
            section.wrongAt("every-topic", "every-topic is for a plain port with open: true");
        }
        section.refuseOthers();
        return port;
    }

    private TlsPort tls(Section section) {
        var port =
                new TlsPort(
                        section.whole("port", 8883, 0, 65_535),
                        section.oneOf(
                                "client-certificate",
                                ClientCertificate.class,
                                ClientCertificate.REQUIRED));
        section.refuseOthers();
        return port;
    }

    private Tap tap(Section section) {
        boolean on = section.yes("on", true);
        long limit = DEFAULT_LIMIT_BYTES;
        var text = section.text("limit");
        if (text.isPresent()) {
            var size = ByteSize.parse(text.get()).filter(bytes -> bytes >= SMALLEST_LIMIT_BYTES);
            if (size.isEmpty()) {
                section.wrongAt(
                        "limit", "limit is a size of at least 1MB, such as 256MB: " + text.get());
            }
            limit = size.orElse(limit);
        }
        var link = section.oneOf("link", LinkLayer.class, LinkLayer.ETHERNET);
        section.refuseOthers();
        return new Tap(on, limit, link);
    }

    private BoardEntry board(Section section) {
        String id = section.name("id", ID_PATTERN, "an id has " + ID_RULE);
        Path firmware = firmware(section);
        var transport = section.oneOf("transport", Transport.class, Transport.TLS);
        var watch = section.text("watch");
        var parts = PartReader.parts(section, watch.isPresent());
        boolean start = section.yes("start", true);
        var filters = Roles.Filters.of(section);
        var faults = faults(section);
        section.refuseOthers();
        return new BoardEntry(
                id,
                firmware,
                transport,
                watch,
                parts,
                start,
                filters.publish(),
                filters.subscribe(),
                faults);
    }

    private List<String> faults(Section section) {
        List<String> faults = new ArrayList<>();
        for (String fault : section.texts("faults", MAXIMUM_FAULTS)) {
            try {
                faults.add(FaultWords.resolved(fault, file.toAbsolutePath().getParent()));
            } catch (IllegalArgumentException e) {
                section.wrongAt("faults", String.valueOf(e.getMessage()));
            }
        }
        return faults;
    }

    private Path firmware(Section section) {
        var text = section.text("firmware");
        if (text.isEmpty()) {
            section.wrongAt(
                    "firmware", "a board needs firmware: a folder with a sketch or a main.py");
            return file;
        }
        Path folder = file.toAbsolutePath().getParent();
        Path path = folder == null ? Path.of(text.get()) : folder.resolve(text.get()).normalize();
        if (!Files.exists(path)) {
            section.wrongAt("firmware", "there is no " + path);
        }
        return path;
    }

    private static IdentityEntry identity(Section section, Roles roles) {
        var entry = roles.entry(section.name("name", ID_PATTERN, "a name has " + ID_RULE), section);
        section.refuseOthers();
        return entry;
    }

    private static void checkNames(
            Section root, List<BoardEntry> boards, List<IdentityEntry> identities) {
        Set<String> seen = new java.util.HashSet<>();
        for (BoardEntry board : boards) {
            if (!seen.add(board.id())) {
                root.wrongAt("boards", "two boards are called \"" + board.id() + "\"");
            }
        }
        for (IdentityEntry identity : identities) {
            if (!seen.add(identity.name())) {
                root.wrongAt("identities", "the name \"" + identity.name() + "\" is used twice");
            }
        }
        if (seen.contains("lab")) {
            root.wrongAt("boards", "the name \"lab\" is the lab's own");
        }
        String known = boards.stream().map(BoardEntry::id).collect(Collectors.joining(", "));
        for (BoardEntry board : boards) {
            if (board.watch().isPresent()
                    && boards.stream().noneMatch(b -> b.id().equals(board.watch().get()))) {
                root.wrongAt(
                        "boards",
                        "board \""
                                + board.id()
                                + "\" watches \""
                                + board.watch().get()
                                + "\", which is no board of this lab; boards are "
                                + known);
            }
        }
    }

    private static void checkTransports(
            Section root, List<BoardEntry> boards, boolean plain, boolean tls) {
        for (BoardEntry board : boards) {
            boolean served =
                    switch (board.transport()) {
                        case PLAIN -> plain;
                        case TLS -> tls;
                    };
            if (!served) {
                root.wrongAt(
                        "boards",
                        "board \""
                                + board.id()
                                + "\" needs "
                                + (board.transport() == Transport.PLAIN ? "plain:" : "tls:")
                                + ", which this lab does not have");
            }
        }
    }
}
