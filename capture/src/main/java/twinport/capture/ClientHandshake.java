// SPDX-License-Identifier: MIT
package twinport.capture;

import java.util.Optional;

/// Watches what a client sends for the two things the tap must know of a TLS handshake: the client
/// random (RFC 8446 section 4.1.2, RFC 5246 section 7.4.1.2) and where the ClientKeyExchange of TLS
/// 1.2 ends. It looks at records in the clear only, and never at bytes beyond the handshake.
final class ClientHandshake {
    /// A client's side of a handshake in the clear is shorter; what is longer is not watched.
    static final int MAX_WATCHED = 256 * 1024;

    private static final int RECORD_HEADER = 5;
    private static final int RECORD_HANDSHAKE = 22;
    private static final int MESSAGE_HEADER = 4;
    private static final int CLIENT_HELLO = 1;
    private static final int CLIENT_KEY_EXCHANGE = 16;

    /// In a ClientHello the random stands behind two bytes of version.
    private static final int RANDOM_AT = 2;

    private static final int RANDOM_LENGTH = 32;

    private final byte[] random = new byte[RANDOM_LENGTH];
    private boolean randomComplete;
    private boolean keyExchanged;
    private boolean over;
    private int watched;

    private final byte[] recordHeader = new byte[RECORD_HEADER];
    private int recordHeaderBytes;
    private int recordLeft;

    private final byte[] messageHeader = new byte[MESSAGE_HEADER];
    private int messageHeaderBytes;
    private int messageLength;
    private int messageAt;

    /// Watches the next bytes of the client; true when the ClientKeyExchange ends within them.
    boolean accept(byte[] bytes, int length) {
        boolean before = keyExchanged;
        for (int i = 0; i < length && !over; i++) {
            next(bytes[i]);
            over |= ++watched >= MAX_WATCHED;
        }
        return keyExchanged && !before;
    }

    /// Nothing more is to be learnt from this client.
    boolean over() {
        return over;
    }

    /// The client random, when it was seen whole.
    Optional<byte[]> clientRandom() {
        return randomComplete ? Optional.of(random.clone()) : Optional.empty();
    }

    private void next(byte value) {
        if (recordLeft > 0) {
            recordLeft--;
            handshake(value);
            return;
        }
        recordHeader[recordHeaderBytes++] = value;
        if (recordHeader[0] != RECORD_HANDSHAKE) {
            over = true; // not TLS, or the change to sealed records
        } else if (recordHeaderBytes == RECORD_HEADER) {
            recordLeft = number(recordHeader, 3, 2);
            recordHeaderBytes = 0;
        }
    }

    private void handshake(byte value) {
        if (messageHeaderBytes < MESSAGE_HEADER) {
            messageHeader[messageHeaderBytes++] = value;
            if (messageHeaderBytes == MESSAGE_HEADER) {
                messageLength = number(messageHeader, 1, 3);
                messageAt = 0;
                endOfMessage();
            }
            return;
        }
        int randomAt = messageAt++ - RANDOM_AT;
        if (messageHeader[0] == CLIENT_HELLO && randomAt >= 0 && randomAt < RANDOM_LENGTH) {
            random[randomAt] = value;
            randomComplete |= randomAt == RANDOM_LENGTH - 1;
        }
        endOfMessage();
    }

    private void endOfMessage() {
        if (messageAt < messageLength) {
            return;
        }
        messageHeaderBytes = 0;
        if (messageHeader[0] == CLIENT_KEY_EXCHANGE) {
            keyExchanged = true;
            over = true;
        }
    }

    private static int number(byte[] bytes, int start, int length) {
        int number = 0;
        for (int i = 0; i < length; i++) {
            number = (number << 8) | (bytes[start + i] & 0xFF);
        }
        return number;
    }
}
