package io.github.coordinator;

/** The binary form of an input, which FORMAT.md describes. */
final class InputFormat {
    /** The kinds of inputs. The order of the constants is part of the format. */
    private enum Kind {
        TICK,
        JOIN,
        READY,
        HEALTH_CHECK,
        WITNESS,
        LEAVE,
        DISCONNECTED,
        EJECT,
        REINSTATE,
        PAUSE,
        RESUME,
        STOP,
        RECONFIGURE,
        CHECKPOINT,
        RESTARTED
    }

    private InputFormat() {}

    static void write(ByteWriter writer, RunInput input) {
        if (input instanceof RunInput.Tick tick) {
            writer.choice(Kind.TICK);
            writer.instant(tick.now());
        } else if (input instanceof RunInput.Join join) {
            writer.choice(Kind.JOIN);
            writer.text(join.runId());
            writer.client(join.client());
        } else if (input instanceof RunInput.Ready ready) {
            writer.choice(Kind.READY);
            writer.client(ready.client());
            writer.signed(ready.epoch());
        } else if (input instanceof RunInput.HealthCheck check) {
            writer.choice(Kind.HEALTH_CHECK);
            writer.client(check.client());
        } else if (input instanceof RunInput.Witness witness) {
            writer.choice(Kind.WITNESS);
            writer.client(witness.client());
            SnapshotFormat.write(writer, witness.proof());
        } else if (input instanceof RunInput.Leave leave) {
            writer.choice(Kind.LEAVE);
            writer.client(leave.client());
        } else if (input instanceof RunInput.Disconnected end) {
            writer.choice(Kind.DISCONNECTED);
            writer.client(end.client());
            writer.signed(end.session());
        } else {
            writeFromOperator(writer, input);
        }
    }

    /** Writes what comes from the operator or the host, and not from a client. */
    private static void writeFromOperator(ByteWriter writer, RunInput input) {
        if (input instanceof RunInput.Eject eject) {
            writer.choice(Kind.EJECT);
            writer.client(eject.client());
        } else if (input instanceof RunInput.Reinstate reinstate) {
            writer.choice(Kind.REINSTATE);
            writer.client(reinstate.client());
        } else if (input instanceof RunInput.Pause) {
            writer.choice(Kind.PAUSE);
        } else if (input instanceof RunInput.Resume) {
            writer.choice(Kind.RESUME);
        } else if (input instanceof RunInput.Stop) {
            writer.choice(Kind.STOP);
        } else if (input instanceof RunInput.Reconfigure reconfigure) {
            writer.choice(Kind.RECONFIGURE);
            ConfigFormat.write(writer, reconfigure.config());
        } else if (input instanceof RunInput.Checkpoint checkpoint) {
            writer.choice(Kind.CHECKPOINT);
            writer.text(checkpoint.reference());
        } else if (input instanceof RunInput.Restarted restarted) {
            writer.choice(Kind.RESTARTED);
            writer.instant(restarted.now());
        } else {
            throw new IllegalStateException("an input without a binary form: " + input);
        }
    }

    static RunInput read(ByteReader reader) {
        return switch (reader.choice(Kind.values())) {
            case TICK -> new RunInput.Tick(reader.instant());
            case JOIN -> new RunInput.Join(reader.text(), reader.client());
            case READY -> new RunInput.Ready(reader.client(), reader.signed());
            case HEALTH_CHECK -> new RunInput.HealthCheck(reader.client());
            case WITNESS -> new RunInput.Witness(reader.client(), SnapshotFormat.proof(reader));
            case LEAVE -> new RunInput.Leave(reader.client());
            case DISCONNECTED -> new RunInput.Disconnected(reader.client(), reader.signed());
            case EJECT -> new RunInput.Eject(reader.client());
            case REINSTATE -> new RunInput.Reinstate(reader.client());
            case PAUSE -> new RunInput.Pause();
            case RESUME -> new RunInput.Resume();
            case STOP -> new RunInput.Stop();
            case RECONFIGURE -> new RunInput.Reconfigure(ConfigFormat.read(reader));
            case CHECKPOINT -> checkpoint(reader);
            case RESTARTED -> new RunInput.Restarted(reader.instant());
        };
    }

    private static RunInput checkpoint(ByteReader reader) {
        return reader.checked("this is no checkpoint: ", () -> {
            String reference = reader.text();
            Checkpoints.check(reference);
            return new RunInput.Checkpoint(reference);
        });
    }
}
