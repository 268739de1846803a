package io.github.coordinator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class PendingClientsTest {
    private static final ClientId ADA = ClientId.of("ada");
    private static final ClientId GRACE = ClientId.of("grace");

    @Test
    void clientsStayInTheOrderOfJoiningUntilTheyAreRemoved() {
        PendingClients pending = new PendingClients();
        assertThat(pending.add(GRACE)).isTrue();
        assertThat(pending.add(ADA)).isTrue();
        assertThat(pending.add(GRACE)).isFalse();
        assertThat(pending.pending()).containsExactly(GRACE, ADA);
        assertThat(pending.remove(GRACE)).isTrue();
        assertThat(pending.remove(GRACE)).isFalse();
        assertThat(pending.pending()).containsExactly(ADA);
    }

    @Test
    void whomTheRunDropsMustJoinAgain() {
        PendingClients pending = new PendingClients();
        pending.add(ADA);
        pending.add(GRACE);
        Instant now = Instant.EPOCH;
        pending.apply(List.of(
                new RunEvent.ClientDropped(new Exit(GRACE, Exit.Cause.LEFT, RunState.WARMUP, 0, -1, now)),
                new RunEvent.StateChanged(RunState.WARMUP, RunState.WAITING_FOR_MEMBERS, now)));
        assertThat(pending.pending()).containsExactly(ADA);
    }

    @Test
    void nullIsTheHostsMistake() {
        PendingClients pending = new PendingClients();
        assertThatNullPointerException().isThrownBy(() -> pending.add(null));
        assertThatNullPointerException().isThrownBy(() -> pending.remove(null));
    }
}
