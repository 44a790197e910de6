// SPDX-License-Identifier: MIT
package twinport.cli.mqtt;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import twinport.cli.mqtt.session.MqttFailure;
import twinport.cli.mqtt.session.TlsMaterial;

/// The flags of TLS.
final class TlsOptions {
    @Option(
            names = {"--cafile", "--ca"},
            paramLabel = "FILE",
            description = "Trust the CA certificates in this PEM file, and speak TLS.")
    @Nullable Path authorities;

    @Option(
            names = "--capath",
            paramLabel = "DIR",
            description = "Not offered: give one file with --cafile.")
    @Nullable String authorityFolder;

    @Option(
            names = "--tls-use-os-certs",
            description = "Speak TLS and trust the CAs that this Java trusts.")
    boolean usualAuthorities;

    @Option(
            names = "--cert",
            paramLabel = "FILE",
            description = "Our certificate (PEM), where the broker asks for one; needs --key.")
    @Nullable Path certificate;

    @Option(
            names = "--key",
            paramLabel = "FILE",
            description = "The private key of --cert: PEM, without a password.")
    @Nullable Path key;

    @Option(
            names = "--insecure",
            description =
                    "Do not check that the certificate is for the host's name. The CA and the dates"
                            + " are still checked, as mosquitto 2.0 does.")
    boolean anyHostName;

    @Option(
            names = "--tls-version",
            paramLabel = "VERSION",
            description = "Speak only tlsv1.2 or only tlsv1.3. Default: the newer of both.")
    @Nullable String version;

    /// @param asked an mqtts:// address or port 8883 asks for TLS without any of these flags
    /// @return null for plain MQTT
    @Nullable TlsMaterial material(boolean asked) throws MqttFailure {
        if (authorityFolder != null) {
            throw MqttFailure.usage(
                    "folders of CA certificates are not read, at --capath " + authorityFolder,
                    "put them into one file (cat DIR/*.pem > ca.pem) and give --cafile ca.pem");
        }
        if ((certificate == null) != (key == null)) {
            throw MqttFailure.usage(
                    "--cert and --key belong together, but only one is given",
                    "give both: --cert CLIENT.pem --key CLIENT-KEY.pem");
        }
        List<String> protocols = protocols();
        boolean flags =
                authorities != null
                        || usualAuthorities
                        || certificate != null
                        || anyHostName
                        || version != null;
        if (!asked && !flags) {
            return null;
        }
        return TlsMaterial.load(
                new TlsMaterial.Sources(authorities, certificate, key, protocols, anyHostName));
    }

    private List<String> protocols() throws MqttFailure {
        return switch (version) {
            case null -> List.of("TLSv1.3", "TLSv1.2");
            case "tlsv1.3" -> List.of("TLSv1.3");
            case "tlsv1.2" -> List.of("TLSv1.2");
            default ->
                    throw MqttFailure.usage(
                            "this version of TLS is not spoken here, at --tls-version " + version,
                            "use tlsv1.2 or tlsv1.3; older ones are broken (RFC 8996)");
        };
    }
}
