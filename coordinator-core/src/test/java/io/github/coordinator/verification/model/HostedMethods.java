package io.github.coordinator.verification.model;

import io.github.coordinator.HostedRun;
import io.github.coordinator.RunAnswer;
import io.github.coordinator.RunInput;

/** The methods of a hosted run that its inputs are named after. */
final class HostedMethods {
    private HostedMethods() {}

    static RunAnswer call(HostedRun run, RunInput input) {
        if (input instanceof RunInput.Tick tick) {
            return run.tick(tick.now());
        } else if (input instanceof RunInput.Join join) {
            return run.join(join.runId(), join.client());
        } else if (input instanceof RunInput.Ready ready) {
            return run.ready(ready.client(), ready.epoch());
        } else if (input instanceof RunInput.HealthCheck check) {
            return run.healthCheck(check.client());
        } else if (input instanceof RunInput.Witness witness) {
            return run.witness(witness.client(), witness.proof());
        } else if (input instanceof RunInput.Leave leave) {
            return run.leave(leave.client());
        } else if (input instanceof RunInput.Disconnected end) {
            return run.disconnected(end.client(), end.session());
        } else if (input instanceof RunInput.Eject eject) {
            return run.eject(eject.client());
        } else if (input instanceof RunInput.Pause) {
            return run.pause();
        } else if (input instanceof RunInput.Resume) {
            return run.resume();
        } else if (input instanceof RunInput.Reinstate reinstate) {
            return run.reinstate(reinstate.client());
        } else if (input instanceof RunInput.Stop) {
            return run.stop();
        } else if (input instanceof RunInput.Reconfigure reconfigure) {
            return run.reconfigure(reconfigure.config());
        } else if (input instanceof RunInput.Checkpoint checkpoint) {
            return run.checkpoint(checkpoint.reference());
        } else if (input instanceof RunInput.Restarted restarted) {
            return run.restarted(restarted.now());
        }
        throw new IllegalArgumentException("no method is known for " + input);
    }
}
