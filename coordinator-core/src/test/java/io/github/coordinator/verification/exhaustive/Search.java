package io.github.coordinator.verification.exhaustive;

import io.github.coordinator.ClientId;
import io.github.coordinator.Coordinator;
import io.github.coordinator.RunSnapshot;
import io.github.coordinator.config.RunConfig;
import io.github.coordinator.verification.model.Call;
import io.github.coordinator.verification.model.History;
import io.github.coordinator.verification.model.Invariants;
import io.github.coordinator.verification.model.Reach;
import io.github.coordinator.verification.model.Step;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/** Goes breadth first through all situations that a run can get into, and checks every step on the way. */
final class Search {
    /** One in this many situations is remembered, to be looked at more closely. */
    private static final int SAMPLED = 256;

    /** The successors of this many nodes are in memory at once. */
    private static final int AT_ONCE = 1024;

    private final List<ClientId> clients;
    private final Reach reach;
    private final Set<Situation> known = new HashSet<>();
    private final Map<Situation, Node> sampled = new HashMap<>();
    private final AtomicLong steps = new AtomicLong();
    private final List<Twins> twins = new ArrayList<>();

    /** A situation as it was first met, and the calls that led there. */
    private record Node(RunSnapshot run, List<ClientId> pending, Situation situation, List<Call> way) {
        static Node of(SearchHost host, List<Call> way) {
            return new Node(host.run(), host.pending(), Situation.of(host.run(), host.pending()), way);
        }

        SearchHost host() {
            return new SearchHost(run, pending);
        }

        boolean isWhere(SearchHost host) {
            return run.equals(host.run()) && pending.equals(host.pending());
        }

        List<Call> wayOn(Call call) {
            List<Call> on = new ArrayList<>(way);
            on.add(call);
            return on;
        }
    }

    /** Two nodes of the same situation that nevertheless differ. */
    private record Twins(Node first, Node second) {}

    Search(List<ClientId> clients, Reach reach) {
        this.clients = clients;
        this.reach = reach;
    }

    /** Searches from a run that waits with all clients pending, and returns how many situations are new at each depth. */
    List<Integer> run(RunConfig config, int depth) {
        Coordinator coordinator = Coordinator.start(
                config, () -> new LinkedHashSet<>(clients), SearchHost.SEEDS, Instant.parse("2030-01-01T00:00:00Z"));
        Node start = Node.of(new SearchHost(coordinator.snapshot(), clients), List.of());
        known.add(start.situation());
        List<Node> frontier = List.of(start);
        List<Integer> counts = new ArrayList<>();
        for (int operation = 1; operation <= depth; operation++) {
            List<Node> next = new ArrayList<>();
            for (int from = 0; from < frontier.size(); from += AT_ONCE) {
                List<Node> some = frontier.subList(from, Math.min(from + AT_ONCE, frontier.size()));
                List<List<Node>> successors =
                        some.parallelStream().map(this::successors).toList();
                successors.forEach(nodes -> nodes.forEach(node -> meet(node, next)));
            }
            counts.add(next.size());
            frontier = next;
        }
        twins.parallelStream().forEach(this::compare);
        sampled.values().parallelStream().forEach(node -> goThere(start.host(), node));
        return counts;
    }

    long steps() {
        return steps.get();
    }

    /** How many snapshots of one situation were seen to behave alike. */
    int compared() {
        return twins.size();
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
                twins.add(new Twins(first, node));
            }
        }
    }

    private void compare(Twins twins) {
        Invariants.requireSame(4, situations(twins.first()), situations(twins.second()));
    }

    private List<Situation> situations(Node node) {
        return successors(node).stream().map(Node::situation).toList();
    }

    /** What each call of the alphabet makes of a node. */
    private List<Node> successors(Node node) {
        List<Node> successors = new ArrayList<>();
        SearchHost host = node.host();
        for (Call call : Alphabet.calls(node.run(), clients)) {
            Step step = host.make(call);
            List<Call> way = node.wayOn(call);
            check(() -> Invariants.check(step), way);
            steps.incrementAndGet();
            reach.countAnswer(step.answer());
            if (node.isWhere(host)) {
                successors.add(node);
            } else {
                successors.add(Node.of(host, way));
                host = node.host();
            }
        }
        return successors;
    }

    /**
     * Goes all the way to a node with one host whose coordinator is not restored on the way, and makes all the calls there
     * that change nothing, so that something that no snapshot shows would come to light. The invariants that take more than one
     * step to see are checked here.
     */
    private void goThere(SearchHost host, Node node) {
        History history = new History();
        List<Call> done = new ArrayList<>();
        for (Call next : node.way()) {
            Node here = Node.of(host, List.copyOf(done));
            for (Call call : Alphabet.calls(here.run(), clients)) {
                SearchHost trial = here.host();
                trial.make(call);
                if (here.isWhere(trial)) {
                    make(call, host, done, history);
                }
            }
            make(next, host, done, history);
        }
        check(() -> Invariants.requireSame(5, node.run(), host.run()), done);
    }

    private static void make(Call call, SearchHost host, List<Call> done, History history) {
        done.add(call);
        check(() -> history.follow(host.make(call)), done);
    }

    private static void check(Runnable invariants, List<Call> done) {
        try {
            invariants.run();
        } catch (AssertionError broken) {
            StringBuilder text = new StringBuilder(broken.getMessage()).append("\nafter:");
            done.forEach(call -> text.append("\n  ").append(call));
            throw new AssertionError(text.toString(), broken);
        }
    }
}
