package io.github.coordinator.internal.settings;

import java.math.BigDecimal;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/**
 * Every rule that a configuration has to keep, wherever it comes from. First each value is held against its own bounds;
 * then values are held against each other, but only those that are good by themselves, so that one mistake is one
 * problem.
 */
public final class Rules {
    private final Draft draft;
    private final Map<Key, String> problems = new EnumMap<>(Key.class);

    /** The keys whose values cannot be compared with others: missing, out of bounds or not known. */
    private final Set<Key> unfit = EnumSet.noneOf(Key.class);

    private Rules(Draft draft) {
        this.draft = draft;
    }

    /** All that is wrong with a draft: a message for each key at fault, in the order of the keys. */
    public static Map<Key, String> check(Draft draft) {
        Rules rules = new Rules(draft);
        for (Key key : Key.values()) {
            rules.checkAlone(key);
        }
        rules.checkClients();
        rules.checkQuorum();
        rules.checkEpoch();
        rules.checkParticipants();
        return rules.problems;
    }

    private void checkAlone(Key key) {
        String misfit = draft.misfit(key);
        if (draft.isOpen(key)) {
            unfit.add(key);
        } else if (misfit != null) {
            refuse(key, misfit);
        } else if (draft.isGiven(key)) {
            checkBounds(key);
        } else if (key.byDefault().isRequired()) {
            refuse(key, key.text() + " is missing");
        }
    }

    private void checkBounds(Key key) {
        switch (key.kind()) {
            case TEXT -> checkLength(key);
            case COUNT -> checkRange(key, BigDecimal.valueOf(draft.count(key)));
            case SECONDS, POSITIVE_SECONDS -> checkRange(key, draft.seconds(key));
            case CHOICE, TABLES -> {
                // Their types leave nothing to check.
            }
        }
    }

    private void checkLength(Key key) {
        String text = draft.text(key);
        long length = text.codePointCount(0, text.length());
        if (length < key.min()) {
            refuse(key, key.text() + " is empty");
        } else if (length > key.max()) {
            refuse(key, key.text() + " is " + length + " characters long, must be at most " + key.max());
        }
    }

    private void checkRange(Key key, BigDecimal value) {
        if (key == Key.VERIFICATION_PERCENT && value.compareTo(BigDecimal.valueOf(100)) == 0) {
            refuse(key, "verification_percent is 100, which leaves no client to train, must be at most 99");
        } else if (key.kind() == Kind.POSITIVE_SECONDS && value.signum() == 0) {
            refuse(key, key.text() + " is 0, must be more than 0");
        } else if (value.compareTo(BigDecimal.valueOf(key.min())) < 0) {
            String bound = key.kind() == Kind.POSITIVE_SECONDS ? "more than 0" : "at least " + key.min();
            refuse(key, key.text() + " is " + Describe.number(value) + ", must be " + bound);
        } else if (value.signum() > 0 && value.compareTo(Kind.NANOSECOND) < 0) {
            String zero = key.kind() == Kind.POSITIVE_SECONDS ? "" : "0 or ";
            refuse(key, key.text() + " is " + Describe.number(value) + ", must be " + zero + "at least 1e-9");
        } else if (value.compareTo(BigDecimal.valueOf(key.max())) > 0) {
            String bound = key.max() == Key.MAX_SECONDS ? key.max() + " (36500 days)" : Long.toString(key.max());
            refuse(key, key.text() + " is " + Describe.number(value) + ", must be at most " + bound);
        }
    }

    private void checkClients() {
        Key initMin = draft.isGiven(Key.INIT_MIN_CLIENTS) ? Key.INIT_MIN_CLIENTS : Key.MIN_CLIENTS;
        if (areFit(initMin, Key.MIN_CLIENTS) && draft.count(initMin) < draft.count(Key.MIN_CLIENTS)) {
            refuse(initMin, named(initMin) + ", fewer than " + bracketed(Key.MIN_CLIENTS));
        }
        if (!areFit(Key.MAX_CLIENTS, Key.WITNESS_NODES, Key.PARTICIPATION)) {
            return;
        }
        // Where no maximum is given, it is the minimum that passes the limit, if anything does.
        Key most = draft.isGiven(Key.MAX_CLIENTS) ? Key.MAX_CLIENTS : initMin;
        if (areFit(most) && draft.count(most) > draft.clientLimit()) {
            refuse(most, named(most) + ", more than " + draft.clientLimit() + ": " + reasonOfLimit());
        } else if (areFit(initMin) && draft.count(Key.MAX_CLIENTS) < draft.count(initMin)) {
            refuse(Key.MAX_CLIENTS, named(Key.MAX_CLIENTS) + ", fewer than " + bracketed(initMin));
        }
    }

    private String reasonOfLimit() {
        return draft.usesBloomFilters()
                ? "a \"bloom\" filter of more clients passes too many of the absent"
                : "where everyone witnesses (witness_nodes = 0), each of n proofs names n clients";
    }

    private void checkQuorum() {
        if (!draft.isGiven(Key.WITNESS_QUORUM) || !areFit(Key.WITNESS_QUORUM, Key.WITNESS_NODES)) {
            return;
        }
        long quorum = draft.count(Key.WITNESS_QUORUM);
        long witnesses = draft.count(Key.WITNESS_NODES);
        long majority = witnesses / 2 + 1;
        if (quorum == 0 || (quorum >= majority && quorum <= witnesses)) {
            return;
        }
        String allowed = draft.everyoneWitnesses()
                ? "0 or left out where everyone witnesses (witness_nodes = 0)"
                : "0 or from " + majority + " to " + witnesses + ", a majority of witness_nodes";
        refuse(Key.WITNESS_QUORUM, named(Key.WITNESS_QUORUM) + ", must be " + allowed);
    }

    private void checkEpoch() {
        if (areFit(Key.ROUNDS_PER_EPOCH, Key.EPOCH_TIME)
                && draft.count(Key.ROUNDS_PER_EPOCH) == 0
                && draft.seconds(Key.EPOCH_TIME).signum() == 0) {
            boolean isTimeAlone = draft.isGiven(Key.EPOCH_TIME) && !draft.isGiven(Key.ROUNDS_PER_EPOCH);
            refuse(
                    isTimeAlone ? Key.EPOCH_TIME : Key.ROUNDS_PER_EPOCH,
                    "rounds_per_epoch and epoch_time are both 0 or missing, one must be more than 0");
        }
        if (areFit(Key.EPOCH_TIME, Key.MAX_ROUND_TRAIN_TIME, Key.ROUND_WITNESS_TIME)) {
            BigDecimal epoch = draft.seconds(Key.EPOCH_TIME);
            BigDecimal round = draft.roundSeconds();
            if (epoch.signum() > 0 && epoch.compareTo(round) < 0) {
                String compared = "max_round_train_time + round_witness_time (" + Describe.number(round) + ")";
                refuse(Key.EPOCH_TIME, "epoch_time is " + Describe.number(epoch) + ", less than " + compared);
            }
        }
    }

    private void checkParticipants() {
        if (!draft.isGiven(Key.MIN_PARTICIPANTS) || !areFit(Key.MIN_PARTICIPANTS)) {
            return;
        }
        if (areFit(Key.MIN_CLIENTS, Key.VERIFICATION_PERCENT)
                && draft.count(Key.MIN_PARTICIPANTS) > draft.fewestTrainers()) {
            String trainers = "the trainers among min_clients (" + draft.fewestTrainers() + ")";
            refuse(Key.MIN_PARTICIPANTS, named(Key.MIN_PARTICIPANTS) + ", more than " + trainers);
        } else if (areFit(Key.GLOBAL_BATCH_SIZE_START, Key.GLOBAL_BATCH_SIZE_END)
                && draft.count(Key.MIN_PARTICIPANTS) > draft.smallestBatch()) {
            String batch = "the data of the smallest batch (" + draft.smallestBatch() + ")";
            refuse(Key.MIN_PARTICIPANTS, named(Key.MIN_PARTICIPANTS) + ", more than " + batch);
        }
    }

    private boolean areFit(Key... keys) {
        for (Key key : keys) {
            if (unfit.contains(key)) {
                return false;
            }
        }
        return true;
    }

    private void refuse(Key key, String message) {
        problems.put(key, message);
        unfit.add(key);
    }

    private String named(Key count) {
        return count.text() + " is " + draft.count(count);
    }

    private String bracketed(Key count) {
        return count.text() + " (" + draft.count(count) + ")";
    }
}
