// SPDX-License-Identifier: MIT
package twinport.broker;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.KeyGenerator;
import javax.crypto.Mac;
import javax.crypto.SecretKey;

/// Which user's password was right last, as digests under a key that never leaves memory.
final class RememberedPasswords {
    private static final String ALGORITHM = "HmacSHA256";

    private final SecretKey key;
    private final Map<String, byte[]> digests = new ConcurrentHashMap<>();

    RememberedPasswords() {
        try {
            key = KeyGenerator.getInstance(ALGORITHM).generateKey();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK has no " + ALGORITHM, e);
        }
    }

    Optional<byte[]> digest(String user, byte[] password) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            mac.update(user.getBytes(java.nio.charset.StandardCharsets.UTF_8));
            mac.update((byte) 0);
            return Optional.of(mac.doFinal(password));
        } catch (GeneralSecurityException e) {
            return Optional.empty();
        }
    }

    boolean holds(String user, byte[] digest) {
        byte[] known = digests.get(user);
        return known != null && MessageDigest.isEqual(known, digest);
    }

    /// Only known users come here, so there are never more entries than users.
    void put(String user, byte[] digest) {
        digests.put(user, digest);
    }
}
