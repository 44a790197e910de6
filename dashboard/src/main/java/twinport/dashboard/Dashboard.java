// SPDX-License-Identifier: MIT
package twinport.dashboard;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.BindException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import twinport.lab.LabControl;

/// The lab's page and HTTP API, on the JDK's own HTTP server with one virtual thread a request.
public final class Dashboard implements AutoCloseable {
    /// The server reads these once in a JVM's life, before it starts. A value that is already set
    /// stays: whoever runs the JVM knows better.
    ///
    /// - maxReqTime: seconds in which a request must have come whole (slow senders)
    /// - maxRspTime is left unlimited on purpose: a stream of events has no end; {@link LiveEvents}
    ///   cuts off those who do not read
    /// - maxConnections: all connections together, the readers of events among them
    private static final Map<String, String> LIMITS =
            Map.of(
                    "sun.net.httpserver.maxReqTime", "20",
                    "sun.net.httpserver.idleInterval", "30",
                    "sun.net.httpserver.maxIdleConnections", "256",
                    "sun.net.httpserver.maxReqHeaders", "64",
                    "sun.net.httpserver.maxReqHeaderSize", "32768",
                    "sun.net.httpserver.nodelay", "true",
                    "jdk.httpserver.maxConnections", "8192");

    private static final int BACKLOG = 128;

    private final LabControl lab;
    private final DashboardSettings settings;
    private @Nullable Running running;

    private record Running(
            HttpServer server,
            ExecutorService threads,
            LiveEvents events,
            TopicTable topics,
            RoundTrips roundTrips,
            TrafficApi traffic) {}

    public Dashboard(LabControl lab, DashboardSettings settings) {
        this.lab = lab;
        this.settings = settings;
    }

    /// Returns when the page can be asked for.
    ///
    /// @throws DashboardException the address cannot be listened on
    public synchronized void start() throws IOException {
        if (running != null) {
            throw new IllegalStateException("the page is already served at " + address());
        }
        LIMITS.forEach((name, value) -> {
            if (System.getProperty(name) == null) {
                System.setProperty(name, value);
            }
        });
        HttpServer server = listen();
        var json = new Json();
        var events = new LiveEvents(lab, json);
        var routes = new Routes();
        new PageFiles().addTo(routes);
        routes.add("GET", "/api/events", events::serve);
        new LabApi(lab, json).addTo(routes);
        new CertificateApi(lab, json).addTo(routes);
        new ExperimentsApi(lab, json).addTo(routes);
        new HistoryApi(lab).addTo(routes);
        var topics = new TopicTable(lab);
        new MessageApi(lab, json, topics).addTo(routes);
        new Metrics(lab, events, topics).addTo(routes);
        var judge = new WireJudge(lab);
        var roundTrips = new RoundTrips(lab);
        new FindingsApi(lab, judge).addTo(routes);
        new LeaksApi(judge).addTo(routes);
        new CostApi(lab, judge, roundTrips).addTo(routes);
        var traffic = new TrafficApi(lab, json, InstantSource.system());
        traffic.addTo(routes);
        ExecutorService threads =
                Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("http-", 1).factory());
        server.setExecutor(threads);
        server.createContext("/", new FrontDoor(Guard.of(settings), routes, json));
        server.start();
        running = new Running(server, threads, events, topics, roundTrips, traffic);
    }

    private HttpServer listen() throws IOException {
        try {
            return HttpServer.create(
                    new InetSocketAddress(settings.address(), settings.port()), BACKLOG);
        } catch (BindException e) {
            throw new DashboardException(
                    "the page cannot listen on " + address().getAuthority() + ": " + e.getMessage(),
                    "stop what uses port "
                            + settings.port()
                            + ", or choose another with --http-port",
                    e);
        }
    }

    /// Where the page is, for people on this machine.
    public URI address() {
        InetAddress address = settings.address();
        String host = address.isAnyLocalAddress() ? "127.0.0.1" : address.getHostAddress();
        String shown =
                address instanceof Inet6Address && host.contains(":") ? "[" + host + "]" : host;
        return URI.create("http://" + shown + ":" + settings.port() + "/");
    }

    /// Ends all viewers and frees the port; what is being answered is cut off.
    @Override
    public synchronized void close() {
        Running now = running;
        if (now == null) {
            return;
        }
        running = null;
        now.events().close();
        now.topics().close();
        now.roundTrips().close();
        now.server().stop(0);
        now.threads().shutdownNow();
        now.traffic().close();
    }
}
