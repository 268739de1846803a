package io.github.coordinator.examples.localtestnet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.github.coordinator.ClientId;
import io.github.coordinator.Removal;
import io.github.coordinator.RunState;
import io.github.coordinator.config.RunConfigBuilder;
import io.github.coordinator.examples.embedding.JoinProof;
import io.github.coordinator.round.Committee;
import io.github.coordinator.round.SeedSource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelServerTest {
    private static final Classifier CLASSIFIER =
            new Classifier(TestnetConfig.load(null).settings());

    @Test
    @Tag("slow")
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
    @Tag("slow")
    void aClientThatComesLateTrainsFromTheNextEpochOn() {
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
    void aMemberThatComesBackHearsTheUpdatesOfTheOpenRoundAgain() {
        InMemoryRun run = runOf(config -> config.totalSteps(6));
        run.join("a");
        InMemoryRun.Link b = run.join("b");
        run.join("c");
        b.withhold(ToServer.Update.class);
        runUntilTraining(run, 1);
        run.runUntil(() -> updatesIn(b).size() == 2);
        b.die();
        InMemoryRun.Link back = run.join("b");
        run.runUntil(() -> updatesIn(back).size() == 3);

        assertThat(updatesIn(back).subList(0, 2)).isEqualTo(updatesIn(b));
    }

    private static List<ToClient.PeerUpdate> updatesIn(InMemoryRun.Link link) {
        return link.received.stream()
                .filter(ToClient.PeerUpdate.class::isInstance)
                .map(ToClient.PeerUpdate.class::cast)
                .toList();
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
    @Tag("slow")
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
    void updatesGoToTheWitnessesAloneAndTheOthersFetchTheModel() {
        InMemoryRun run = runOf(config -> config.totalSteps(4).witnessNodes(3));
        for (String name : List.of("a", "b", "c", "d", "e", "f")) {
            run.join(name);
        }
        run.runUntilFinished();

        int witnessCount = 0;
        for (InMemoryRun.Link link : run.links) {
            List<ToClient.OpenRound> witnessed = roundsOf(link).stream()
                    .filter(round -> Committee.of(round.toRound()).isWitness(run.links.indexOf(link)))
                    .toList();
            witnessCount += witnessed.size();
            assertThat(updatesIn(link)).hasSize(6 * witnessed.size());
            assertThat(link.received.stream().filter(ToClient.Model.class::isInstance))
                    .hasSize(1 + 4 - witnessed.size());
        }
        assertThat(witnessCount).isEqualTo(3 * 4);
        assertThat(modelHashes(run.links)).hasSize(1);
    }

    /** The rounds whose training began while a client was there. */
    private static List<ToClient.OpenRound> roundsOf(InMemoryRun.Link link) {
        return link.received.stream()
                .filter(ToClient.Status.class::isInstance)
                .map(ToClient.Status.class::cast)
                .filter(status -> status.state() == RunState.ROUND_TRAIN)
                .map(ToClient.Status::round)
                .toList();
    }

    @Test
    void aWitnessThatMissedAnUpdateFetchesTheModel() {
        InMemoryRun run = runOf(config -> config.totalSteps(4));
        run.join("a");
        run.join("b");
        run.join("c");
        InMemoryRun.Link deaf = run.join("deaf");
        deaf.lose(ToClient.PeerUpdate.class::isInstance);
        runUntilTraining(run, 2);
        run.runUntilFinished();

        assertThat(deaf.received).filteredOn(ToClient.Model.class::isInstance).hasSizeGreaterThan(1);
        assertThat(contributorsOf(run, 3)).contains("deaf");
    }

    @Test
    void anUpdateThatDoesNotFitEndsTheConnection() {
        Weights right = CLASSIFIER.initialWeights(7);
        float[] poison = right.toArray();
        poison[17] = Float.NaN;

        assertThat(endAfter(new ToServer.Update(0, 0, Weights.of(1, 2, 3)))).isEqualTo("BAD_FIELD");
        assertThat(endAfter(new ToServer.Update(0, 0, Weights.of(poison)))).isEqualTo("BAD_FIELD");
    }

    @Test
    void theAnswerSaysWhatBecameOfAnUpdate() {
        Weights right = CLASSIFIER.initialWeights(7);
        InMemoryRun run = runOf(config -> config);
        InMemoryRun.Link a = run.join("a");
        a.withhold(ToServer.Update.class, ToServer.Witness.class);
        run.join("b");
        run.join("c");
        runUntilTraining(run, 1);
        InMemoryRun.Link late = run.join("late");
        run.runUntil(() -> late.received.stream().anyMatch(ToClient.Joined.class::isInstance));

        a.say(new ToServer.Update(9, 9, right));
        a.say(new ToServer.Update(0, 0, right));
        a.say(new ToServer.Update(0, 0, right));
        assertThat(a.answers("update")).containsExactly("WRONG_ROUND", "RECORDED", "DUPLICATE");
        late.say(new ToServer.Update(0, 0, right));
        assertThat(late.answers("update")).containsExactly("NOT_A_MEMBER");
    }

    @Test
    void anUpdateThatWouldRuinTheModelIsClipped() {
        InMemoryRun run = runOf(config -> config.totalSteps(20));
        run.join("a");
        run.join("b");
        run.join("c");
        InMemoryRun.Link vandal = run.join("vandal");
        vandal.withhold(ToServer.Update.class);
        runUntilTraining(run, 1);
        float[] huge = new float[CLASSIFIER.size()];
        Arrays.fill(huge, 1e6f);
        vandal.say(new ToServer.Update(0, 0, Weights.of(huge)));
        vandal.withhold();
        run.runUntilFinished();

        assertThat(vandal.answers("update")).contains("RECORDED");
        assertThat(contributorsOf(run, 0)).contains("vandal");
        ToClient.PeerUpdate relayed = run.links.stream()
                .flatMap(link -> updatesIn(link).stream())
                .filter(update -> update.index() == 3)
                .findFirst()
                .orElseThrow();
        assertThat(norm(relayed.change())).isLessThan(10.001);
        assertThat(run.reports(RunReport.Finished.class).get(0).accuracy()).isGreaterThan(0.9);
        assertThat(modelHashes(run.links)).hasSize(1);
    }

    private static double norm(Weights weights) {
        double squares = 0;
        for (float value : weights.toArray()) {
            squares += value * value;
        }
        return Math.sqrt(squares);
    }

    @Test
    void whatIsOfUseIsNotClipped() {
        InMemoryRun run = runOf(config -> config.totalSteps(5));
        run.join("a");
        run.join("b");
        run.join("c");
        run.runUntilFinished();
        assertThat(run.links.get(0).received)
                .filteredOn(ToClient.PeerUpdate.class::isInstance)
                .hasSize(15)
                .allSatisfy(update -> assertThat(norm(((ToClient.PeerUpdate) update).change()))
                        .isLessThan(9));
    }

    @Test
    void aProofThatCannotBeReadEndsTheConnection() {
        assertThat(endAfter(new ToServer.Witness(0, 0, 0, 0, "xyz"))).isEqualTo("BAD_FIELD");
        assertThat(endAfter(new ToServer.Witness(0, 0, 0, 0, ""))).isEqualTo("BAD_FIELD");
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0, 0, ffff, WRONG_BITMAP_SIZE",
        "0, 0, 0, ff, WRONG_BITMAP_SIZE",
        "0, 0, 2147483647, 01, WRONG_INDEX",
        "0, 0, 1, 01, WRONG_INDEX",
        "7, -1, 0, ff, WRONG_EPOCH",
        "0, 5, 0, ff, WRONG_ROUND",
        "0, 0, 0, 07, ACCEPTED"
    })
    void theAnswerSaysWhatIsWrongWithAProof(long epoch, long height, int index, String seen, String outcome) {
        InMemoryRun run = runOf(config -> config);
        InMemoryRun.Link a = run.join("a");
        a.withhold(ToServer.Update.class, ToServer.Witness.class);
        run.join("b");
        run.join("c");
        runUntilTraining(run, 1);
        run.runUntil(() -> a.received.stream().anyMatch(ToClient.PeerUpdate.class::isInstance));
        ToClient.OpenRound round = a.received.stream()
                .filter(ToClient.Status.class::isInstance)
                .map(status -> ((ToClient.Status) status).round())
                .filter(Objects::nonNull)
                .findFirst()
                .orElseThrow();
        int position = Committee.of(round.toRound()).witnessPosition(0);
        a.say(new ToServer.Witness(epoch, height, index, position, seen));

        assertThat(a.answers("witness")).containsExactly(outcome);
        assertThat(a.closedFor()).isNull();
        assertThat(a.isRead()).isTrue();
    }

    @Test
    void everyMessageIsAnswered() {
        InMemoryRun run = runOf(config -> config.totalSteps(6));
        InMemoryRun.Link a = run.join("a");
        run.join("b");
        run.join("c");
        run.join("d");
        runUntilTraining(run, 2);
        a.say(new ToServer.Leave());
        a.say(new ToServer.Leave());
        a.say(new ToServer.HealthCheck());
        assertThat(a.answers("leave")).containsExactly("RECORDED", "GONE");
        assertThat(a.answers("healthCheck")).endsWith("GONE");
        run.runUntilFinished();

        assertThat(a.received).contains(new ToClient.Removed("LEFT", 0, true));
        assertThat(a.answers("ready")).contains("RECORDED");
        assertThat(run.links).allSatisfy(link -> assertThat(link.isRead()).isTrue());
    }

    @Test
    void aConnectionSpeaksForOneClientAndAClientByOneConnection() {
        InMemoryRun run = runOf(config -> config);
        InMemoryRun.Link a = run.join("a");
        InMemoryRun.Link b = run.join("b");
        run.join("c");
        runUntilTraining(run, 1);

        b.say(proved(b, "d"));
        assertThat(b.closedFor()).isEqualTo("OTHER_CLIENT");
        InMemoryRun.Link second = run.join("a");
        run.runUntil(() -> a.closedFor() != null);
        assertThat(second.closedFor()).isNull();
        assertThat(a.closedFor()).isEqualTo("REPLACED");
        a.die(); // The end of the old connection is ignored.
        run.runUntil(() -> run.reports(RunReport.RoundOver.class).size() == 2);
        assertThat(run.reports(RunReport.Removed.class))
                .extracting(RunReport.Removed::client)
                .doesNotContain("a");
    }

    @Test
    void nothingIsTakenBeforeTheJoin() {
        InMemoryRun run = runOf(config -> config);
        for (ToServer message : List.of(
                new ToServer.FetchModel(),
                new ToServer.Ready(0),
                new ToServer.HealthCheck(),
                new ToServer.Leave(),
                new ToServer.Update(0, 0, Weights.of(1)),
                new ToServer.Witness(0, 0, 0, 0, "01"))) {
            InMemoryRun.Link stranger = run.connect("stranger");
            stranger.say(message);
            assertThat(stranger.closedFor()).isEqualTo("JOIN_FIRST");
        }
    }

    @Test
    void onlyTheRightSignatureJoins() {
        InMemoryRun run = runOf(config -> config);
        InMemoryRun.Link first = run.connect("ada");
        ToServer.Join right = proved(first, "ada");
        first.say(right);
        assertThat(first.closedFor()).isNull();

        InMemoryRun.Link replay = run.connect("ada");
        replay.say(right);
        assertThat(replay.closedFor()).isEqualTo("BAD_SIGNATURE");

        assertThat(refusal(run, hello -> new JoinProof(hex(hello.nonce()), hex(hello.serverKey()), "another-run")))
                .isEqualTo("BAD_SIGNATURE");
        assertThat(refusal(
                        run,
                        hello -> new JoinProof(
                                hex(hello.nonce()),
                                InMemoryRun.keyOf("another server").publicKey(),
                                hello.runId())))
                .isEqualTo("BAD_SIGNATURE");
        assertThat(refusal(run, hello -> new JoinProof(new byte[32], hex(hello.serverKey()), hello.runId())))
                .isEqualTo("BAD_SIGNATURE");
        assertThat(refusal(run, ToClient.Hello::proof)).isNull();
    }

    /** How a join ends whose signature is over that. */
    private static String refusal(InMemoryRun run, Function<ToClient.Hello, JoinProof> signed) {
        InMemoryRun.Link link = run.connect("bob");
        SecretKey key = InMemoryRun.keyOf("bob");
        link.say(new ToServer.Join(
                1,
                link.greeting().runId(),
                HexFormat.of().formatHex(key.publicKey()),
                "bob",
                HexFormat.of().formatHex(key.sign(signed.apply(link.greeting())))));
        return link.closedFor();
    }

    @Test
    void aJoinIsRefusedByTheNameOfItsField() {
        InMemoryRun run = runOf(config -> config);
        ToServer.Join right = proved(run.connect("x"), "x");
        String key = right.key();
        String signature = right.signature();
        assertThat(endOfJoin(run, new ToServer.Join(2, right.runId(), key, "x", signature)))
                .isEqualTo("WRONG_PROTOCOL protocol");
        assertThat(endOfJoin(run, new ToServer.Join(1, "other", key, "x", signature)))
                .isEqualTo("WRONG_RUN runId");
        assertThat(endOfJoin(run, new ToServer.Join(1, right.runId(), "00", "x", signature)))
                .isEqualTo("BAD_FIELD key");
        assertThat(endOfJoin(run, new ToServer.Join(1, right.runId(), "z".repeat(64), "x", signature)))
                .isEqualTo("BAD_FIELD key");
        assertThat(endOfJoin(run, new ToServer.Join(1, right.runId(), "ff".repeat(32), "x", signature)))
                .isEqualTo("BAD_SIGNATURE signature");
        assertThat(endOfJoin(run, new ToServer.Join(1, right.runId(), key, "x", "00")))
                .isEqualTo("BAD_FIELD signature");
        for (String name :
                List.of("", "x".repeat(65), "a\nb", "\u001b[2J", "\u202egnp", "\ud800", "\u2028", "\ue000", "\u0378")) {
            assertThat(endOfJoin(run, new ToServer.Join(1, right.runId(), key, name, signature)))
                    .isEqualTo("BAD_FIELD name");
        }
    }

    private static String endOfJoin(InMemoryRun run, ToServer.Join join) {
        InMemoryRun.Link link = run.connect("x");
        link.say(join);
        return link.closedFor() + " " + link.field();
    }

    @Test
    void aClientWhoseJoinWaitsHearsNothingOfTheRun() {
        TestnetConfig file = TestnetConfig.load(null);
        TrainingState state = TrainingState.start(file, Digits.load(), SeedSource.fixed(7), Instant.EPOCH);
        Deque<Runnable> duringATurn = new ArrayDeque<>();
        InMemoryRun run = new InMemoryRun(file, any -> true, turn -> {
            List<ServerResult> results = state.apply(turn);
            if (!duringATurn.isEmpty() && state.run().status().state() == RunState.ROUND_WITNESS) {
                duringATurn.remove().run();
            }
            return results;
        });
        run.join("a");
        run.join("b");
        run.join("c");
        InMemoryRun.Link late = run.connect("late");
        duringATurn.add(() -> late.hand(proved(late, "late")));
        run.runUntil(() -> run.reports(RunReport.RoundOver.class).size() == 2);

        assertThat(late.waiting().subList(0, 3))
                .extracting(message -> (Object) message.getClass())
                .containsExactly(ToClient.Hello.class, ToClient.Joined.class, ToClient.Status.class);
    }

    @Test
    void onlyKeysOfTheListJoin() {
        TestnetConfig file = TestnetConfig.load(null);
        ClientId ada = ClientId.of(InMemoryRun.keyOf("ada").publicKey());
        InMemoryRun run = new InMemoryRun(file, ada::equals);
        InMemoryRun.Link allowed = run.connect("ada");
        allowed.say(proved(allowed, "ada"));
        InMemoryRun.Link other = run.connect("bob");
        other.say(proved(other, "bob"));
        assertThat(allowed.closedFor()).isNull();
        assertThat(other.closedFor()).isEqualTo("NOT_ALLOWED");
    }

    @Test
    void aNameThatIsTakenIsShownWithAKey() {
        InMemoryRun run = runOf(config -> config);
        for (String secret : List.of("one", "two")) {
            InMemoryRun.Link link = run.connect(secret);
            link.say(new ToServer.Join(
                    1,
                    link.greeting().runId(),
                    proved(link, secret).key(),
                    "ada",
                    proved(link, secret).signature()));
        }
        String second =
                HexFormat.of().formatHex(InMemoryRun.keyOf("two").publicKey()).substring(0, 8);
        assertThat(run.reports(RunReport.Joined.class))
                .extracting(RunReport.Joined::client)
                .containsExactly("ada", "ada (" + second + ")");
    }

    @Test
    @Tag("slow")
    void oneClientTooManyIsRefusedAndOneThatComesBackIsNot() {
        InMemoryRun run = runOf(config -> config);
        List<InMemoryRun.Link> links = new ArrayList<>();
        for (int i = 0; i < 512; i++) {
            InMemoryRun.Link link = run.connect("c" + i);
            link.say(proved(link, "c" + i));
            assertThat(link.closedFor()).isNull();
            links.add(link);
        }
        InMemoryRun.Link tooMany = run.connect("late");
        tooMany.say(proved(tooMany, "late"));
        assertThat(tooMany.closedFor()).isEqualTo("FULL");
        InMemoryRun.Link back = run.connect("c7");
        back.say(proved(back, "c7"));
        assertThat(back.closedFor()).isNull();
        links.get(8).say(new ToServer.Leave());
        InMemoryRun.Link inItsPlace = run.connect("later");
        inItsPlace.say(proved(inItsPlace, "later"));
        assertThat(inItsPlace.closedFor()).isNull();
        links.get(8).say(proved(links.get(8), "c8"));
        assertThat(links.get(8).closedFor()).isEqualTo("FULL");
    }

    /** The join of the client of that name, for that connection. */
    private static ToServer.Join proved(InMemoryRun.Link link, String name) {
        ToClient.Hello hello = link.greeting();
        SecretKey key = InMemoryRun.keyOf(name);
        JoinProof proof = hello.proof();
        return new ToServer.Join(
                1,
                hello.runId(),
                HexFormat.of().formatHex(key.publicKey()),
                name,
                HexFormat.of().formatHex(key.sign(proof)));
    }

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text);
    }

    private static InMemoryRun runOf(UnaryOperator<RunConfigBuilder> change) {
        TestnetConfig bundled = TestnetConfig.load(null);
        return new InMemoryRun(new TestnetConfig(
                change.apply(bundled.config().toBuilder()).build(), bundled.settings(), bundled.initialSeed()));
    }

    /** Until clients are about to hear that the round of that step has begun. */
    private static void runUntilTraining(InMemoryRun run, long step) {
        run.runUntil(() -> run.reports(RunReport.Transition.class).stream()
                .anyMatch(transition -> transition.to() == RunState.ROUND_TRAIN && transition.step() == step));
    }

    private static String endAfter(ToServer message) {
        InMemoryRun run = runOf(config -> config);
        run.join("a").withhold(ToServer.Update.class, ToServer.Witness.class);
        run.join("b");
        run.join("c");
        runUntilTraining(run, 1);
        run.links.get(0).say(message);
        return run.links.get(0).closedFor();
    }

    private static List<String> contributorsOf(InMemoryRun run, int round) {
        return run.reports(RunReport.RoundOver.class).get(round).contributors();
    }

    private static Set<String> modelHashes(List<InMemoryRun.Link> links) {
        return links.stream().map(link -> link.client.modelHash()).collect(Collectors.toSet());
    }
}
