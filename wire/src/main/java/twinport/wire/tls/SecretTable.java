// SPDX-License-Identifier: MIT
package twinport.wire.tls;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Secrets by kind and owner, kept close: about 100 bytes each, without an object for any.
///
/// An entry is kind, owner length, secret length, owner, secret. Entries lie in chunks; the hash
/// table holds their places plus one.
final class SecretTable {
    /// More are not kept, which [#dropped] counts.
    static final int ENTRIES_MAX = 2_000_000;

    static final int OWNER_BYTES_MAX = 32;
    static final int SECRET_BYTES_MAX = 64;

    private static final int CHUNK_BITS = 16;
    private static final int CHUNK_BYTES = 1 << CHUNK_BITS;
    private static final int HEADER_BYTES = 3;
    private static final int SLOTS_AT_FIRST = 64;

    /// Owners chosen to collide make a table slow: an entry that finds no place so far is dropped.
    private static final int PROBES_MAX = 256;

    private byte[][] chunks = new byte[0][];
    private int chunkCount;
    private int chunkUsed = CHUNK_BYTES;
    private int[] slots = new int[SLOTS_AT_FIRST];
    private int size;
    private long dropped;

    /// Keeps a secret; a later one of the same kind and owner takes its place.
    void put(int kind, byte[] owner, int ownerBytes, byte[] secret, int secretBytes) {
        int slot = slotOf(kind, owner, ownerBytes);
        if (slot >= 0 && slots[slot] != 0 && replaced(slots[slot] - 1, secret, secretBytes)) {
            return;
        }
        boolean fresh = slot >= 0 && slots[slot] == 0;
        if (slot < 0 || size >= ENTRIES_MAX) {
            dropped++;
            return;
        }
        slots[slot] = append(kind, owner, ownerBytes, secret, secretBytes) + 1;
        size += fresh ? 1 : 0;
        if (size > slots.length / 2) {
            rehash();
        }
    }

    private boolean replaced(int place, byte[] secret, int secretBytes) {
        byte[] chunk = chunks[place >>> CHUNK_BITS];
        int at = place & (CHUNK_BYTES - 1);
        if ((chunk[at + 2] & 0xff) != secretBytes) {
            return false;
        }
        System.arraycopy(secret, 0, chunk, at + HEADER_BYTES + (chunk[at + 1] & 0xff), secretBytes);
        return true;
    }

    private int append(int kind, byte[] owner, int ownerBytes, byte[] secret, int secretBytes) {
        int bytes = HEADER_BYTES + ownerBytes + secretBytes;
        if (chunkUsed + bytes > CHUNK_BYTES) {
            if (chunkCount == chunks.length) {
                chunks = Arrays.copyOf(chunks, Math.max(4, chunks.length * 2));
            }
            chunks[chunkCount++] = new byte[CHUNK_BYTES];
            chunkUsed = 0;
        }
        byte[] chunk = chunks[chunkCount - 1];
        int at = chunkUsed;
        chunk[at] = (byte) kind;
        chunk[at + 1] = (byte) ownerBytes;
        chunk[at + 2] = (byte) secretBytes;
        System.arraycopy(owner, 0, chunk, at + HEADER_BYTES, ownerBytes);
        System.arraycopy(secret, 0, chunk, at + HEADER_BYTES + ownerBytes, secretBytes);
        chunkUsed += bytes;
        return (chunkCount - 1) << CHUNK_BITS | at;
    }

    byte @Nullable [] find(int kind, byte[] owner) {
        int slot = slotOf(kind, owner, owner.length);
        if (slot < 0 || slots[slot] == 0) {
            return null;
        }
        int place = slots[slot] - 1;
        byte[] chunk = chunks[place >>> CHUNK_BITS];
        int at = place & (CHUNK_BYTES - 1);
        int from = at + HEADER_BYTES + (chunk[at + 1] & 0xff);
        return Arrays.copyOfRange(chunk, from, from + (chunk[at + 2] & 0xff));
    }

    /// Where this entry is or would be; -1 when no place is near enough.
    private int slotOf(int kind, byte[] owner, int ownerBytes) {
        int slot = hash(kind, owner, 0, ownerBytes) & (slots.length - 1);
        for (int probes = 0; probes < PROBES_MAX; probes++) {
            if (slots[slot] == 0 || holds(slots[slot] - 1, kind, owner, ownerBytes)) {
                return slot;
            }
            slot = (slot + 1) & (slots.length - 1);
        }
        return -1;
    }

    private boolean holds(int place, int kind, byte[] owner, int ownerBytes) {
        byte[] chunk = chunks[place >>> CHUNK_BITS];
        int at = place & (CHUNK_BYTES - 1);
        int from = at + HEADER_BYTES;
        return chunk[at] == kind
                && (chunk[at + 1] & 0xff) == ownerBytes
                && Arrays.equals(chunk, from, from + ownerBytes, owner, 0, ownerBytes);
    }

    private void rehash() {
        int[] before = slots;
        slots = new int[before.length * 2];
        for (int entry : before) {
            if (entry != 0) {
                place(entry);
            }
        }
    }

    private void place(int entry) {
        byte[] chunk = chunks[(entry - 1) >>> CHUNK_BITS];
        int at = (entry - 1) & (CHUNK_BYTES - 1);
        int slot = hash(chunk[at], chunk, at + HEADER_BYTES, chunk[at + 1] & 0xff);
        slot &= slots.length - 1;
        for (int probes = 0; probes < PROBES_MAX; probes++) {
            if (slots[slot] == 0) {
                slots[slot] = entry;
                return;
            }
            slot = (slot + 1) & (slots.length - 1);
        }
        size--;
        dropped++;
    }

    private static int hash(int kind, byte[] owner, int from, int bytes) {
        int hash = kind;
        for (int i = from; i < from + bytes; i++) {
            hash = hash * 31 + owner[i];
        }
        hash *= 0x9e3779b9;
        return hash ^ hash >>> 15;
    }

    int size() {
        return size;
    }

    /// Secrets that were not kept, because there were too many.
    long dropped() {
        return dropped;
    }
}
