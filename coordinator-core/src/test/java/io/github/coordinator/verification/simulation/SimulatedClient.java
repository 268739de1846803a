package io.github.coordinator.verification.simulation;

import io.github.coordinator.ClientId;
import io.github.coordinator.JoinOutcome;
import io.github.coordinator.Roster;
import io.github.coordinator.RunState;
import io.github.coordinator.RunStatus;
import io.github.coordinator.round.Participation;
import io.github.coordinator.round.ParticipationBitmap;
import io.github.coordinator.round.ParticipationFilter;
import io.github.coordinator.round.ParticipationKind;
import io.github.coordinator.round.Round;
import io.github.coordinator.round.Seat;
import io.github.coordinator.round.WitnessProof;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * An honest client. It knows nothing but what it was sent: the news from the host, of which it may have missed some or got
 * them in the wrong order, and the results of the others, which it attests where it is elected.
 */
class SimulatedClient {
    final int number;
    final ClientId id;
    final World world;
    final SimulatedNetwork network;

    /** What it saw when it gave a proof. For the referee: unlike all else, it is not forgotten in a crash. */
    private final Map<WitnessProof, Set<ClientId>> testimonies = new HashMap<>();

    private final Map<Message.RoundKey, Set<ClientId>> seen = new HashMap<>();
    private final Map<Message.RoundKey, Optional<WitnessProof>> proofs = new HashMap<>();
    private final Set<Message.RoundKey> begun = new HashSet<>();

    private Message.@Nullable News news;
    private long readyEpoch = -1;
    private boolean up;
    private boolean wantsIn = true;

    /** Whether it has hung up, and not called again. */
    private boolean hungUp;

    private int lives;
    private long stalledUntil;

    SimulatedClient(int number, World world, SimulatedNetwork network) {
        this.number = number;
        id = ClientId.of("c" + number);
        this.world = world;
        this.network = network;
    }

    /** Comes up and asks to be let in; for one that is up already, nothing changes. */
    void start() {
        stalledUntil = 0;
        if (!up) {
            up = true;
            begin();
            beat(lives);
        } else {
            comeBack();
        }
    }

    /** What it does once when it comes up. */
    void begin() {}

    final boolean isUp() {
        return up;
    }

    /** Comes up after a while, unless the faults have stopped by then: then the ending decides who is there. */
    void startLater(long nanos) {
        world.schedule.after(nanos, () -> {
            if (!world.isCalm()) {
                start();
            }
        });
    }

    /** Dies, if it lives, and forgets everything. */
    boolean crash() {
        boolean lived = up;
        up = false;
        lives++;
        news = null;
        readyEpoch = -1;
        wantsIn = true;
        hungUp = false;
        stalledUntil = 0;
        seen.clear();
        proofs.clear();
        begun.clear();
        say("dies");
        return lived;
    }

    boolean stall(long nanos) {
        stalledUntil = world.schedule.now() + nanos;
        say("stalls");
        return up;
    }

    /** Says goodbye, for a while. */
    boolean leave(long nanos) {
        if (!up || !wantsIn) {
            return false;
        }
        say("leaves");
        tell(new Message.Leave());
        wantsIn = false;
        news = null;
        later(nanos, this::comeBack);
        return true;
    }

    /** Hangs up, for a while. What it hears until then is lost. */
    boolean hangUp(long nanos) {
        if (!up || hungUp) {
            return false;
        }
        say("hangs up");
        hungUp = true;
        news = null;
        later(nanos, this::comeBack);
        return true;
    }

    /** Whatever keeps it away is over; a client that was ejected tries in vain. */
    void comeBack() {
        if (!wantsIn || hungUp) {
            wantsIn = true;
            hungUp = false;
            tell(new Message.Join(RunConfigDraw.RUN_ID, id));
        }
    }

    /** Says something to the host. */
    void tell(Message message) {
        if (!hungUp) {
            network.toHost(id, message);
        }
    }

    final Habit habit() {
        return world.habit(this);
    }

    /** What it had seen when it gave that proof; nothing if it never did. */
    Optional<Set<ClientId>> testimony(WitnessProof proof) {
        return Optional.ofNullable(testimonies.get(proof));
    }

    final void later(long nanos, Runnable action) {
        int mine = lives;
        world.schedule.after(nanos, () -> {
            if (mine == lives) {
                if (isStalled()) {
                    later(stalledUntil - world.schedule.now(), action);
                } else {
                    action.run();
                }
            }
        });
    }

    private boolean isStalled() {
        return stalledUntil > world.schedule.now();
    }

    final void say(String what) {
        world.say(id.toString(), what);
    }

    /** Gives a sign of life, and says once more what may not have arrived. */
    private void beat(int life) {
        if (life != lives) {
            return;
        }
        Message.News known = news;
        if (wantsIn) {
            boolean knows = known != null && known.connected();
            tell(knows ? new Message.HealthCheck() : new Message.Join(RunConfigDraw.RUN_ID, id));
        }
        if (known != null && isMember(known) && world.chance.happens(0.2)) {
            repeat(known);
        }
        later(world.plan.heartbeatNanos(), () -> beat(life));
    }

    private void repeat(Message.News known) {
        Round round = known.status().round().orElse(null);
        if (known.status().state() == RunState.WARMUP
                && readyEpoch == known.status().epoch()) {
            tell(new Message.Ready(readyEpoch));
        } else if (round != null && known.status().state().isRound()) {
            proofs.getOrDefault(Message.RoundKey.of(round), Optional.empty()).ifPresent(this::give);
        }
    }

    final void receive(Message message) {
        if (!up || hungUp) {
            return;
        }
        if (isStalled()) {
            later(stalledUntil - world.schedule.now(), () -> receive(message));
        } else if (message instanceof Message.News arrived) {
            follow(arrived);
        } else if (message instanceof Message.Result result) {
            seen.computeIfAbsent(result.round(), unknown -> new HashSet<>()).add(result.from());
            attestOnceAllAreSeen();
        } else if (message instanceof Message.Refused refused) {
            // All other causes pass, or are those of a message that somebody else sent in its name.
            wantsIn &= refused.why() != JoinOutcome.EJECTED && refused.why() != JoinOutcome.FINISHED;
        }
    }

    void follow(Message.News arrived) {
        news = arrived;
        Round round = arrived.status().round().orElse(null);
        Seat seat = arrived.seat();
        if (!isMember(arrived)) {
            if (wantsIn && !arrived.connected()) {
                tell(new Message.Join(RunConfigDraw.RUN_ID, id));
            }
        } else if (arrived.status().state() == RunState.WARMUP) {
            loadModel(arrived.status());
        } else if (seat != null
                && round != null
                && arrived.status().state().isRound()
                && isSeatOf(round, seat, arrived.roster())) {
            train(round, arrived.status());
            if (arrived.status().state() == RunState.ROUND_WITNESS) {
                Message.RoundKey key = Message.RoundKey.of(round);
                later(world.chance.between(0, Plan.LATENCY_NANOS), () -> attest(key));
            }
        }
    }

    /** News are put together at one time, but a round keeps its roster while others go, so it is well to look. */
    private static boolean isSeatOf(Round round, Seat seat, Roster roster) {
        return seat.rosterVersion() == round.rosterVersion() && roster.version() == round.rosterVersion();
    }

    /** Whether it takes part in the epoch, with a seat or, in warm-up, still without. */
    private boolean isMember(Message.News known) {
        return known.connected() && known.roster().clients().contains(id);
    }

    private void loadModel(RunStatus status) {
        if (readyEpoch != status.epoch()) {
            readyEpoch = status.epoch();
            long most = status.warmupTime().toNanos() * 6 / 5;
            later(world.chance.between(0, most), () -> tell(new Message.Ready(readyEpoch)));
        }
    }

    private void train(Round round, RunStatus status) {
        Message.RoundKey key = Message.RoundKey.of(round);
        if (status.state() == RunState.ROUND_TRAIN && habit().trains() && begun.add(key)) {
            tell(new Message.HealthCheck());
            long most = status.stateLimit().orElseThrow().toNanos() * 3 / 5;
            later(world.chance.between(0, most), () -> finish(key));
        }
    }

    private void finish(Message.RoundKey key) {
        if (hungUp) {
            return;
        }
        seen.computeIfAbsent(key, unknown -> new HashSet<>()).add(id);
        if (news != null) {
            for (ClientId other : news.roster().clients()) {
                if (!other.equals(id)) {
                    network.toPeer(id, other, new Message.Result(key, id));
                }
            }
        }
        attestOnceAllAreSeen();
    }

    private void attestOnceAllAreSeen() {
        Message.News known = news;
        if (known != null && known.status().round().isPresent()) {
            Message.RoundKey key = Message.RoundKey.of(known.status().round().orElse(null));
            if (seen.getOrDefault(key, Set.of()).size()
                    >= known.roster().clients().size()) {
                attest(key);
            }
        }
    }

    /** Attests a round, once, if it is still the one that it knows of, and if it is elected. */
    private void attest(Message.RoundKey key) {
        Message.News known = news;
        Round round = known == null ? null : known.status().round().orElse(null);
        if (known == null || round == null || known.seat() == null || !isSeatOf(round, known.seat(), known.roster())) {
            return;
        }
        boolean isOpen =
                known.status().state().isRound() && Message.RoundKey.of(round).equals(key);
        if (isOpen && !proofs.containsKey(key)) {
            Set<ClientId> present = Set.copyOf(seen.getOrDefault(key, Set.of()));
            boolean overlooks = world.sabotage == Sabotage.WITNESSES_OVERLOOK;
            IntPredicate sees = index -> {
                ClientId client = known.roster().clients().get(index);
                return (present.contains(client) || world.sabotage == Sabotage.WITNESSES_SEE_EVERYBODY)
                        && !(overlooks && client.equals(World.VICTIM));
            };
            Optional<WitnessProof> proof = round.partOf(known.seat())
                    .flatMap(part -> part.proof(
                            sees, index -> known.roster().clients().get(index).bytes()));
            proofs.put(key, proof);
            proof.ifPresent(honest -> testimonies.put(honest, present));
            proof.ifPresentOrElse(this::give, () -> standBy(round, known.seat().index()));
        }
    }

    final Participation participation(Round round, Roster roster, IntPredicate sees) {
        return round.participation() == ParticipationKind.BITMAP
                ? ParticipationBitmap.of(round.clientCount(), sees)
                : ParticipationFilter.of(
                        round, index -> roster.clients().get(index).bytes(), sees);
    }

    /** The last news, for clients that make more of them than an honest one does. */
    final Message.@Nullable News news() {
        return news;
    }

    /** Gives its proof. */
    void give(WitnessProof proof) {
        tell(new Message.Witness(proof));
    }

    /** Is not a witness this time, and so says nothing. */
    void standBy(Round round, int index) {}
}
