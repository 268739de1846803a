package io.github.coordinator;

import java.util.Set;

/**
 * The clients that are connected to the host and want to take part: those that joined, and since then were neither removed
 * nor disconnected. A plain {@link java.util.LinkedHashSet} will do. {@link HostedRun} brings its own.
 *
 * <p>The coordinator looks at it only while it waits for members, and iterates it only when it is large enough. A source
 * must not call back into the coordinator: that throws {@link java.util.ConcurrentModificationException}.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface ClientSource {
    /**
     * The pending clients at this moment, the members of the last epoch among them if they are still there.
     *
     * @return a set without null, whose size and {@code contains} are cheap, and whose order says who comes first where there
     *     is not room for all; it is read before this call into the coordinator returns, and not kept
     */
    Set<ClientId> pending();
}
