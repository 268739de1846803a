package io.github.coordinator.scenario;

import io.github.coordinator.ClientId;
import io.github.coordinator.round.ParticipationKind;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What a command says that a proof claims; where it says nothing, the proof tells the truth.
 *
 * @param as the client that it claims to be from
 * @param epoch the epoch it claims
 * @param height the round it claims
 * @param index the index it claims
 * @param position the position it claims
 * @param sees the clients that it claims to have seen
 * @param kind how it says so
 * @param bits how many bits its bitmap has
 * @param foreignKeys whether its filter is made with other keys than the round's
 * @param full whether every bit of its filter is set
 */
record Claims(
        Optional<ClientId> as,
        OptionalLong epoch,
        OptionalLong height,
        OptionalInt index,
        OptionalInt position,
        List<String> sees,
        Optional<ParticipationKind> kind,
        OptionalInt bits,
        boolean foreignKeys,
        boolean full) {
    static Claims of(Command command) {
        return new Claims(
                command.option("as").map(ClientId::of),
                longOf(command, "epoch"),
                longOf(command, "height"),
                intOf(command, "index"),
                intOf(command, "position"),
                List.of(command.option("sees").orElse("all").split(",")),
                command.option("kind").map(kind -> ParticipationKind.valueOf(kind.toUpperCase(Locale.ROOT))),
                intOf(command, "bits"),
                command.flag("keys", "foreign"),
                command.flag("fill", "full"));
    }

    private static OptionalLong longOf(Command command, String key) {
        return command.option(key).stream().mapToLong(Long::parseLong).findFirst();
    }

    private static OptionalInt intOf(Command command, String key) {
        return command.option(key).stream().mapToInt(Integer::parseInt).findFirst();
    }
}
