// SPDX-License-Identifier: MIT
package twinport.wire.tls;

import java.util.Arrays;

/// Certificate chains seen of late, so that the same chain, as all clients of a broker get it, is
/// kept once.
final class SharedChains {
    private static final int CHAINS = 64;

    private final HandshakeMessage.Certificates[] recent =
            new HandshakeMessage.Certificates[CHAINS];

    /// The same chain, perhaps as it was seen before.
    HandshakeMessage.Certificates shared(HandshakeMessage.Certificates chain) {
        int hash = 0;
        for (byte[] each : chain.chain()) {
            hash = 31 * hash + Arrays.hashCode(each);
        }
        int slot = Math.floorMod(hash, CHAINS);
        HandshakeMessage.Certificates before = recent[slot];
        if (before != null && same(before, chain)) {
            return before;
        }
        recent[slot] = chain;
        return chain;
    }

    private static boolean same(
            HandshakeMessage.Certificates first, HandshakeMessage.Certificates second) {
        boolean same = first.chain().size() == second.chain().size();
        for (int i = 0; same && i < first.chain().size(); i++) {
            same = Arrays.equals(first.chain().get(i), second.chain().get(i));
        }
        return same;
    }
}
