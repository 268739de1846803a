package io.github.coordinator.verification.simulation;

import io.github.coordinator.ClientId;
import io.github.coordinator.JoinOutcome;
import io.github.coordinator.Roster;
import io.github.coordinator.RunStatus;
import io.github.coordinator.round.Round;
import io.github.coordinator.round.Seat;
import io.github.coordinator.round.WitnessProof;
import org.jspecify.annotations.Nullable;

/** What goes over the network: from clients to the host, from the host to clients, and among clients. */
sealed interface Message {
    /** I want to take part, under this name: this host believes it. */
    record Join(String runId, ClientId name) implements Message {}

    /** I have loaded the model. */
    record Ready(long epoch) implements Message {}

    /** I am alive; the host answers with its news. */
    record HealthCheck() implements Message {}

    /** I attest the round. */
    record Witness(WitnessProof proof) implements Message {}

    /** Goodbye. */
    record Leave() implements Message {}

    /**
     * The news, as the host sends them to each client after each change. A client that the host has no connection of must
     * join again. One that has a connection may still wait for a seat.
     */
    record News(RunStatus status, @Nullable Seat seat, Roster roster, boolean connected) implements Message {}

    /** You cannot join. */
    record Refused(JoinOutcome why) implements Message {}

    /** My share of this round is done. */
    record Result(RoundKey round, ClientId from) implements Message {}

    /** Which round is meant, for those who talk about it. */
    record RoundKey(long epoch, long height) {
        static RoundKey of(Round round) {
            return new RoundKey(round.epoch(), round.height());
        }
    }
}
