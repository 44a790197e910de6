// SPDX-License-Identifier: MIT
package twinport.broker.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import twinport.pki.PrivateFiles;

/// Whom the sessions that outlive a connection belong to: on disk, because the sessions are.
/// Without it, anybody with a name of his own could take up a session that another left, and get
/// what was queued for it.
///
/// A line is `client id <tab> owner`; the last line for a client id counts. Neither has control
/// characters (the gatekeeper sees to that).
final class Owners {
    /// In front of the name of an open client: no identity begins like this, since no identity may
    /// have a control character.
    static final String OPEN = "\u0001";

    /// Sessions of clients that showed no credentials: anybody can ask for them under any name.
    static final int MOST_OPEN = 1_000;

    /// More sessions than this are refused.
    private static final int MOST = 200_000;

    private final Path file;
    private final Map<String, String> owners = new LinkedHashMap<>();

    private Owners(Path file) {
        this.file = file;
    }

    static Owners load(Path file) throws IOException {
        Owners loaded = new Owners(file);
        if (Files.exists(file)) {
            String text = Files.readString(file, StandardCharsets.UTF_8);
            String whole = text.substring(0, text.lastIndexOf('\n') + 1); // a crash cuts a line
            for (String line : whole.lines().toList()) {
                int tab = line.indexOf('\t');
                if (tab > 0) {
                    loaded.owners.put(line.substring(0, tab), line.substring(tab + 1));
                }
            }
        }
        return loaded;
    }

    synchronized Optional<String> of(String clientId) {
        return Optional.ofNullable(owners.get(clientId));
    }

    /// Remembers an owner; on disk when this returns.
    ///
    /// @return false if there are too many
    synchronized boolean put(String clientId, String owner) {
        if (owner.equals(owners.get(clientId))) {
            return true;
        }
        if (!owners.containsKey(clientId) && isFull(owner)) {
            return false;
        }
        try {
            Files.writeString(
                    file,
                    clientId + "\t" + owner + "\n",
                    StandardOpenOption.APPEND,
                    StandardOpenOption.SYNC);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        owners.put(clientId, owner);
        return true;
    }

    private boolean isFull(String owner) {
        if (owner.startsWith(OPEN)) {
            long open = owners.values().stream().filter(one -> one.startsWith(OPEN)).count();
            return open >= MOST_OPEN;
        }
        return owners.size() >= MOST;
    }

    /// Forgets the client ids that have no session any more, and writes the file anew.
    synchronized void keepOnly(Set<String> clientIds) throws IOException {
        owners.keySet().retainAll(clientIds);
        StringBuilder text = new StringBuilder();
        owners.forEach((id, owner) -> text.append(id).append('\t').append(owner).append('\n'));
        PrivateFiles.write(file, text.toString().getBytes(StandardCharsets.UTF_8));
    }
}
