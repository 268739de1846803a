package io.github.coordinator.exhaustive;

import io.github.coordinator.ClientId;
import io.github.coordinator.Coordinator;
import io.github.coordinator.JoinOutcome;
import io.github.coordinator.PendingClients;
import io.github.coordinator.RunEvent;
import io.github.coordinator.RunSnapshot;
import io.github.coordinator.config.RunConfig;
import io.github.coordinator.model.Call;
import io.github.coordinator.model.Invariants;
import io.github.coordinator.model.Step;
import io.github.coordinator.round.SeedSource;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Goes breadth first through all situations that a run can get into, and checks every step on the way. */
final class Search {
    /** Of so many situations, one is remembered, to see whether its other snapshots really behave alike. */
    private static final int SAMPLED = 256;

    private static final SeedSource SEEDS = (epoch, height) -> 31 * epoch + height + 7;

    private final List<ClientId> clients;
    private final Set<Situation> known = new HashSet<>();
    private final Map<Situation, Node> sampled = new HashMap<>();
    private final Set<Object> reached = ConcurrentHashMap.newKeySet();
    private final AtomicLong steps = new AtomicLong();
    private int compared;

    /** How a situation was first reached. */
    private record Path(@Nullable Path before, Call call) {
        @Override
        public String toString() {
            return (before == null ? "" : before) + "\n  " + call;
        }
    }

    private record Node(
            RunSnapshot run,
            List<ClientId> pending,
            Situation situation,
            @Nullable Path path) {}

    Search(List<ClientId> clients) {
        this.clients = clients;
    }

    /** Searches from a run that waits with all clients pending, and returns how many situations are new at each depth. */
    List<Integer> run(RunConfig config, int depth) {
        RunSnapshot start = Coordinator.start(config, () -> clients, SEEDS, Instant.parse("2030-01-01T00:00:00Z"))
                .snapshot();
        List<Node> frontier = List.of(new Node(start, clients, Situation.of(start, clients), null));
        known.add(frontier.get(0).situation());
        List<Integer> counts = new ArrayList<>();
        for (int operation = 1; operation <= depth; operation++) {
            List<List<Node>> successors =
                    frontier.parallelStream().map(this::successors).toList();
            List<Node> next = new ArrayList<>();
            successors.forEach(nodes -> nodes.forEach(node -> meet(node, next)));
            counts.add(next.size());
            frontier = next;
        }
        return counts;
    }

    /** Whatever was met: states as pairs of before and after, outcomes, and causes of exits. */
    Set<Object> reached() {
        return reached;
    }

    long steps() {
        return steps.get();
    }

    /** How many snapshots of one situation were seen to behave alike. */
    int compared() {
        return compared;
    }

    private void meet(Node node, List<Node> next) {
        boolean isSampled = node.situation().low() % SAMPLED == 0;
        if (known.add(node.situation())) {
            next.add(node);
            if (isSampled) {
                sampled.put(node.situation(), node);
            }
        } else if (isSampled) {
            Node first = sampled.get(node.situation());
            if (first != null && !first.run().equals(node.run())) {
                compared++;
                Invariants.requireSame(4, situations(first), situations(node));
            }
        }
    }

    private List<Situation> situations(Node node) {
        return successors(node).stream().map(Node::situation).toList();
    }

    /** What each call of the alphabet makes of a node. */
    private List<Node> successors(Node node) {
        List<Node> successors = new ArrayList<>();
        Host host = new Host(node);
        for (Call call : Alphabet.calls(node.run(), clients)) {
            Step step = host.make(call);
            try {
                Invariants.check(step);
            } catch (AssertionError broken) {
                throw new AssertionError(broken.getMessage() + "\nafter:" + new Path(node.path(), call), broken);
            }
            note(step);
            if (host.hasMoved(step)) {
                List<ClientId> pending = List.copyOf(host.pending.pending());
                Situation situation = Situation.of(step.after(), pending);
                successors.add(new Node(step.after(), pending, situation, new Path(node.path(), call)));
                host = new Host(node);
            } else {
                successors.add(node);
            }
        }
        return successors;
    }

    private void note(Step step) {
        steps.incrementAndGet();
        if (step.answer() instanceof List<?> events) {
            for (Object event : events) {
                if (event instanceof RunEvent.StateChanged changed) {
                    reached.add(List.of(changed.from(), changed.to()));
                } else if (event instanceof RunEvent.ClientDropped dropped) {
                    reached.add(dropped.exit().cause());
                }
            }
        } else {
            reached.add(step.answer());
        }
    }

    /** A coordinator in a node's state, with a host around it that keeps its source as a host should. */
    private static final class Host {
        private final Node node;
        private final PendingClients pending = new PendingClients();
        private final Coordinator coordinator;

        Host(Node node) {
            this.node = node;
            node.pending().forEach(pending::add);
            coordinator = Coordinator.restore(node.run(), pending, SEEDS);
        }

        Step make(Call call) {
            Object answer = call.apply(coordinator, List.of());
            if (call instanceof Call.Join join && ((JoinOutcome) answer).accepted()) {
                pending.add(join.client());
            } else if (call instanceof Call.Disconnect gone) {
                pending.remove(gone.client());
            } else if (call instanceof Call.Leave gone) {
                pending.remove(gone.client());
            } else if (call instanceof Call.Eject gone) {
                pending.remove(gone.client());
            } else if (answer instanceof List<?> events) {
                pending.apply(events.stream().map(RunEvent.class::cast).toList());
            }
            return new Step(node.run(), node.pending(), call, answer, coordinator.snapshot());
        }

        boolean hasMoved(Step step) {
            return !step.after().equals(node.run())
                    || !List.copyOf(pending.pending()).equals(node.pending());
        }
    }
}
