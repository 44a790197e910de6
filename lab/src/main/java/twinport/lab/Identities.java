// SPDX-License-Identifier: MIT
package twinport.lab;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import twinport.broker.Passwords;
import twinport.pki.PrivateFiles;

/// The passwords of the plain side: made at the first start, found again at the next.
///
/// The broker has hashes only. The words themselves are kept too, each in a file with mode 0600,
/// because boards must be provisioned with them and people must be told theirs.
///
/// @param words password by user name
record Identities(Passwords hashes, Map<String, String> words) {
    private static final int PASSWORD_BYTES = 12;

    static Identities open(Path folder, Collection<String> users, SecureRandom random)
            throws IOException {
        Path hashFile = folder.resolve("passwords");
        Passwords hashes = Passwords.load(hashFile);
        Map<String, String> words = new LinkedHashMap<>();
        boolean changed = false;
        for (String user : users) {
            Path file = folder.resolve(user + ".password");
            String word;
            if (Files.exists(file)) {
                word = Files.readString(file, StandardCharsets.UTF_8).strip();
            } else {
                byte[] bytes = new byte[PASSWORD_BYTES];
                random.nextBytes(bytes);
                word = HexFormat.of().formatHex(bytes);
                PrivateFiles.write(file, (word + "\n").getBytes(StandardCharsets.UTF_8));
            }
            if (!hashes.users().contains(user) || newer(file, hashFile)) {
                hashes = hashes.with(user, word, random);
                changed = true;
            }
            words.put(user, word);
        }
        if (changed) {
            hashes.save(hashFile);
        }
        return new Identities(hashes, Map.copyOf(words));
    }

    /// Somebody wrote a password of their own into the file.
    private static boolean newer(Path word, Path hashes) throws IOException {
        return !Files.exists(hashes)
                || Files.getLastModifiedTime(word).compareTo(Files.getLastModifiedTime(hashes)) > 0;
    }
}
