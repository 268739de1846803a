package io.github.coordinator.scenario;

import io.github.coordinator.ClientId;
import io.github.coordinator.ClockWentBack;
import io.github.coordinator.Presence;
import io.github.coordinator.Removal;
import io.github.coordinator.RoundEvaluation;
import io.github.coordinator.RunEvent;
import io.github.coordinator.RunSnapshot;
import io.github.coordinator.RunStatus;
import io.github.coordinator.Transition;
import io.github.coordinator.config.ConfigProblem;
import io.github.coordinator.round.DataRange;
import io.github.coordinator.round.ParticipationBitmap;
import io.github.coordinator.round.Round;
import io.github.coordinator.round.WitnessProof;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** How answers and events are written in a scenario. */
final class Wording {
    /** More names than these are counted instead. */
    private static final int MAX_NAMES = 10;

    private Wording() {}

    static String names(Collection<ClientId> clients) {
        if (clients.isEmpty()) {
            return "nobody";
        }
        if (clients.size() > MAX_NAMES) {
            return clients.size() + " clients";
        }
        return clients.stream().map(ClientId::toString).collect(Collectors.joining(" "));
    }

    static String problem(ConfigProblem problem) {
        return "refused: " + problem.message();
    }

    static List<String> events(List<RunEvent> events) {
        return events.isEmpty()
                ? List.of("nothing changes")
                : events.stream().map(Wording::event).toList();
    }

    static String event(RunEvent event) {
        if (event instanceof Transition changed) {
            return changed.from() + " -> " + changed.to() + " (" + changed.reason() + ") at "
                    + VirtualTime.print(changed.at());
        }
        if (event instanceof Removal dropped) {
            return removal(dropped);
        }
        if (event instanceof RoundEvaluation round) {
            return evaluated(round);
        }
        if (event instanceof ClockWentBack clock) {
            return "clock went back from " + VirtualTime.print(clock.from()) + " to " + VirtualTime.print(clock.to());
        }
        throw new IllegalArgumentException("an event without words: " + event);
    }

    private static String evaluated(RoundEvaluation round) {
        return "epoch " + round.round().epoch() + ", round " + round.round().height() + ", step " + round.step()
                + (round.confirmed() ? " confirmed by " : notConfirmed(round))
                + round.attestedCount() + " of " + round.witnessCount() + " witnesses"
                + (round.omitted().isEmpty() ? "" : ", omitted: " + names(round.omitted()));
    }

    private static String notConfirmed(RoundEvaluation round) {
        return round.attestedCount() < round.quorum() ? " not confirmed, only " : " not confirmed by ";
    }

    /** What an evaluation says of each witness and each client that had work. */
    static List<String> evaluation(RoundEvaluation round) {
        List<String> lines = new ArrayList<>();
        lines.add("quorum " + round.quorum() + " of " + round.witnessCount());
        lines.add("attested: " + names(round.attested()));
        lines.add("not attested: " + names(round.notAttested()));
        round.credits()
                .forEach(credit -> lines.add(credit.client() + " had " + data(credit.data()) + " and "
                        + (credit.tookPart() ? "took part" : "did not take part")));
        return lines;
    }

    static String removal(Removal removal) {
        return removal.client() + " removed: " + removal.cause() + ", in " + removal.during() + " of epoch "
                + removal.epoch()
                + removal.round().map(round -> ", round " + round.height()).orElse("") + ", at "
                + VirtualTime.print(removal.at());
    }

    static String status(RunStatus status) {
        return status.state() + ", epoch " + status.epoch() + ", step " + status.step() + " of " + status.totalSteps()
                + ", " + status.memberCount() + (status.memberCount() == 1 ? " member" : " members")
                + ", began at " + VirtualTime.print(status.stateBegan())
                + status.stateDue()
                        .map(due -> ", due at " + VirtualTime.print(due))
                        .orElse("");
    }

    /** What a status says beside the words of {@link #status}. */
    static List<String> details(RunStatus status) {
        return List.of(
                "cold start: " + (status.coldStart() ? "yes" : "no"),
                "tokens: " + status.tokens(),
                "checkpoint: " + status.checkpoint().orElse("none"),
                "the state lasts: "
                        + status.stateLimit()
                                .map(limit -> limit.toSeconds() + "s")
                                .orElse("no matter how long"),
                "health_check_timeout: " + status.healthCheckTimeout().toSeconds() + "s",
                "participation: " + status.participation());
    }

    static String setting(@Nullable Object value) {
        if (value == null) {
            return "not given";
        }
        return value instanceof Duration duration ? duration.toSeconds() + " seconds" : value.toString();
    }

    static String round(Round round) {
        return "epoch " + round.epoch() + ", round " + round.height() + ": " + round.clientCount() + " clients, "
                + round.witnessCount() + (round.witnessCount() == 1 ? " witness" : " witnesses") + ", data "
                + data(new DataRange(round.firstDataIndex(), round.firstDataIndex() + round.batchSize() - 1));
    }

    static String data(DataRange range) {
        return range.first() + ".." + range.last();
    }

    static String member(RunSnapshot.Member member) {
        List<String> said = new ArrayList<>();
        said.add(member.client().toString());
        if (member.presence() != Presence.ACTIVE) {
            said.add(member.presence().name());
        }
        if (member.ready()) {
            said.add("ready");
        }
        if (member.heard()) {
            said.add("heard");
        }
        if (!member.silentFor().isZero()) {
            said.add("silent for " + member.silentFor().toSeconds() + "s");
        }
        if (member.counts().absentRounds() > 0) {
            said.add("absent " + member.counts().absentRounds());
        }
        if (member.counts().missedAttestations() > 0) {
            said.add("missed " + member.counts().missedAttestations());
        }
        return String.join(" ", said);
    }

    static String proof(WitnessProof proof, List<ClientId> roster) {
        String saw = proof.participation() instanceof ParticipationBitmap bitmap
                ? names(roster.stream()
                        .filter(client -> bitmap.includes(roster.indexOf(client)))
                        .toList())
                : "the clients in its filter";
        return roster.get(proof.index()) + " saw " + saw;
    }
}
