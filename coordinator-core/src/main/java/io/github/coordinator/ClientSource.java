package io.github.coordinator;

import java.util.Collection;

/**
 * The clients that are connected to the host and want to take part: those who joined, and were neither dropped by the run
 * nor lost by the host since. {@link PendingClients} is the ready-made one.
 *
 * <p>The coordinator looks at it only while it waits for members, and goes through it only when it is large enough. It
 * must not call back into the coordinator.
 */
@FunctionalInterface
public interface ClientSource {
    /**
     * The pending clients at this moment, the members of the last epoch among them if they are still there.
     *
     * @return a collection without null, whose size is cheap and whose order says who comes first where there is not room
     *     for all; it is read before this call into the coordinator returns, and not kept
     */
    Collection<ClientId> pending();
}
