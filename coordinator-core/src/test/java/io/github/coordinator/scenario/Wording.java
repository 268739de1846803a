package io.github.coordinator.scenario;

import io.github.coordinator.ClientId;
import io.github.coordinator.Exit;
import io.github.coordinator.Presence;
import io.github.coordinator.RunEvent;
import io.github.coordinator.RunSnapshot;
import io.github.coordinator.RunStatus;
import io.github.coordinator.round.DataRange;
import io.github.coordinator.round.Round;
import io.github.coordinator.witness.ParticipationBitmap;
import io.github.coordinator.witness.WitnessProof;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/** How answers and events are written in a scenario. */
final class Wording {
    /** More names than these are counted instead, which nobody would read. */
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

    static String event(RunEvent event) {
        if (event instanceof RunEvent.StateChanged changed) {
            return changed.from() + " -> " + changed.to() + " at " + VirtualTime.print(changed.at());
        }
        if (event instanceof RunEvent.ClientDropped dropped) {
            return exit(dropped.exit());
        }
        if (event instanceof RunEvent.RoundEvaluated round) {
            return evaluated(round);
        }
        if (event instanceof RunEvent.ClockWentBack clock) {
            return "clock went back from " + VirtualTime.print(clock.from()) + " to " + VirtualTime.print(clock.to());
        }
        throw new IllegalArgumentException("an event without words: " + event);
    }

    private static String evaluated(RunEvent.RoundEvaluated round) {
        return "epoch " + round.epoch() + ", round " + round.height() + ", step " + round.step()
                + (round.confirmed() ? " confirmed by " : " not confirmed, only ")
                + round.attested() + " of " + round.witnesses() + " witnesses"
                + (round.absent().isEmpty() ? "" : ", absent: " + names(round.absent()));
    }

    static String exit(Exit exit) {
        return exit.client() + " dropped: " + exit.cause() + ", in " + exit.during() + " of epoch " + exit.epoch()
                + (exit.height() < 0 ? "" : ", round " + exit.height()) + ", at " + VirtualTime.print(exit.at());
    }

    static String status(RunStatus status) {
        return status.state() + ", epoch " + status.epoch() + ", step " + status.step() + " of " + status.totalSteps()
                + ", " + status.clients() + (status.clients() == 1 ? " client" : " clients")
                + ", began at " + VirtualTime.print(status.stateBegan())
                + (status.stateDue() == null ? "" : ", due at " + VirtualTime.print(status.stateDue()));
    }

    static String round(Round round) {
        return "epoch " + round.epoch() + ", round " + round.height() + ": " + round.clients() + " clients, "
                + round.witnesses() + (round.witnesses() == 1 ? " witness" : " witnesses") + ", data "
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
        if (member.missedHealthChecks() > 0) {
            said.add("missed " + member.missedHealthChecks());
        }
        if (member.absentRounds() > 0) {
            said.add("absent " + member.absentRounds());
        }
        return String.join(" ", said);
    }

    static String proof(WitnessProof proof, List<ClientId> roster) {
        String saw = proof.participation() instanceof ParticipationBitmap bitmap
                ? names(roster.stream()
                        .filter(client -> bitmap.includes(roster.indexOf(client)))
                        .toList())
                : "whom its filter holds";
        return roster.get(proof.index()) + " saw " + saw;
    }
}
