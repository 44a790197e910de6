// SPDX-License-Identifier: MIT
package twinport.lab;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import tools.jackson.databind.json.JsonMapper;
import twinport.lab.file.LabFile.BoardEntry;
import twinport.pki.CertificateAuthority;
import twinport.pki.PrivateFiles;

/// Makes the one file that tells a board who it is and where its broker is: `/config.json` on its
/// flash, flat JSON. A copy lies in the data folder, ready for a real board.
final class Provisioning {
    /// The name under which every lab's broker is reached by virtual boards.
    static final String BROKER_HOST = "localhost";

    private static final String WIFI = "Wokwi-GUEST";

    private final DataFolder data;
    private final CertificateAuthority ca;
    private final Identities identities;
    private final PublicPorts ports;

    Provisioning(
            DataFolder data, CertificateAuthority ca, Identities identities, PublicPorts ports) {
        this.data = data;
        this.ca = ca;
        this.identities = identities;
        this.ports = ports;
    }

    /// The bytes of the board's `/config.json`, also written to `boards/<id>/config.json`.
    byte[] configuration(BoardEntry board) throws IOException {
        var config =
                JsonMapper.shared()
                        .createObjectNode()
                        .put("id", board.id())
                        .put("site", board.site())
                        .put("watch", board.watch().orElse(""))
                        .put("wifi_ssid", WIFI)
                        .put("wifi_password", "")
                        .put("host", BROKER_HOST);
        switch (board.transport()) {
            case PLAIN ->
                    config.put("port", ports.plain())
                            .put("tls", false)
                            .put("user", board.id())
                            .put("password", identities.words().getOrDefault(board.id(), ""));
            case TLS -> {
                var credentials = ca.device(board.id());
                config.put("port", ports.tls())
                        .put("tls", true)
                        .put("user", "")
                        .put("password", "")
                        .put("ca", ca.certificatePem())
                        .put("cert", credentials.certificatePem())
                        .put("key", credentials.keyPem());
            }
        }
        byte[] bytes =
                JsonMapper.shared()
                        .writerWithDefaultPrettyPrinter()
                        .writeValueAsString(config)
                        .getBytes(StandardCharsets.UTF_8);
        Path folder = data.board(board.id());
        PrivateFiles.folder(folder);
        PrivateFiles.write(folder.resolve("config.json"), bytes);
        return bytes;
    }

    /// The loopback address from which the board with this index comes.
    static InetAddress address(int index) {
        return InetAddress.ofLiteral("127.0." + (10 + index / 250) + "." + (1 + index % 250));
    }
}
