// SPDX-License-Identifier: MIT
package twinport.lab;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import twinport.board.BoardClock;
import twinport.broker.Broker;
import twinport.broker.BrokerException;
import twinport.broker.BrokerSettings;
import twinport.broker.embedded.EmbeddedBroker;
import twinport.capture.RelayTap;
import twinport.capture.Route;
import twinport.lab.file.LabFile;
import twinport.pki.CertificateAuthority;
import twinport.pki.StoreFiles;
import twinport.pki.SubjectNames;

/// Makes the embedded broker of a lab: behind the tap on ports of its own, or on the public ports.
///
/// @param stores the files that the broker has its certificate from
/// @param routes from the public ports to the broker; empty without a tap
record BrokerAssembly(Broker broker, List<Route> routes, StoreFiles stores) {

    /// @param tap who is asked for the true client of a connection, once it is there
    static BrokerAssembly of(
            LabSettings settings,
            PublicPorts ports,
            DataFolder data,
            CertificateAuthority ca,
            Identities identities,
            AtomicReference<RelayTap> tap,
            BoardClock clock,
            SecureRandom random)
            throws IOException, LabException {
        LabFile file = settings.file();
        var stores = StoreFiles.in(data.pki(), random);
        stores.write(ca.server(subjectNames(settings)), List.of(ca.certificate()));
        List<Route> routes = new ArrayList<>();
        var plain = address(ports.plain(), settings, ports, routes, random);
        var tls =
                address(ports.tls(), settings, ports, routes, random)
                        .map(address ->
                                new BrokerSettings.Tls(
                                        address,
                                        stores.keyStore(),
                                        stores.trustStore(),
                                        stores.password(),
                                        clientCertificate(file)));
        var brokerSettings =
                new BrokerSettings(
                        data.broker(),
                        data.log().resolve("broker.log"),
                        plain,
                        tls,
                        file.plain().map(LabFile.PlainPort::open).orElse(false),
                        RightsTable.of(file),
                        identities.hashes(),
                        settings.tapped()
                                ? source ->
                                        Optional.ofNullable(tap.get())
                                                .flatMap(t -> t.origins().trueClient(source))
                                : BrokerSettings.DIRECT,
                        ca::withdrawn,
                        limits(file));
        return new BrokerAssembly(new EmbeddedBroker(brokerSettings, clock), routes, stores);
    }

    /// Room for the fleet beside everybody else.
    private static BrokerSettings.Limits limits(LabFile file) {
        var usual = BrokerSettings.Limits.DEFAULT;
        return usual.withConnections(usual.connections() + file.fleet());
    }

    void start() throws LabException {
        try {
            broker.start();
        } catch (BrokerException e) {
            throw new LabException(String.valueOf(e.getMessage()), e.hint(), e);
        }
    }

    /// Where the broker listens for this public port: behind the tap, or in its place.
    private static Optional<InetSocketAddress> address(
            int port,
            LabSettings settings,
            PublicPorts ports,
            List<Route> routes,
            SecureRandom random)
            throws LabException {
        if (port == PublicPorts.NONE) {
            return Optional.empty();
        }
        if (!settings.tapped()) {
            return Optional.of(new InetSocketAddress(settings.bind(), port));
        }
        var loopback = PublicPorts.LOOPBACK;
        var behind =
                new InetSocketAddress(
                        loopback,
                        FreePort.find(
                                loopback,
                                random,
                                one ->
                                        one == ports.plain()
                                                || one == ports.tls()
                                                || routes.stream()
                                                        .anyMatch(route ->
                                                                route.onward().getPort() == one)));
        for (InetAddress address : ports.addresses()) {
            routes.add(new Route(new InetSocketAddress(address, port), behind));
        }
        return Optional.of(behind);
    }

    private static BrokerSettings.ClientCertificate clientCertificate(LabFile file) {
        return switch (file.tls().orElseThrow().clientCertificate()) {
            case REQUIRED -> BrokerSettings.ClientCertificate.REQUIRED;
            case OPTIONAL -> BrokerSettings.ClientCertificate.OPTIONAL;
            case NONE -> BrokerSettings.ClientCertificate.NONE;
        };
    }

    private static SubjectNames subjectNames(LabSettings settings) throws LabException {
        Set<String> hosts = new LinkedHashSet<>(List.of("localhost"));
        hosts.addAll(settings.file().net().mapped());
        Set<InetAddress> addresses = new LinkedHashSet<>();
        addresses.add(PublicPorts.LOOPBACK);
        addresses.add(InetAddress.ofLiteral("::1"));
        if (!settings.bind().isAnyLocalAddress()) {
            addresses.add(settings.bind());
        }
        try {
            hosts.add(InetAddress.getLocalHost().getHostName());
        } catch (UnknownHostException e) {
            // this machine does not know its own name; nobody else will use it then
        }
        for (String host : settings.hosts()) {
            try {
                addresses.add(InetAddress.ofLiteral(host));
            } catch (IllegalArgumentException e) {
                hosts.add(host);
            }
        }
        try {
            return new SubjectNames(hosts, addresses);
        } catch (IllegalArgumentException e) {
            throw new LabException(
                    String.valueOf(e.getMessage()), "give --host a name or an IP address", e);
        }
    }
}
