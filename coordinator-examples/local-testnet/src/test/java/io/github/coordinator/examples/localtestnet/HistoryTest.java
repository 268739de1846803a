package io.github.coordinator.examples.localtestnet;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.coordinator.ClientId;
import io.github.coordinator.OperatorOutcome;
import io.github.coordinator.RunInput;
import io.github.coordinator.round.SeedSource;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Looks at whole runs after each turn. */
@Tag("slow")
class HistoryTest {
    private static final Digits DIGITS = Digits.load();
    private static final TestnetConfig FILE = TestnetConfig.load(null);
    private static final SeedSource SEEDS = SeedSource.fixed(3);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final TrainingState state = TrainingState.start(FILE, DIGITS, SEEDS, Instant.EPOCH);

    @Test
    void theHistoryTellsWhatIsReported() {
        InMemoryRun run = new InMemoryRun(FILE, any -> true, state::apply);
        run.join("a");
        run.join("b");
        run.join("c");
        InMemoryRun.Link lost = run.join("d");
        run.runUntil(() -> run.reports(RunReport.RoundOver.class).size() == 2);
        lost.die();
        run.runUntilFinished();

        List<HistoryEntry> entries = List.copyOf(state.history().entries());
        for (int i = 0; i < entries.size(); i++) {
            assertThat(entries.get(i).number()).isEqualTo(i + 1);
            assertThat(entries.get(i).at())
                    .isAfterOrEqualTo(entries.get(Math.max(0, i - 1)).at());
        }
        assertThat(events(entries, HistoryEntry.Changed.class).stream().map(each -> each.from() + " " + each.to()))
                .containsExactlyElementsOf(run.reports(RunReport.Transition.class).stream()
                        .map(each -> each.from() + " " + each.to())
                        .toList());
        assertThat(events(entries, HistoryEntry.RoundOver.class).stream().map(HistoryEntry.RoundOver::accuracy))
                .containsExactlyElementsOf(run.reports(RunReport.RoundOver.class).stream()
                        .map(RunReport.RoundOver::accuracy)
                        .toList());
        assertThat(events(entries, HistoryEntry.Removed.class))
                .singleElement()
                .satisfies(removed -> assertThat(removed.name()).isEqualTo("d"));
    }

    private static <E extends HistoryEntry.Event> List<E> events(List<HistoryEntry> entries, Class<E> kind) {
        return entries.stream()
                .map(HistoryEntry::event)
                .filter(kind::isInstance)
                .map(kind::cast)
                .toList();
    }

    /** A look knows what the state knew, also when the state has moved on. */
    @Test
    void aLookIsTheStateOfItsTurn() {
        List<Look> looks = new ArrayList<>();
        List<List<String>> explanations = new ArrayList<>();
        List<String> roles = new ArrayList<>();
        InMemoryRun run = new InMemoryRun(FILE, any -> true, turn -> {
            List<ServerResult> results = state.apply(turn);
            Instant now = ((RunInput.Tick) ((ServerInput.OfRun) turn.get(turn.size() - 1)).input()).now();
            looks.add(Look.at(state, now));
            explanations.add(state.run().explain(now).sentences());
            return results;
        });
        run.join("a");
        run.join("b");
        run.join("c");
        run.runUntil(() -> run.reports(RunReport.RoundOver.class).size() == 3);

        assertThat(looks).hasSizeGreaterThan(10);
        boolean someoneAttested = false;
        for (int i = 0; i < looks.size(); i++) {
            Look look = looks.get(i);
            assertThat(look.explain()).isEqualTo(explanations.get(i));
            JsonNode status = JSON.valueToTree(LookJson.status(look, false));
            for (JsonNode member : status.path("members")) {
                ClientId client = ClientId.parse(member.path("client").asText());
                assertThat(look.explain(client)).isPresent();
                someoneAttested |= member.path("attested").asBoolean();
                roles.add(member.path("role").asText());
            }
            assertThat(status.path("committee").path("attested").size())
                    .isEqualTo((int) status.path("members").findValues("attested").stream()
                            .filter(JsonNode::asBoolean)
                            .count());
        }
        assertThat(someoneAttested).isTrue();
        assertThat(roles).contains("TRAINER", "null");
    }

    /** The proofs of a round name seats that members have no more once one of them is removed. */
    @Test
    void aRoundWhoseRosterHasChangedShowsNoCommittee() {
        List<JsonNode> looks = new ArrayList<>();
        InMemoryRun run = new InMemoryRun(FILE, any -> true, turn -> {
            List<ServerResult> results = state.apply(turn);
            looks.add(JSON.valueToTree(LookJson.status(Look.at(state, Instant.EPOCH), false)));
            return results;
        });
        List<InMemoryRun.Link> links =
                List.of(run.join("a"), run.join("b"), run.join("c"), run.join("d"), run.join("e"));
        long rounds = FILE.config().roundsPerEpoch();
        run.runUntil(() -> run.reports(RunReport.RoundOver.class).size() == rounds - 1);
        links.get(0).die();
        run.runUntil(() -> run.reports(RunReport.RoundOver.class).size() == rounds + 1);

        List<JsonNode> cooldowns = looks.stream()
                .filter(look -> look.path("state").asText().equals("COOLDOWN"))
                .toList();
        assertThat(cooldowns).isNotEmpty().allSatisfy(look -> {
            assertThat(look.path("members")).hasSize(links.size() - 1);
            assertThat(look.path("height").asLong()).isEqualTo(rounds - 1);
            assertThat(look.path("committee").isNull()).isTrue();
            assertThat(look.path("members").findValues("attested")).allMatch(attested -> !attested.asBoolean());
        });
    }

    @Test
    void onlyTheNewestEntriesAreKeptAndTheirNumbersGoOn() {
        Instant now = Instant.EPOCH;
        for (int call = 0; call < History.KEPT + 50; call++) {
            state.apply(new ServerInput.OfRun(new RunInput.Checkpoint("model " + call)));
            now = now.plusSeconds(1);
            state.apply(new ServerInput.OfRun(new RunInput.Tick(now)));
        }
        List<HistoryEntry> entries = List.copyOf(state.history().entries());
        assertThat(entries).hasSize(History.KEPT);
        assertThat(entries.get(0).number()).isEqualTo(51);
        assertThat(entries.get(History.KEPT - 1).at()).isEqualTo(now);

        TrainingState restored = TrainingState.restore(state.toBytes(), DIGITS, SEEDS);
        assertThat(restored.history().entries()).containsExactlyElementsOf(entries);
        assertThat(LookJson.history(Look.at(restored, now), Optional.of(1_049L), 10))
                .containsEntry("first", 51L)
                .containsEntry("last", 1_050L);
    }

    /** A turn may be applied in parts, with a snapshot between a call and the tick that says when it was made. */
    @Test
    void aCallThatNoTickHasFollowedYetIsKept() {
        state.apply(new ServerInput.OfRun(new RunInput.Pause()));
        TrainingState restored = TrainingState.restore(state.toBytes(), DIGITS, SEEDS);
        assertThat(restored.history().entries()).isEmpty();
        for (TrainingState each : List.of(state, restored)) {
            each.apply(new ServerInput.OfRun(new RunInput.Tick(Instant.ofEpochSecond(7))));
        }
        assertThat(restored.digest()).isEqualTo(state.digest());
        assertThat(restored.history().entries().iterator().next())
                .isEqualTo(new HistoryEntry(
                        1,
                        Instant.ofEpochSecond(7),
                        new HistoryEntry.Operated(OperatorCall.PAUSE, Optional.empty(), OperatorOutcome.RECORDED)));
    }
}
