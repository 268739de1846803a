package io.github.coordinator.verification.golden;

import io.github.coordinator.config.RunConfig;
import io.github.coordinator.internal.BatchSchedule;

/** The rounds that lacked their quorum: the original counts their steps and uses up their data, and ours does neither. */
final class UnconfirmedRounds {
    private final BatchSchedule batches;
    private int rounds;

    /** How many of them came before the open round, or the last one. */
    private int before;

    /** The step that this round is to make in ours. */
    private long step;

    UnconfirmedRounds(RunConfig config) {
        batches = new BatchSchedule(
                config.globalBatchSizeStart(),
                config.globalBatchSizeEnd(),
                config.globalBatchSizeWarmupTokens(),
                config.sequenceLength());
    }

    void beginRound(long ourStep) {
        before = rounds;
        step = ourStep;
    }

    void add() {
        rounds++;
    }

    /** By how many steps the original is ahead. */
    int steps() {
        return rounds;
    }

    /** By how many data the original was ahead when the round began; its batches had grown further than ours. */
    long data() {
        long index = 0;
        long ahead = 0;
        for (long each = 1; each < step + before; each++) {
            int size = batches.sizeAt(index);
            index += size;
            ahead += each < step ? 0 : size;
        }
        return ahead;
    }
}
