// SPDX-License-Identifier: MIT
package twinport.wire.tls;

/// The names of handshake messages (IANA registry "TLS HandshakeType").
final class HandshakeNames {
    private HandshakeNames() {}

    static String of(int type) {
        return switch (type) {
            case HandshakeMessage.HELLO_REQUEST -> "hello_request";
            case HandshakeMessage.CLIENT_HELLO -> "client_hello";
            case HandshakeMessage.SERVER_HELLO -> "server_hello";
            case 3 -> "hello_verify_request";
            case HandshakeMessage.NEW_SESSION_TICKET -> "new_session_ticket";
            case HandshakeMessage.END_OF_EARLY_DATA -> "end_of_early_data";
            case 6 -> "hello_retry_request";
            case HandshakeMessage.ENCRYPTED_EXTENSIONS -> "encrypted_extensions";
            case HandshakeMessage.CERTIFICATE -> "certificate";
            case HandshakeMessage.SERVER_KEY_EXCHANGE -> "server_key_exchange";
            case HandshakeMessage.CERTIFICATE_REQUEST -> "certificate_request";
            case HandshakeMessage.SERVER_HELLO_DONE -> "server_hello_done";
            case HandshakeMessage.CERTIFICATE_VERIFY -> "certificate_verify";
            case 16 -> "client_key_exchange";
            case HandshakeMessage.FINISHED -> "finished";
            case 21 -> "certificate_url";
            case 22 -> "certificate_status";
            case 23 -> "supplemental_data";
            case HandshakeMessage.KEY_UPDATE -> "key_update";
            case 25 -> "compressed_certificate";
            case 254 -> "message_hash";
            default -> "handshake_" + type;
        };
    }
}
