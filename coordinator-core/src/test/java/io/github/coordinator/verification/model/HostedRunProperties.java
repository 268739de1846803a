package io.github.coordinator.verification.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.coordinator.JoinOutcome;
import io.github.coordinator.MemberOutcome;
import io.github.coordinator.PendingLimits;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.RandomDistribution;
import net.jqwik.api.Tag;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.state.Action;
import net.jqwik.api.state.ActionChain;
import net.jqwik.api.state.ActionChainArbitrary;
import net.jqwik.api.state.Transformer;

/**
 * Random inputs of clients that reconnect, of operators and of servers that crash: after each, the hosted run is what the
 * {@linkplain NaiveHost naive host} says it is.
 */
class HostedRunProperties {
    /** How often each transition, outcome, cause and comeback must have come up for the comparison to be worth something. */
    private static final long REACHED_OFTEN = 100;

    private static final int SOME_RUNS = 50;
    private static final int RUNS = 4_000;
    private static final int MOVES = 100;
    private static final Reach REACH = new Reach(
            new MemberOutcome[] {MemberOutcome.OLD_SESSION},
            new JoinOutcome[] {JoinOutcome.FULL},
            HostedReach.values());

    private static int completed;

    @Property(tries = SOME_RUNS)
    @Label("in some runs, the hosted run does what the naive host does")
    void inSomeRuns(@ForAll("runs") ActionChain<HostedBench> run) {
        run.run().replay();
    }

    @Tag("slow")
    @Property(tries = RUNS)
    @Label("the hosted run does what the naive host does")
    void theHostedRunDoesWhatTheNaiveHostDoes(@ForAll("runs") ActionChain<HostedBench> run) {
        run.run().replay();
        completed++;
    }

    @AfterContainer
    static void everythingWasReachedOften() {
        System.out.println("what random hosted runs reached\n" + REACH);
        // Where a run failed, the others were not made, and nothing more is to be said.
        if (completed < RUNS) {
            return;
        }
        assertEquals(List.of(), REACH.below(REACHED_OFTEN), "too rare to be tested");
    }

    @Provide
    Arbitrary<ActionChain<HostedBench>> runs() {
        return Combinators.combine(Setup.any(), limits()).flatAs((setup, limits) -> {
            ActionChainArbitrary<HostedBench> chain =
                    ActionChain.startWith(() -> new HostedBench(setup.config(), limits, setup.seed(), REACH));
            for (HostedMove move : HostedMove.values()) {
                chain = chain.withAction(move.weight(), new Make(move));
            }
            return chain.withMaxTransformations(MOVES);
        });
    }

    /** Six clients take part, so that four or five pending ones are now and then too many. */
    private static Arbitrary<PendingLimits> limits() {
        return Combinators.combine(Arbitraries.of(4, 5, 6, 2_000_000), Arbitraries.of(0, 25, 50, 100))
                .as(PendingLimits::new);
    }

    private record Make(HostedMove move) implements Action.Independent<HostedBench> {
        @Override
        public Arbitrary<Transformer<HostedBench>> transformer() {
            Arbitrary<Integer> any =
                    Arbitraries.integers().between(0, 59).withDistribution(RandomDistribution.uniform());
            return Combinators.combine(any, any)
                    .as((who, how) -> Transformer.mutate(
                            move + "(" + who + ", " + how + ")", bench -> move.make(bench, who, how)));
        }
    }
}
