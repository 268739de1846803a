package io.github.coordinator;

import static io.github.coordinator.RunState.COOLDOWN;
import static io.github.coordinator.RunState.FINISHED;
import static io.github.coordinator.RunState.PAUSED;
import static io.github.coordinator.RunState.ROUND_TRAIN;
import static io.github.coordinator.RunState.ROUND_WITNESS;
import static io.github.coordinator.RunState.WAITING_FOR_MEMBERS;
import static io.github.coordinator.RunState.WARMUP;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.coordinator.config.EarlyEnd;
import io.github.coordinator.config.RunConfigBuilder;
import io.github.coordinator.config.WarmupDrop;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every way from one state to another, each by every reason for it. */
class TransitionReasonTest {
    private static final int NO_LIMIT = 0;

    /** The last tick of a script makes the transition. */
    private record Way(
            RunState from,
            RunState to,
            TransitionReason reason,
            RunConfigBuilder config,
            Function<Scene, TickResult> script) {
        @Override
        public String toString() {
            return from + " → " + to + ": " + reason;
        }
    }

    private static Way way(RunState from, RunState to, TransitionReason reason, Function<Scene, TickResult> script) {
        return new Way(from, to, reason, Scene.config(), script);
    }

    static Stream<Way> ways() {
        return Stream.of(waitingAndWarmup(), rounds(), endsOfRounds(), endsOfEpochs())
                .flatMap(ways -> ways);
    }

    private static Stream<Way> waitingAndWarmup() {
        return Stream.of(
                way(WAITING_FOR_MEMBERS, WARMUP, TransitionReason.ENOUGH_CLIENTS, Scene::warmUp),
                way(WAITING_FOR_MEMBERS, PAUSED, TransitionReason.PAUSE, scene -> {
                    scene.run.pause();
                    return scene.tick();
                }),
                new Way(
                        WAITING_FOR_MEMBERS,
                        FINISHED,
                        TransitionReason.NO_STEPS_LEFT,
                        Scene.config().totalSteps(1),
                        scene -> {
                            scene.train();
                            scene.tickInto(ROUND_WITNESS);
                            scene.tickInto(WAITING_FOR_MEMBERS);
                            return scene.tick();
                        }),
                way(WAITING_FOR_MEMBERS, FINISHED, TransitionReason.STOP, scene -> {
                    scene.run.stop();
                    return scene.tick();
                }),
                way(WARMUP, ROUND_TRAIN, TransitionReason.ALL_READY, scene -> {
                    scene.warmUp();
                    scene.run.ready(Scene.ADA, 0);
                    scene.run.ready(Scene.BOB, 0);
                    assertThat(scene.tick().changed()).isFalse();
                    scene.run.ready(Scene.CYD, 0);
                    return scene.tick();
                }),
                way(WARMUP, ROUND_TRAIN, TransitionReason.WARMUP_TIME_OVER, Scene::train),
                way(WARMUP, WAITING_FOR_MEMBERS, TransitionReason.TOO_FEW_MEMBERS, scene -> {
                    scene.warmUp();
                    scene.run.leave(Scene.ADA);
                    scene.run.leave(Scene.BOB);
                    return scene.tick();
                }),
                new Way(
                        WARMUP,
                        WAITING_FOR_MEMBERS,
                        TransitionReason.WARMUP_DROP,
                        Scene.config().onWarmupDrop(WarmupDrop.RESTART),
                        scene -> {
                            scene.warmUp();
                            scene.run.disconnected(Scene.ADA);
                            return scene.tick();
                        }),
                way(WARMUP, PAUSED, TransitionReason.PAUSE, scene -> {
                    scene.warmUp();
                    scene.run.pause();
                    return scene.tick();
                }),
                way(WARMUP, FINISHED, TransitionReason.STOP, scene -> {
                    scene.warmUp();
                    scene.run.stop();
                    return scene.tick();
                }));
    }

    private static Stream<Way> rounds() {
        return Stream.of(
                way(ROUND_TRAIN, ROUND_WITNESS, TransitionReason.ALL_ATTESTED, scene -> {
                    scene.train();
                    assertThat(scene.tick().changed()).isFalse();
                    scene.attest();
                    return scene.tick();
                }),
                new Way(
                        ROUND_TRAIN,
                        ROUND_WITNESS,
                        TransitionReason.QUORUM_ATTESTED,
                        Scene.config().witnessNodes(3).witnessQuorum(2).earlyEnd(EarlyEnd.QUORUM),
                        scene -> {
                            scene.train();
                            scene.attest(Scene.ADA);
                            assertThat(scene.tick().changed()).isFalse();
                            scene.attest(Scene.BOB);
                            return scene.tick();
                        }),
                new Way(
                        ROUND_TRAIN,
                        ROUND_WITNESS,
                        TransitionReason.CUT_SHORT,
                        Scene.config().witnessNodes(3).witnessQuorum(2),
                        scene -> {
                            scene.train();
                            scene.run.leave(Scene.ADA);
                            scene.run.disconnected(Scene.BOB);
                            assertThat(scene.tick().changed()).isFalse();
                            scene.run.leave(Scene.BOB);
                            return scene.tick();
                        }),
                way(ROUND_TRAIN, ROUND_WITNESS, TransitionReason.TRAIN_TIME_OVER, scene -> {
                    scene.train();
                    return scene.tickWhenDue();
                }),
                way(ROUND_WITNESS, ROUND_TRAIN, TransitionReason.NEXT_ROUND, scene -> {
                    scene.train();
                    scene.tickInto(ROUND_WITNESS);
                    return scene.tickWhenDue();
                }),
                new Way(
                        ROUND_WITNESS,
                        WAITING_FOR_MEMBERS,
                        TransitionReason.LAST_STEP_DONE,
                        Scene.config().totalSteps(1),
                        scene -> {
                            scene.train();
                            scene.tickInto(ROUND_WITNESS);
                            return scene.tickWhenDue();
                        }));
    }

    private static Stream<Way> endsOfRounds() {
        return Stream.of(
                way(ROUND_WITNESS, COOLDOWN, TransitionReason.EPOCH_ROUNDS_DONE, scene -> {
                    scene.train();
                    scene.tickInto(ROUND_WITNESS);
                    scene.tickInto(ROUND_TRAIN);
                    scene.tickInto(ROUND_WITNESS);
                    return scene.tickWhenDue();
                }),
                new Way(
                        ROUND_WITNESS,
                        COOLDOWN,
                        TransitionReason.EPOCH_TIME_OVER,
                        // Warm-up and two rounds take 50 seconds.
                        Scene.config().roundsPerEpoch(NO_LIMIT).epochTime(Duration.ofSeconds(50)),
                        scene -> {
                            scene.train();
                            scene.tickInto(ROUND_WITNESS);
                            scene.tickInto(ROUND_TRAIN);
                            scene.tickInto(ROUND_WITNESS);
                            return scene.tickWhenDue();
                        }),
                way(ROUND_WITNESS, COOLDOWN, TransitionReason.TOO_FEW_MEMBERS, scene -> {
                    scene.train();
                    scene.run.leave(Scene.ADA);
                    scene.run.leave(Scene.BOB);
                    scene.tickInto(ROUND_WITNESS);
                    return scene.tickWhenDue();
                }),
                new Way(
                        ROUND_WITNESS,
                        COOLDOWN,
                        TransitionReason.NOT_CONFIRMED,
                        Scene.config().witnessQuorum(1),
                        scene -> {
                            scene.train();
                            scene.tickInto(ROUND_WITNESS);
                            return scene.tickWhenDue();
                        }),
                way(ROUND_WITNESS, COOLDOWN, TransitionReason.PAUSE, scene -> {
                    scene.train();
                    scene.run.pause();
                    scene.tickInto(ROUND_WITNESS);
                    return scene.tickWhenDue();
                }),
                way(ROUND_WITNESS, COOLDOWN, TransitionReason.STOP, scene -> {
                    scene.train();
                    scene.run.stop();
                    scene.tickInto(ROUND_WITNESS);
                    return scene.tickWhenDue();
                }));
    }

    private static Stream<Way> endsOfEpochs() {
        return Stream.of(
                new Way(
                        COOLDOWN,
                        WAITING_FOR_MEMBERS,
                        TransitionReason.COOLDOWN_TIME_OVER,
                        Scene.config().roundsPerEpoch(1),
                        scene -> {
                            scene.train();
                            scene.tickInto(ROUND_WITNESS);
                            scene.tickInto(COOLDOWN);
                            return scene.tickWhenDue();
                        }),
                way(COOLDOWN, PAUSED, TransitionReason.PAUSE, scene -> {
                    scene.train();
                    scene.run.pause();
                    scene.tickInto(ROUND_WITNESS);
                    scene.tickInto(COOLDOWN);
                    return scene.tickWhenDue();
                }),
                way(COOLDOWN, FINISHED, TransitionReason.STOP, scene -> {
                    scene.train();
                    scene.run.stop();
                    scene.tickInto(ROUND_WITNESS);
                    scene.tickInto(COOLDOWN);
                    return scene.tickWhenDue();
                }),
                way(PAUSED, FINISHED, TransitionReason.STOP, scene -> {
                    scene.run.pause();
                    scene.tick();
                    scene.run.stop();
                    return scene.tick();
                }),
                way(PAUSED, WAITING_FOR_MEMBERS, TransitionReason.RESUME, scene -> {
                    scene.run.pause();
                    scene.tick();
                    scene.run.resume();
                    return scene.tick();
                }));
    }

    @ParameterizedTest
    @MethodSource("ways")
    void theTickSaysWhy(Way way) {
        Scene scene = new Scene(way.config);
        TickResult result = way.script.apply(scene);
        assertThat(result.transition()).hasValueSatisfying(transition -> {
            assertThat(transition.from()).isEqualTo(way.from);
            assertThat(transition.to()).isEqualTo(way.to);
            assertThat(transition.reason()).isEqualTo(way.reason);
            assertThat(transition.at()).isEqualTo(scene.now);
            assertThat(transition).hasToString(way.toString());
        });
        assertThat(result.status().state()).isEqualTo(way.to);
        assertThat(result.status().reason()).contains(way.reason);
        assertThat(scene.run.status()).isEqualTo(result.status());
    }

    @Test
    void noReasonIsLeftOut() {
        assertThat(ways().map(Way::reason).distinct()).containsExactlyInAnyOrder(TransitionReason.values());
    }

    @ParameterizedTest
    @EnumSource
    void eachReasonKnowsWhereItLeads(TransitionReason reason) {
        assertThat(ways().filter(way -> way.reason == reason).map(Way::to).distinct())
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(RunState.values()).filter(reason::leadsTo).toList());
    }

    @Test
    void noTransitionIsLeftOut() {
        assertThat(ways().map(way -> way.from + " → " + way.to).distinct())
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(RunState.values())
                        .flatMap(from -> from.successors().stream().map(to -> from + " → " + to))
                        .toList());
    }
}
