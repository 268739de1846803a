package io.github.coordinator;

import io.github.coordinator.config.RunConfig;
import io.github.coordinator.round.WitnessProof;
import java.time.Instant;
import java.util.Objects;

/**
 * One input of a {@link HostedRun}, as a value. The same start and the same inputs give the same answers and the same state,
 * bit for bit, on every Java platform: hosts journal, replicate and replay inputs. Each has the meaning of the method of its
 * name. Further inputs may come in a minor version.
 *
 * @since 0.1.0
 */
public sealed interface RunInput {
    /**
     * Gives this input to a run, as {@link HostedRun#apply} does.
     *
     * @param run the run
     * @return its answer
     */
    RunAnswer applyTo(HostedRun run);

    /**
     * The binary form, from which {@link #fromBytes} makes an equal input. FORMAT.md describes it.
     *
     * @return a new array
     */
    default byte[] toBytes() {
        return BinaryFrame.write(BinaryFrame.Kind.RUN_INPUT, writer -> InputFormat.write(writer, this));
    }

    /**
     * Reads what {@link #toBytes} wrote, with this version of the library or an older one.
     *
     * @param bytes the binary form
     * @return the input
     * @throws BinaryFormatException if the bytes are not the binary form of an input; it says where
     */
    static RunInput fromBytes(byte[] bytes) {
        return BinaryFrame.read(BinaryFrame.Kind.RUN_INPUT, bytes, InputFormat::read);
    }

    /**
     * Time passes.
     *
     * @param now the time by the host's clock
     * @since 0.1.0
     */
    record Tick(Instant now) implements RunInput {
        /**
         * Checks that nothing is missing.
         *
         * @param now not null
         */
        public Tick {
            Objects.requireNonNull(now, "now");
        }

        @Override
        public TickResult applyTo(HostedRun run) {
            return run.tick(now);
        }
    }

    /**
     * A client asks to take part.
     *
     * @param runId the id of the run that it wants to join
     * @param client the client, as the host knows it
     * @since 0.1.0
     */
    record Join(String runId, ClientId client) implements RunInput {
        /**
         * Checks that nothing is missing.
         *
         * @param runId not null
         * @param client not null
         */
        public Join {
            Objects.requireNonNull(runId, "runId");
            Objects.requireNonNull(client, "client");
        }

        @Override
        public JoinResult applyTo(HostedRun run) {
            return run.join(runId, client);
        }
    }

    /**
     * A client has loaded the model.
     *
     * @param client the client, as the host knows it
     * @param epoch the epoch that it is ready for
     * @since 0.1.0
     */
    record Ready(ClientId client, long epoch) implements RunInput {
        /**
         * Checks that nothing is missing.
         *
         * @param client not null
         * @param epoch any number
         */
        public Ready {
            Objects.requireNonNull(client, "client");
        }

        @Override
        public MemberOutcome applyTo(HostedRun run) {
            return run.ready(client, epoch);
        }
    }

    /**
     * A client gives a sign of life.
     *
     * @param client the client, as the host knows it
     * @since 0.1.0
     */
    record HealthCheck(ClientId client) implements RunInput {
        /**
         * Checks that nothing is missing.
         *
         * @param client not null
         */
        public HealthCheck {
            Objects.requireNonNull(client, "client");
        }

        @Override
        public MemberOutcome applyTo(HostedRun run) {
            return run.healthCheck(client);
        }
    }

    /**
     * A witness attests a round.
     *
     * @param client the sender of the proof, as the host knows it
     * @param proof what it claims
     * @since 0.1.0
     */
    record Witness(ClientId client, WitnessProof proof) implements RunInput {
        /**
         * Checks that nothing is missing.
         *
         * @param client not null
         * @param proof not null
         */
        public Witness {
            Objects.requireNonNull(client, "client");
            Objects.requireNonNull(proof, "proof");
        }

        @Override
        public WitnessOutcome applyTo(HostedRun run) {
            return run.witness(client, proof);
        }
    }

    /**
     * A client says goodbye.
     *
     * @param client the client, as the host knows it
     * @since 0.1.0
     */
    record Leave(ClientId client) implements RunInput {
        /**
         * Checks that nothing is missing.
         *
         * @param client not null
         */
        public Leave {
            Objects.requireNonNull(client, "client");
        }

        @Override
        public MemberOutcome applyTo(HostedRun run) {
            return run.leave(client);
        }
    }

    /**
     * A client's connection is gone.
     *
     * @param client the client, as the host knows it
     * @param session the session that its last accepted join began
     * @since 0.1.0
     */
    record Disconnected(ClientId client, long session) implements RunInput {
        /**
         * Checks that nothing is missing.
         *
         * @param client not null
         * @param session any number
         */
        public Disconnected {
            Objects.requireNonNull(client, "client");
        }

        @Override
        public MemberOutcome applyTo(HostedRun run) {
            return run.disconnected(client, session);
        }
    }

    /**
     * The operator bars a client from the run.
     *
     * @param client the client
     * @since 0.1.0
     */
    record Eject(ClientId client) implements RunInput {
        /**
         * Checks that nothing is missing.
         *
         * @param client not null
         */
        public Eject {
            Objects.requireNonNull(client, "client");
        }

        @Override
        public OperatorOutcome applyTo(HostedRun run) {
            return run.eject(client);
        }
    }

    /**
     * The operator stops the run for a while.
     *
     * @since 0.1.0
     */
    record Pause() implements RunInput {
        @Override
        public OperatorOutcome applyTo(HostedRun run) {
            return run.pause();
        }
    }

    /**
     * The operator ends a pause.
     *
     * @since 0.1.0
     */
    record Resume() implements RunInput {
        @Override
        public OperatorOutcome applyTo(HostedRun run) {
            return run.resume();
        }
    }

    /**
     * The host restored this run, or became the server in charge of it.
     *
     * @param now the time by the host's clock
     * @since 0.1.0
     */
    record Restarted(Instant now) implements RunInput {
        /**
         * Checks that nothing is missing.
         *
         * @param now not null
         */
        public Restarted {
            Objects.requireNonNull(now, "now");
        }

        @Override
        public OperatorOutcome applyTo(HostedRun run) {
            return run.restarted(now);
        }
    }

    /**
     * The operator lets an ejected client join again.
     *
     * @param client the client
     * @since 0.1.0
     */
    record Reinstate(ClientId client) implements RunInput {
        /**
         * Checks the value.
         *
         * @param client not null
         */
        public Reinstate {
            Objects.requireNonNull(client, "client");
        }

        @Override
        public OperatorOutcome applyTo(HostedRun run) {
            return run.reinstate(client);
        }
    }

    /**
     * The operator ends the run.
     *
     * @since 0.1.0
     */
    record Stop() implements RunInput {
        @Override
        public OperatorOutcome applyTo(HostedRun run) {
            return run.stop();
        }
    }

    /**
     * The operator gives a paused run another configuration.
     *
     * @param config the new configuration
     * @since 0.1.0
     */
    record Reconfigure(RunConfig config) implements RunInput {
        /**
         * Checks the value.
         *
         * @param config not null
         */
        public Reconfigure {
            Objects.requireNonNull(config, "config");
        }

        @Override
        public ReconfigureResult applyTo(HostedRun run) {
            return run.reconfigure(config);
        }
    }

    /**
     * The operator says where the newest model is.
     *
     * @param reference 1 to 1,024 bytes in UTF-8
     * @since 0.1.0
     */
    record Checkpoint(String reference) implements RunInput {
        /**
         * Checks the value.
         *
         * @param reference 1 to 1,024 bytes in UTF-8
         * @throws IllegalArgumentException if the reference is empty, too long, or not valid Unicode
         */
        public Checkpoint {
            Checkpoints.check(reference);
        }

        @Override
        public OperatorOutcome applyTo(HostedRun run) {
            return run.checkpoint(reference);
        }
    }
}
