package io.github.coordinator.verification.model;

import io.github.coordinator.ClientId;
import io.github.coordinator.Coordinator;
import io.github.coordinator.RunSnapshot;
import io.github.coordinator.config.RunConfig;
import io.github.coordinator.config.RunConfigBuilder;
import io.github.coordinator.round.Committee;
import io.github.coordinator.round.Round;
import io.github.coordinator.round.Seat;
import io.github.coordinator.round.SeedSource;
import io.github.coordinator.round.WitnessProof;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;

/** A run of three clients in which everything is in order, step by step, for tests that lie about one. */
final class TrueRun {
    static final List<ClientId> CLIENTS = List.of(ClientId.of("ada"), ClientId.of("grace"), ClientId.of("joan"));
    static final ClientId ADA = CLIENTS.get(0);
    static final ClientId GRACE = CLIENTS.get(1);
    static final ClientId MARY = ClientId.of("mary");

    private final List<Step> steps = new ArrayList<>();
    private final Coordinator run;
    private Instant now = Instant.EPOCH;

    TrueRun() {
        this(config().build());
    }

    TrueRun(RunConfig config) {
        run = Coordinator.start(config, () -> new LinkedHashSet<>(CLIENTS), SeedSource.fixed(5), now);
    }

    /** Two of three witness; each state lasts five seconds, each epoch two rounds. */
    static RunConfigBuilder config() {
        return RunConfig.builder("run")
                .minClients(2)
                .witnessNodes(2)
                .warmupTime(Duration.ofSeconds(5))
                .maxRoundTrainTime(Duration.ofSeconds(5))
                .roundWitnessTime(Duration.ofSeconds(5))
                .cooldownTime(Duration.ofSeconds(5))
                .roundsPerEpoch(2)
                .totalSteps(9)
                .globalBatchSizeStart(10);
    }

    /** All that was done. */
    List<Step> steps() {
        return steps;
    }

    Round round() {
        return run.status().round().orElseThrow();
    }

    Step make(Call call) {
        RunSnapshot before = run.snapshot();
        Object answer = call.apply(run, CLIENTS);
        Step step = new Step(before, CLIENTS, call, answer, run.snapshot());
        steps.add(step);
        return step;
    }

    Step tick(int seconds) {
        now = now.plusSeconds(seconds);
        return make(new Call.Tick(now));
    }

    Step beginEpoch() {
        return tick(1);
    }

    Step beginRound() {
        beginEpoch();
        return tick(5);
    }

    /** The tick that removes a client whose connection is gone, in warm-up. */
    Step drop() {
        beginEpoch();
        make(new Call.Disconnect(ADA));
        return tick(1);
    }

    Step attest(int position) {
        Round round = round();
        int seat = Committee.of(round).witnessSeats()[position];
        WitnessProof proof = round.partOf(new Seat(round.rosterVersion(), seat))
                .flatMap(part -> part.proof(other -> true))
                .orElseThrow();
        return make(new Call.Witness(run.roster().clients().get(seat), proof));
    }

    /** A sign of life, with both proofs in. */
    Step attested() {
        beginRound();
        attest(0);
        attest(1);
        return make(new Call.HealthCheck(ADA));
    }

    /** The end of a confirmed round, after which the next begins. */
    Step endRound() {
        beginRound();
        return endAnother();
    }

    /** The end of the round that is open, confirmed. */
    Step endAnother() {
        attest(0);
        attest(1);
        tick(0);
        return tick(5);
    }

    /** The end of a round that nobody attests, after which the epoch cools down. */
    Step endUnconfirmed() {
        beginRound();
        tick(5);
        return tick(5);
    }
}
