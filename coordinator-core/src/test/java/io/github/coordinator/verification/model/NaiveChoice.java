package io.github.coordinator.verification.model;

import io.github.coordinator.ClientId;
import io.github.coordinator.PendingLimits;
import io.github.coordinator.config.RunConfig;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Whom the next epoch takes from the pending clients that are connected and not silent, which are given by place. */
record NaiveChoice(List<NaivePending> here, List<ClientId> removed, RunConfig config, PendingLimits limits) {
    /** Those that can be taken: the removed ones are passed over if enough others are here. */
    private List<NaivePending> takable() {
        List<NaivePending> others = new ArrayList<>(here);
        others.removeIf(each -> removed.contains(each.client));
        return others.size() >= config.initMinClients() ? others : here;
    }

    /** Those that are taken, by place, and after them the others that can be. */
    private List<ClientId> order() {
        List<NaivePending> takable = takable();
        List<NaivePending> taken = new ArrayList<>();
        int share = Math.max(1, config.maxClients() * limits.rotatingPercent() / 100);
        for (int seat = 0; seat < config.maxClients() && seat < takable.size(); seat++) {
            List<NaivePending> left = new ArrayList<>(takable);
            left.removeAll(taken);
            taken.add(seat < share ? longestWaiting(left) : left.get(0));
        }
        List<ClientId> order = new ArrayList<>();
        takable.stream().filter(taken::contains).forEach(each -> order.add(each.client));
        takable.stream().filter(each -> !taken.contains(each)).forEach(each -> order.add(each.client));
        return order;
    }

    private static NaivePending longestWaiting(List<NaivePending> clients) {
        NaivePending longest = clients.get(0);
        for (NaivePending each : clients) {
            longest = each.waitingSince < longest.waitingSince ? each : longest;
        }
        return longest;
    }

    /** As a source: it also contains those that are passed over, so that their counts are kept. */
    Set<ClientId> asSet() {
        List<ClientId> all = here.stream().map(each -> each.client).toList();
        return new Source(order(), all);
    }

    private static final class Source extends LinkedHashSet<ClientId> {
        private static final long serialVersionUID = 1;
        private final transient List<ClientId> all;

        Source(List<ClientId> order, List<ClientId> all) {
            super(order);
            this.all = all;
        }

        @Override
        public boolean contains(Object client) {
            return all.contains(client);
        }
    }
}
