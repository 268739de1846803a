package io.github.coordinator.examples.localtestnet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.github.coordinator.Removal;
import io.github.coordinator.RunState;
import io.github.coordinator.config.RunConfigBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ModelServerTest {
    @Test
    void everyoneEndsWithTheSameModelAndItIsGood() {
        InMemoryRun run = runOf(config -> config.totalSteps(20));
        List<InMemoryRun.Link> links = List.of(run.join("a"), run.join("b"), run.join("c"), run.join("d"));
        run.runUntilFinished();

        RunReport.Finished end = run.reports(RunReport.Finished.class).get(0);
        assertThat(end.steps()).isEqualTo(20);
        assertThat(end.epochs()).isEqualTo(3);
        assertThat(end.accuracy()).isGreaterThan(0.95);
        assertThat(modelHashes(links)).hasSize(1);
        assertThat(links).allSatisfy(link -> assertThat(link.log).isEmpty());
        assertThat(run.reports(RunReport.RoundOver.class)).hasSize(20).allSatisfy(round -> {
            assertThat(round.contributors()).containsExactly("a", "b", "c", "d");
            assertThat(round.attested()).hasSize(3);
        });
    }

    @Test
    void onlyTheFirstModelAndThatOfALateJoinerAreFetched() {
        InMemoryRun run = runOf(config -> config.totalSteps(10));
        InMemoryRun.Link first = run.join("a");
        run.join("b");
        run.join("c");
        run.runUntil(() -> !run.reports(RunReport.RoundOver.class).isEmpty());
        InMemoryRun.Link late = run.join("late");
        run.runUntilFinished();

        assertThat(contributorsOf(run, 0)).doesNotContain("late");
        assertThat(contributorsOf(run, 8)).contains("late");
        assertThat(modelHashes(List.of(first, late))).hasSize(1);
        for (InMemoryRun.Link link : List.of(first, late)) {
            assertThat(link.received)
                    .filteredOn(ToClient.Model.class::isInstance)
                    .hasSize(1);
        }
    }

    @Test
    void aClientThatDiesIsRemovedWithItsRound() {
        InMemoryRun run = runOf(config -> config.totalSteps(6));
        run.join("a");
        run.join("b");
        run.join("c");
        InMemoryRun.Link victim = run.join("victim");
        runUntilTraining(run, 2);
        victim.die();
        run.runUntilFinished();

        assertThat(run.reports(RunReport.Removed.class))
                .containsExactly(new RunReport.Removed("victim", Removal.Cause.DISCONNECTED, 0, 1));
        assertThat(contributorsOf(run, 5)).containsExactly("a", "b", "c");
    }

    @Test
    void aClientThatComesBackAtOnceKeepsItsSeatAndTrainsInTheSameRound() {
        InMemoryRun run = runOf(config -> config.totalSteps(6));
        run.join("a");
        run.join("b");
        run.join("c");
        InMemoryRun.Link first = run.join("returning");
        runUntilTraining(run, 2);
        first.die();
        InMemoryRun.Link second = run.join("returning");
        run.runUntilFinished();

        assertThat(run.reports(RunReport.Removed.class)).isEmpty();
        assertThat(contributorsOf(run, 1)).contains("returning");
        assertThat(second.client.modelHash()).isEqualTo(run.links.get(0).client.modelHash());
    }

    @Test
    void aRoundWithoutItsQuorumChangesNothingAndIsTrainedAgain() {
        InMemoryRun run = runOf(config -> config.totalSteps(3));
        InMemoryRun.Link a = run.join("a");
        InMemoryRun.Link b = run.join("b");
        run.join("c");
        runUntilTraining(run, 2);
        a.withhold(ToServer.Witness.class);
        b.withhold(ToServer.Witness.class);
        run.runUntil(() -> run.reports(RunReport.RoundOver.class).size() == 2);

        RunReport.RoundOver lost = run.reports(RunReport.RoundOver.class).get(1);
        assertThat(lost.confirmed()).isFalse();
        assertThat(lost.attested()).containsExactly("c");
        assertThat(lost.notAttested()).containsExactlyInAnyOrder("a", "b");
        assertThat(lost.contributors()).isEmpty();

        a.withhold();
        b.withhold();
        run.runUntilFinished();
        assertThat(run.reports(RunReport.RoundOver.class).stream().map(RunReport.RoundOver::step))
                .containsExactly(1L, 2L, 2L, 3L);
        List<String> hashes = a.received.stream()
                .filter(ToClient.RoundResult.class::isInstance)
                .map(result -> ((ToClient.RoundResult) result).modelHash())
                .toList();
        assertThat(hashes.get(1)).isEqualTo(hashes.get(0)).isNotEqualTo(hashes.get(2));
        assertThat(modelHashes(run.links)).hasSize(1);
    }

    @Test
    void aClientThatDoesNotDoItsPartIsRemovedAndMayComeBack() {
        InMemoryRun run = runOf(config -> config.totalSteps(30).healthCheckTimeout(Duration.ofSeconds(6)));
        run.join("a");
        run.join("b");
        run.join("c");
        InMemoryRun.Link mute = run.join("mute");
        InMemoryRun.Link lazy = run.join("lazy");
        InMemoryRun.Link shy = run.join("shy");
        mute.withhold(ToServer.HealthCheck.class, ToServer.Ready.class, ToServer.Update.class, ToServer.Witness.class);
        lazy.withhold(ToServer.Update.class);
        shy.withhold(ToServer.Witness.class);
        run.runUntil(() -> run.reports(RunReport.Removed.class).size() == 3);
        assertThat(run.reports(RunReport.Removed.class))
                .extracting(RunReport.Removed::client, RunReport.Removed::cause)
                .containsExactlyInAnyOrder(
                        tuple("mute", Removal.Cause.SILENT),
                        tuple("lazy", Removal.Cause.ABSENT),
                        tuple("shy", Removal.Cause.NOT_ATTESTING));

        mute.withhold();
        lazy.withhold();
        shy.withhold();
        run.runUntilFinished();
        assertThat(contributorsOf(run, run.reports(RunReport.RoundOver.class).size() - 1))
                .containsExactlyInAnyOrder("a", "b", "c", "mute", "lazy", "shy");
        assertThat(modelHashes(run.links)).hasSize(1);
    }

    @Test
    void onlyUpdatesOfClientsThatTookPartCount() {
        InMemoryRun run = runOf(config -> config.totalSteps(2));
        List<InMemoryRun.Link> others = List.of(run.join("a"), run.join("b"), run.join("c"));
        run.join("unseen");
        runUntilTraining(run, 1);
        others.forEach(link ->
                link.lose(message -> message instanceof ToClient.PeerUpdate update && update.index() == 3));
        run.runUntilFinished();

        RunReport.RoundOver round = run.reports(RunReport.RoundOver.class).get(0);
        assertThat(round.confirmed()).isTrue();
        assertThat(round.contributors()).containsExactly("a", "b", "c");
        assertThat(round.omitted()).extracting(RunReport.Omitted::client).containsExactly("unseen");
        assertThat(round.omitted().get(0).data().size()).isEqualTo(40);
        assertThat(modelHashes(run.links)).hasSize(1);
    }

    @Test
    void allUpdatesCountWhereNoQuorumIsAsked() {
        InMemoryRun run = runOf(config -> config.totalSteps(2).witnessQuorum(0));
        List<InMemoryRun.Link> links = List.of(run.join("a"), run.join("b"), run.join("c"));
        links.forEach(link -> link.withhold(ToServer.Witness.class));
        run.runUntilFinished();

        assertThat(contributorsOf(run, 0)).containsExactly("a", "b", "c");
        assertThat(modelHashes(run.links)).hasSize(1);
    }

    @Test
    void membersWithoutTheModelAreNamed() {
        InMemoryRun run = runOf(config -> config.totalSteps(10));
        run.join("a");
        run.join("b");
        run.join("c");
        run.runUntil(() -> !run.reports(RunReport.RoundOver.class).isEmpty());
        run.join("late");
        run.runUntilFinished();

        assertThat(run.reports(RunReport.Transition.class))
                .filteredOn(transition -> transition.to() == RunState.WARMUP)
                .extracting(RunReport.Transition::withoutModel)
                .containsExactly(List.of("a", "b", "c"), List.of("late"));
    }

    @Test
    void aClientThatMissedAnUpdateFetchesTheModel() {
        InMemoryRun run = runOf(config -> config.totalSteps(4));
        run.join("a");
        run.join("b");
        run.join("c");
        InMemoryRun.Link deaf = run.join("deaf");
        deaf.lose(ToClient.PeerUpdate.class::isInstance);
        runUntilTraining(run, 2);
        run.runUntilFinished();

        assertThat(deaf.log).contains("my model is not the one that everyone should have");
        assertThat(deaf.received).filteredOn(ToClient.Model.class::isInstance).hasSizeGreaterThan(1);
        assertThat(contributorsOf(run, 3)).contains("deaf");
    }

    @Test
    void anUpdateThatIsNotWhatItSaysEndsTheConnection() {
        Weights tooShort = Weights.of(1, 2, 3);
        Weights right = new Classifier(TestnetConfig.load(null).settings()).initialWeights();
        float[] poison = right.toArray();
        poison[17] = 3e38f; // Finite, but the next one is too much for a float.
        Weights poisoned = Weights.of(poison);

        assertThat(reasonAfter(new ToServer.Update(0, 0, tooShort.hash(), tooShort)))
                .startsWith("an update");
        assertThat(reasonAfter(new ToServer.Update(0, 0, poisoned.hash(), poisoned)))
                .startsWith("an update");
        assertThat(reasonAfter(new ToServer.Update(0, 0, tooShort.hash(), right)))
                .startsWith("an update");
        assertThat(reasonAfter(new ToServer.Update(9, 9, right.hash(), right))).isNull();
        assertThat(reasonAfter(new ToServer.Update(0, 0, right.hash(), right))).isNull();
    }

    @Test
    void aProofThatCannotBeReadOrIsFalseEndsTheConnectionAndALateOneDoesNot() {
        assertThat(reasonAfter(new ToServer.Witness(0, 0, 0, 0, "xyz"))).startsWith("a proof");
        assertThat(reasonAfter(new ToServer.Witness(0, 0, 0, 0, "ffff"))).startsWith("a proof");
        assertThat(reasonAfter(new ToServer.Witness(0, 0, 0, 0, "ff"))).startsWith("a proof");
        assertThat(reasonAfter(new ToServer.Witness(0, 0, Integer.MAX_VALUE, -1, "01")))
                .isEqualTo("a proof was refused: WRONG_INDEX");
        assertThat(reasonAfter(new ToServer.Witness(7, -1, 0, 0, "xyz"))).isNull();
    }

    @Test
    void aConnectionSpeaksForOneClientAndAClientByOneConnection() {
        InMemoryRun run = runOf(config -> config);
        run.join("a");
        InMemoryRun.Link b = run.join("b");
        run.join("c");
        runUntilTraining(run, 1);

        b.say(new ToServer.Join("local-testnet", "d"));
        assertThat(b.closedFor()).isEqualTo("this connection speaks for another client");
        assertThat(reasonOfStranger(run, new ToServer.Join("local-testnet", "a")))
                .isNull();
        assertThat(run.links.get(0).closedFor()).isEqualTo("another connection speaks for this client");
        assertThat(reasonOfStranger(run, new ToServer.Join("another-run", "d"))).isEqualTo("refused: WRONG_RUN");
        assertThat(reasonOfStranger(run, new ToServer.Join("local-testnet", "")))
                .startsWith("a name must have 1 to 64");
        assertThat(reasonOfStranger(run, new ToServer.Join("local-testnet", "\ud800")))
                .startsWith("a name must have");
        assertThat(reasonOfStranger(run, new ToServer.Ready(0))).isEqualTo("join first");
        assertThat(reasonOfStranger(run, new ToServer.FetchModel())).isEqualTo("join first");
    }

    private static InMemoryRun runOf(UnaryOperator<RunConfigBuilder> change) {
        TestnetConfig bundled = TestnetConfig.load(null);
        return new InMemoryRun(
                new TestnetConfig(change.apply(bundled.config().toBuilder()).build(), bundled.settings()));
    }

    /** Until clients are about to hear that the round of that step has begun. */
    private static void runUntilTraining(InMemoryRun run, long step) {
        run.runUntil(() -> run.reports(RunReport.Transition.class).stream()
                .anyMatch(transition -> transition.to() == RunState.ROUND_TRAIN && transition.step() == step));
    }

    private static String reasonAfter(ToServer message) {
        InMemoryRun run = runOf(config -> config);
        run.join("a").withhold(ToServer.Update.class, ToServer.Witness.class);
        run.join("b");
        run.join("c");
        runUntilTraining(run, 1);
        run.links.get(0).say(message);
        return run.links.get(0).closedFor();
    }

    private static String reasonOfStranger(InMemoryRun run, ToServer message) {
        InMemoryRun.Link stranger = run.connect("stranger");
        stranger.say(message);
        return stranger.closedFor();
    }

    private static List<String> contributorsOf(InMemoryRun run, int round) {
        return run.reports(RunReport.RoundOver.class).get(round).contributors();
    }

    private static Set<String> modelHashes(List<InMemoryRun.Link> links) {
        return links.stream().map(link -> link.client.modelHash()).collect(Collectors.toSet());
    }
}
