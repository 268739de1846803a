package io.github.coordinator.verification.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.state.Action;
import net.jqwik.api.state.ActionChain;
import net.jqwik.api.state.ActionChainArbitrary;
import net.jqwik.api.state.Transformer;

/** Random runs of random configurations: after each call, the coordinator is what the naive run says it is. */
class RunProperties {
    /** In how many runs each transition, outcome and cause must have come up once for the comparison to be worth something. */
    private static final int RUNS_TO_REACH = 10;

    private static final int SOME_RUNS = 100;
    private static final int MANY_RUNS = 2_500;
    private static final int EVEN_MORE_RUNS = 10_000;
    private static final int MOVES = 100;
    private static final Reach REACH = new Reach();

    private static int completed;

    @Property(tries = SOME_RUNS)
    @Label("in some runs, the coordinator does what the naive run does")
    void inSomeRuns(@ForAll("runs") ActionChain<Bench> run) {
        run.run().replay();
    }

    @Tag("slow")
    @Property(tries = MANY_RUNS)
    @Label("in many runs, the coordinator does what the naive run does")
    void inManyRuns(@ForAll("runs") ActionChain<Bench> run) {
        run.run().replay();
        completed++;
    }

    @Tag("full")
    @Property(tries = EVEN_MORE_RUNS)
    @Label("in even more runs, the coordinator does what the naive run does")
    void inEvenMoreRuns(@ForAll("runs") ActionChain<Bench> run) {
        run.run().replay();
        completed++;
    }

    @AfterContainer
    static void everythingWasReachedOften() {
        System.out.println("what random runs reached\n" + REACH);
        // Where a run failed, the others were not made, and nothing more is to be said.
        if (completed >= MANY_RUNS) {
            assertEquals(List.of(), REACH.below(completed / RUNS_TO_REACH), "too rare to be tested");
        }
    }

    @Provide
    Arbitrary<ActionChain<Bench>> runs() {
        return Setup.any().flatMap(setup -> {
            ActionChainArbitrary<Bench> chain =
                    ActionChain.startWith(() -> new Bench(setup.config(), setup.seed(), REACH));
            for (Move move : Move.values()) {
                chain = chain.withAction(move.weight(), new Make(move));
            }
            return chain.withMaxTransformations(MOVES);
        });
    }

    private record Make(Move move) implements Action.Independent<Bench> {
        @Override
        public Arbitrary<Transformer<Bench>> transformer() {
            Arbitrary<Integer> any =
                    Arbitraries.integers().between(0, 59).withDistribution(net.jqwik.api.RandomDistribution.uniform());
            return Combinators.combine(any, any)
                    .as((who, how) -> Transformer.mutate(
                            move + "(" + who + ", " + how + ")", bench -> move.make(bench, who, how)));
        }
    }
}
