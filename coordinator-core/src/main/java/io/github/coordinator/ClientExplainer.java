package io.github.coordinator;

import io.github.coordinator.ClientExplanation.Situation;
import io.github.coordinator.config.RunConfig;
import io.github.coordinator.round.Round;
import io.github.coordinator.round.RoundPart;
import io.github.coordinator.round.Seat;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Says what a run knows of one client. Changes nothing. */
final class ClientExplainer {
    private final Run run;
    private final RunConfig config;
    private final Epoch epoch;
    private final Members members;
    private final ClientId client;
    private final int index;
    private final Optional<PendingPlace> pending;
    private final Optional<Duration> silentFor;
    private final Counts counts;
    private final Optional<Removal> removal;
    private final Situation situation;

    /** {@code pending} says where the client stands among the pending clients, if it is one. */
    ClientExplainer(Run run, ClientId client, Optional<PendingPlace> pending, Instant now) {
        this.run = run;
        this.client = client;
        this.pending = pending;
        config = run.config();
        epoch = run.epoch();
        members = epoch.members();
        index = members.seatOf(client);
        boolean signsAreKept = isMember() && !config.healthCheckTimeout().isZero();
        silentFor = signsAreKept
                ? Optional.of(members.silentFor(index, run.clock().observedNanosAt(now)))
                : pending.flatMap(PendingPlace::silentFor);
        counts = isMember()
                ? members.counts(index)
                : epoch.standings().countsOf(client).orElse(Counts.NONE);
        removal = epoch.removals().stream()
                .filter(each -> each.client().equals(client))
                .findFirst();
        situation = situation();
    }

    private boolean isMember() {
        return index != Members.NO_SEAT;
    }

    private Situation situation() {
        if (run.admission().isEjected(client)) {
            return Situation.EJECTED;
        }
        boolean holdsSeat = isMember()
                && (members.isActive(index) || members.presence(index) == Presence.DISCONNECTED || pending.isEmpty());
        return holdsSeat
                ? Situation.MEMBER
                : pending.map(PendingPlace::situation).orElse(Situation.NOT_PENDING);
    }

    /** What is known of the client; nothing if it is not known at all. */
    Optional<ClientExplanation> explain() {
        boolean isKnown = situation != Situation.NOT_PENDING || removal.isPresent() || !counts.equals(Counts.NONE);
        if (!isKnown) {
            return Optional.empty();
        }
        OptionalInt place = situation == Situation.PENDING
                ? OptionalInt.of(pending.orElseThrow().place())
                : OptionalInt.empty();
        return Optional.of(new ClientExplanation(new ClientExplanation.Fields(
                client,
                situation,
                place,
                isMember() ? Optional.of(members.presence(index)) : Optional.empty(),
                epoch.seat(client),
                openRound(),
                isMember() && members.isReady(index),
                hasAttested(),
                silentFor,
                counts,
                removal,
                sentences())));
    }

    private Optional<Round> openRound() {
        return run.state().isRound() ? Optional.ofNullable(epoch.round()) : Optional.empty();
    }

    private boolean hasAttested() {
        return run.state().isRound()
                && isMember()
                && epoch.openRound().attestedSeats().get(index);
    }

    private List<String> sentences() {
        List<String> sentences = new ArrayList<>();
        sentences.add(situationSentence());
        if (situation == Situation.MEMBER) {
            openRound()
                    .flatMap(round -> epoch.seat(client).flatMap(round::partOf))
                    .ifPresent(part -> sentences.add(partSentence(part)));
        }
        silentFor.ifPresent(silence -> sentences.add("last sign of life " + Sentences.of(silence)
                + " ago, silent after " + Sentences.of(config.healthCheckTimeout())));
        if (counts.absentRounds() > 0) {
            sentences.add("absent in " + Sentences.count(counts.absentRounds(), "round") + " in a row, removed at "
                    + config.maxAbsentRounds());
        }
        if (counts.missedAttestations() > 0) {
            sentences.add("did not attest in " + Sentences.count(counts.missedAttestations(), "election")
                    + " in a row, removed at " + config.maxMissedAttestations());
        }
        removal.ifPresent(last -> sentences.add(Sentences.of(last)));
        return List.copyOf(sentences);
    }

    private String situationSentence() {
        return switch (situation) {
            case MEMBER -> memberSentence();
            case PENDING -> pendingSentence(pending.orElseThrow());
            case PASSED_OVER ->
                "pending, but passed over for the next epoch: it was removed in the one before, and enough others are pending";
            case DISCONNECTED -> "pending and disconnected: dropped by the next tick in WAITING_FOR_MEMBERS";
            case SILENT -> "pending and silent: dropped by the next tick in WAITING_FOR_MEMBERS";
            case EJECTED -> "ejected by the operator";
            case NOT_PENDING -> "not pending: it must join again";
        };
    }

    private String memberSentence() {
        String presence = switch (members.presence(index)) {
            case ACTIVE -> run.state() == RunState.WARMUP ? readiness() : "";
            case DISCONNECTED -> ", disconnected, and removed unless it is back in time";
            case LEFT -> ", which has left";
            case EJECTED -> ", which was ejected";
        };
        String where = epoch.seat(client)
                .map(Seat::index)
                .map(seat -> " at seat " + seat)
                .orElse("");
        return "one of " + Sentences.count(members.size(), "member") + where + presence;
    }

    private String readiness() {
        return members.isReady(index) ? ", ready" : ", not ready";
    }

    private String pendingSentence(PendingPlace place) {
        String room = place.place() > config.maxClients() ? "; there is room for " + config.maxClients() : "";
        return "pending in place " + place.place() + " of " + place.of() + room;
    }

    private String partSentence(RoundPart part) {
        String work = switch (part.role()) {
            case TRAINER ->
                part.data()
                        .map(data -> "trains on data " + data.first() + " to " + data.last())
                        .orElse("trains, and there is no data left for it");
            case VERIFIER -> "verifies";
        };
        String duty = hasAttested() ? "; witness, has attested" : "; witness, has not attested";
        return work + (part.isWitness() ? duty : "");
    }
}
