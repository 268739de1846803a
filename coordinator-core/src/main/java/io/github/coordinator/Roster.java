package io.github.coordinator;

import io.github.coordinator.round.Seat;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The members of the epoch. While it is {@linkplain #isSeated() seated}, {@code clients().get(i)} is the member at index
 * {@code i} of the open round. In warm-up, before seats are numbered, and in a cooldown in which members were removed, it
 * lists the members in order. Immutable; equal by value.
 *
 * @since 0.1.0
 */
public final class Roster {
    private final long version;
    private final boolean seated;
    private final List<ClientId> clients;
    private final BitSet haveModel;

    /** Takes over a list and a set of indices that nobody changes any more. */
    Roster(long version, boolean seated, List<ClientId> clients, BitSet haveModel) {
        this.version = version;
        this.seated = seated;
        this.clients = Collections.unmodifiableList(clients);
        this.haveModel = haveModel;
    }

    /**
     * The version, which grows with every change. A {@link Seat} holds for one version.
     *
     * @return at least 0
     */
    public long version() {
        return version;
    }

    /**
     * Whether the members have seats, numbered in the order of {@link #clients()}.
     *
     * @return true while a round is open, and in a cooldown as long as no member was removed since
     */
    public boolean isSeated() {
        return seated;
    }

    /**
     * The members.
     *
     * @return the members, distinct; empty while waiting for members, paused or finished; immutable
     */
    public List<ClientId> clients() {
        return clients;
    }

    /**
     * Whether a member has the model: it was there in the last confirmed round, and took part or had no work.
     *
     * @param index the member's place in {@link #clients()}
     * @return whether others can get the model from it
     * @throws IndexOutOfBoundsException if the index is out of bounds
     */
    public boolean hasModel(int index) {
        return haveModel.get(Objects.checkIndex(index, clients.size()));
    }

    /**
     * Hands over each member with its seat, in order; none if the roster is not {@linkplain #isSeated() seated}. O(members).
     *
     * @param action what to do with a member and its seat, send it for instance
     */
    public void forEachSeat(BiConsumer<? super ClientId, ? super Seat> action) {
        for (int index = 0; seated && index < clients.size(); index++) {
            action.accept(clients.get(index), new Seat(version, index));
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Roster that
                && version == that.version
                && seated == that.seated
                && clients.equals(that.clients)
                && haveModel.equals(that.haveModel);
    }

    @Override
    public int hashCode() {
        return Objects.hash(version, seated, clients, haveModel);
    }

    /** For logs: {@code 8 members, version 3}. */
    @Override
    public String toString() {
        return clients.size() + " members, version " + version;
    }
}
