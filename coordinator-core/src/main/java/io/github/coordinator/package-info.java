/**
 * The coordinator of a distributed training run, and what a host needs to run it.
 *
 * <p>{@link Coordinator} is the state machine. {@link HostedRun} is what most hosts use: it adds the pending clients and
 * their sessions, and takes its inputs as values. Both are pure: they have no input or output, no clock, no thread and no
 * randomness.
 *
 * <h2>The loop of a host</h2>
 *
 * <p>On one thread, the host applies all inputs that have arrived, and ticks once. It acts on the {@link TickResult} and
 * wakes up at the deadline, or when the next input arrives.
 *
 * <pre>{@code
 * HostedRun run = HostedRun.start(config, SeedSource.keyed(secret, config.runId()), clock.instant());
 *
 * void work() {
 *     for (RunInput input : inbox.takeAll()) {
 *         answer(input, run.apply(input));
 *     }
 *     TickResult result = run.tick(clock.instant());
 *     result.removals().forEach(removal -> tell(removal.client(), removal));
 *     result.roster().ifPresent(roster -> roster.forEachSeat((client, seat) -> tell(client, seat)));
 *     result.transition().ifPresent(transition -> broadcast(result.status()));
 *     wakeUpAt(result.nextDeadline());
 * }
 * }</pre>
 *
 * <h2>A client</h2>
 *
 * <p>A client needs the status and its seat, and nothing else. The round gives it its part, which is empty as long as status
 * and seat do not belong together.
 *
 * <pre>{@code
 * void received(RunStatus status, Seat seat) {
 *     Optional<RoundPart> part = status.round().flatMap(round -> round.partOf(seat));
 *     part.flatMap(RoundPart::data).ifPresent(range -> train(range));
 *     part.flatMap(mine -> mine.proof(index -> hasResultOf(index))).ifPresent(proof -> send(proof));
 * }
 * }</pre>
 *
 * <p>A client says {@code ready} in each warm-up. If the status has a {@link RunStatus#healthCheckTimeout}, it gives a sign of
 * life at least every third of it. If it is removed, it may join again.
 *
 * <h2>Where to find what</h2>
 *
 * <table>
 * <caption>Questions and types</caption>
 * <tr><th>question</th><th>type</th></tr>
 * <tr><td>Which states are there, and how does a tick leave each?</td><td>{@link RunState}</td></tr>
 * <tr><td>What can a host tell the run?</td><td>{@link RunInput}</td></tr>
 * <tr><td>What did the run answer?</td><td>{@link Outcome}, {@link JoinResult}, {@link TickResult}</td></tr>
 * <tr><td>What did a tick do, and why?</td><td>{@link RunEvent}, {@link TransitionReason}, {@link Removal.Cause}</td></tr>
 * <tr><td>Who took part in a round, and which data were not trained on?</td><td>{@link RoundEvaluation}</td></tr>
 * <tr><td>Who has the model?</td><td>{@link Roster#hasModel}</td></tr>
 * <tr><td>How many clients may be pending, and which come first?</td><td>{@link PendingLimits}</td></tr>
 * <tr><td>What is broadcast?</td><td>{@link RunStatus}</td></tr>
 * <tr><td>What is the whole state?</td><td>{@link HostedRunSnapshot}, {@link RunSnapshot}</td></tr>
 * <tr><td>How is a run configured?</td><td>{@link io.github.coordinator.config.RunConfig}</td></tr>
 * <tr><td>What does a client do in a round?</td><td>{@link io.github.coordinator.round.RoundPart}</td></tr>
 * </table>
 */
@NullMarked
package io.github.coordinator;

import org.jspecify.annotations.NullMarked;
