package io.github.coordinator.examples.localtestnet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** A connection by its locks. */
class ServerLinkTest {
    /** Whoever follows the end may take a lock under which others send. */
    @Test
    void itsEndIsToldWithoutItsLock() {
        ServerLink link = new ServerLink(text -> true);
        CompletableFuture<Boolean> isLocked = link.ended().thenApply(nothing -> Thread.holdsLock(link));
        link.drop();
        assertThat(isLocked.join()).isFalse();
    }
}
