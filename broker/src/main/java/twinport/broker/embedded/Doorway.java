// SPDX-License-Identifier: MIT
package twinport.broker.embedded;

import com.hivemq.extension.sdk.api.async.Async;
import com.hivemq.extension.sdk.api.async.TimeoutFallback;
import com.hivemq.extension.sdk.api.auth.SimpleAuthenticator;
import com.hivemq.extension.sdk.api.auth.parameter.SimpleAuthInput;
import com.hivemq.extension.sdk.api.auth.parameter.SimpleAuthOutput;
import com.hivemq.extension.sdk.api.packets.connect.ConnackReasonCode;
import com.hivemq.extension.sdk.api.packets.connect.ConnectPacket;
import com.hivemq.extension.sdk.api.services.exception.NoSuchClientIdException;
import com.hivemq.extension.sdk.api.services.session.ClientService;
import com.hivemq.extension.sdk.api.services.subscription.SubscriptionStore;
import io.netty.channel.Channel;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import twinport.broker.BrokerEvent.Refusal;
import twinport.broker.BrokerEvent.Refused;
import twinport.broker.Rights;
import twinport.broker.Rights.Grant;
import twinport.broker.embedded.Verdict.Admitted;
import twinport.broker.embedded.Verdict.Rejected;

/// Where every CONNECT passes: asks the gatekeeper, then sees to it that nobody takes up a session
/// that is another's, or one that still holds subscriptions which are no longer allowed.
final class Doorway implements SimpleAuthenticator {
    private static final System.Logger LOG = System.getLogger(Doorway.class.getName());
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration LOOK = Duration.ofMillis(10);

    private final Gatekeeper gatekeeper;
    private final ClientChannel channels;
    private final Sessions sessions;
    private final Owners owners;
    private final Supplier<Rights> rights;
    private final Observers observers;
    private final InstantSource clock;
    private final ClientService clients;
    private final SubscriptionStore subscriptions;

    /// Client ids whose session was ended for what it held, until it is seen to be gone; no more
    /// than there are sessions.
    private final Set<String> condemned = ConcurrentHashMap.newKeySet();

    private final ReentrantLock ending = new ReentrantLock();

    Doorway(Parts parts, ClientService clients, SubscriptionStore subscriptions) {
        this.gatekeeper = parts.gatekeeper();
        this.channels = parts.channels();
        this.sessions = parts.sessions();
        this.owners = parts.owners();
        this.rights = parts.rights()::get;
        this.observers = parts.observers();
        this.clock = parts.clock();
        this.clients = clients;
        this.subscriptions = subscriptions;
    }

    @Override
    public void onConnect(SimpleAuthInput input, SimpleAuthOutput output) {
        Optional<Channel> channel = channels.of(input.getConnectionInformation());
        if (channel.isEmpty()) {
            output.failAuthentication(ConnackReasonCode.SERVER_UNAVAILABLE, "no channel");
            return;
        }
        Async<SimpleAuthOutput> answer =
                output.async(
                        PATIENCE,
                        TimeoutFallback.FAILURE,
                        ConnackReasonCode.SERVER_BUSY,
                        "the check took too long");
        Thread.ofVirtual()
                .name("broker-connect")
                .start(() -> {
                    try {
                        decide(input, channel.get(), answer.getOutput());
                    } finally {
                        answer.resume();
                    }
                });
    }

    private void decide(SimpleAuthInput input, Channel channel, SimpleAuthOutput output) {
        ConnectPacket packet = input.getConnectPacket();
        Verdict verdict;
        try {
            verdict = gatekeeper.judge(packet, input.getConnectionInformation(), channel);
            if (verdict instanceof Admitted(Session session)) {
                verdict = settle(session, packet.getCleanStart());
            }
        } catch (ExecutionException | TimeoutException | RuntimeException e) {
            LOG.log(Level.ERROR, "the check of '" + packet.getClientId() + "' failed", e);
            sessions.release(channel);
            output.failAuthentication(ConnackReasonCode.UNSPECIFIED_ERROR, "the check failed");
            return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            output.failAuthentication(ConnackReasonCode.SERVER_UNAVAILABLE, "stopping");
            return;
        }
        switch (verdict) {
            case Admitted(Session session) -> {
                session.attach();
                channel.closeFuture().addListener(gone -> sessions.release(channel));
                output.authenticateSuccessfully();
            }
            case Rejected rejected -> {
                report(rejected, packet.getClientId(), channel);
                output.failAuthentication(rejected.code(), rejected.why());
            }
            case Verdict.Probe _ ->
                    output.failAuthentication(ConnackReasonCode.NOT_AUTHORIZED, "probe");
        }
    }

    private void report(Rejected rejected, String clientId, Channel channel) {
        observers.event(
                new Refused(
                        clock.instant(),
                        rejected.who(),
                        clientId,
                        gatekeeper.trueClient(channel),
                        rejected.rule(),
                        rejected.why()));
    }

    /// The session that this client would take up must be its own and lawful.
    private Verdict settle(Session session, boolean cleanStart)
            throws ExecutionException, TimeoutException, InterruptedException {
        Optional<String> holder = sessions.claim(session);
        if (holder.isPresent()) {
            return taken(session, holder.get());
        }
        Optional<String> owner = owners.of(session.clientId());
        boolean mine = owner.isEmpty() || owner.get().equals(session.owner());
        if (!mine && hasSession(session.clientId())) {
            sessions.release(session.channel());
            return taken(session, owner.get());
        }
        boolean own = mine && owner.isPresent();
        if (condemned.contains(session.clientId())
                || (!cleanStart && (!own || holdsForbidden(session)))) {
            endSession(session.clientId(), () -> false);
        }
        if (session.persistent() && !owners.put(session.clientId(), session.owner())) {
            sessions.release(session.channel());
            return new Rejected(
                    session.identity(), Refusal.CLIENT_ID, "too many sessions are kept");
        }
        return new Admitted(session);
    }

    private static Rejected taken(Session session, String owner) {
        String who = owner.startsWith(Owners.OPEN) ? "an open client" : "'" + owner + "'";
        return new Rejected(
                session.identity(),
                Refusal.CLIENT_ID_TAKEN,
                "the client id '" + session.clientId() + "' is in use by " + who);
    }

    /// Returns when nothing is left that could be taken up, or when another took the client id: who
    /// comes in sees to it itself. A connection that is just ending writes its session's expiry
    /// once more, over ours: so the session is ended until it is seen to be gone.
    private void endSession(String clientId, BooleanSupplier another)
            throws ExecutionException, TimeoutException, InterruptedException {
        long looks = PATIENCE.dividedBy(LOOK);
        for (long i = 0; i < looks; i++) {
            if (another.getAsBoolean() || isEnded(clientId, another)) {
                return;
            }
            TimeUnit.MILLISECONDS.sleep(LOOK.toMillis()); // the library has no event
        }
        throw new TimeoutException("the session of '" + clientId + "' does not end");
    }

    private boolean isEnded(String clientId, BooleanSupplier another)
            throws ExecutionException, TimeoutException, InterruptedException {
        ending.lockInterruptibly();
        try {
            if (another.getAsBoolean()) {
                return true;
            }
            invalidate(clientId);
            boolean ended = !hasSession(clientId);
            if (ended) {
                condemned.remove(clientId);
            }
            return ended;
        } finally {
            ending.unlock();
        }
    }

    private void invalidate(String clientId)
            throws ExecutionException, TimeoutException, InterruptedException {
        try {
            wait(clients.invalidateSession(clientId));
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof NoSuchClientIdException)) {
                throw e;
            }
        }
    }

    private boolean hasSession(String clientId)
            throws ExecutionException, TimeoutException, InterruptedException {
        return wait(clients.getSession(clientId)).isPresent();
    }

    /// Whether the session that is kept for it has a subscription that it may not have.
    boolean holdsForbidden(Session session)
            throws ExecutionException, TimeoutException, InterruptedException {
        Rights now = rights.get();
        Optional<Grant> grant = session.grant(now);
        return wait(subscriptions.getSubscriptions(session.clientId())).stream()
                .anyMatch(one ->
                        grant.isEmpty()
                                || now.subscribeDenial(
                                                grant.get(),
                                                session.transport().side(),
                                                one.getTopicFilter())
                                        .isPresent());
    }

    /// Ends the sessions of those who hold what they may not have any more.
    void enforce(List<Session> present) {
        for (Session session : present) {
            try {
                Rights now = rights.get();
                if (willForbidden(session, now)) {
                    session.preventWill();
                    wait(clients.disconnectClient(session.clientId(), true));
                }
                if (session.grant(now).isEmpty() || holdsForbidden(session)) {
                    condemned.add(session.clientId());
                    endSession(session.clientId(), () -> sessions.isHeldByAnother(session));
                    session.cut();
                }
            } catch (ExecutionException | TimeoutException e) {
                LOG.log(Level.WARNING, "'" + session.clientId() + "' is ended the hard way", e);
                session.cut();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private static boolean willForbidden(Session session, Rights now) {
        Optional<Grant> grant = session.grant(now);
        return session.will()
                .filter(will ->
                        grant.isEmpty()
                                || now.publishDenial(
                                                grant.get(),
                                                session.transport().side(),
                                                will.message().topic())
                                        .isPresent())
                .isPresent();
    }

    private static <T> T wait(java.util.concurrent.CompletableFuture<T> future)
            throws ExecutionException, TimeoutException, InterruptedException {
        return future.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }
}
