package io.github.coordinator.examples.localtestnet;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.github.coordinator.Removal;
import io.github.coordinator.RunState;
import io.github.coordinator.round.DataRange;
import java.util.List;
import java.util.Set;

/** What the server process tells the command that started it, one JSON object in a line of its standard output. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = RunReport.Listening.class, name = "listening"),
    @JsonSubTypes.Type(value = RunReport.Joined.class, name = "joined"),
    @JsonSubTypes.Type(value = RunReport.Transition.class, name = "transition"),
    @JsonSubTypes.Type(value = RunReport.RoundOver.class, name = "roundOver"),
    @JsonSubTypes.Type(value = RunReport.Removed.class, name = "removed"),
    @JsonSubTypes.Type(value = RunReport.Note.class, name = "note"),
    @JsonSubTypes.Type(value = RunReport.Load.class, name = "load"),
    @JsonSubTypes.Type(value = RunReport.Finished.class, name = "finished"),
})
sealed interface RunReport {
    /**
     * The server takes connections.
     *
     * @param page the address of the page that shows the run
     * @param port the port, also of the clients' connections
     */
    record Listening(String page, int port) implements RunReport {
        private static final Set<String> ALL_ADDRESSES = Set.of("0.0.0.0", "::");

        /** Listens on an address; one that stands for all of this machine cannot be visited by that name. */
        static Listening on(String address, int port) {
            String host = ALL_ADDRESSES.contains(address) ? "localhost" : address;
            return new Listening("http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port + "/", port);
        }
    }

    /**
     * A client joined, or came back.
     *
     * @param client who
     * @param outcome the name of the coordinator's outcome
     */
    record Joined(String client, String outcome) implements RunReport {}

    /**
     * The run went from one state to another.
     *
     * @param from the state that ended
     * @param to the state that began
     * @param epoch the epoch, counted from 0
     * @param height the round within the epoch, counted from 0; −1 where there is none
     * @param step the step being worked on, counted from 1
     * @param totalSteps how many steps the run makes
     * @param members the clients of the epoch
     * @param withoutModel those of them that do not have the model yet
     */
    record Transition(
            RunState from,
            RunState to,
            long epoch,
            long height,
            long step,
            long totalSteps,
            List<String> members,
            List<String> withoutModel)
            implements RunReport {
        public Transition {
            members = List.copyOf(members);
            withoutModel = List.copyOf(withoutModel);
        }
    }

    /**
     * A round was over and has been evaluated.
     *
     * @param epoch the epoch
     * @param height the round within the epoch
     * @param step the step it was meant to make
     * @param totalSteps how many steps the run makes
     * @param confirmed whether it counts
     * @param contributors whose updates were averaged
     * @param omitted the clients with data that did not take part, by the proofs of the witnesses
     * @param attested which of the witnesses attested it
     * @param notAttested which of them did not
     * @param loss the loss on the rows held out, afterwards
     * @param accuracy the share of the rows held out that the model tells right, afterwards
     */
    record RoundOver(
            long epoch,
            long height,
            long step,
            long totalSteps,
            boolean confirmed,
            List<String> contributors,
            List<Omitted> omitted,
            List<String> attested,
            List<String> notAttested,
            double loss,
            double accuracy)
            implements RunReport {
        public RoundOver {
            contributors = List.copyOf(contributors);
            omitted = List.copyOf(omitted);
            attested = List.copyOf(attested);
            notAttested = List.copyOf(notAttested);
        }
    }

    /**
     * A client whose work in a round was not seen.
     *
     * @param client who
     * @param data the rows that it was given
     */
    record Omitted(String client, DataRange data) {}

    /**
     * A client was removed from the run.
     *
     * @param client who
     * @param cause why
     * @param epoch the epoch
     * @param height the round within the epoch; −1 before the first
     */
    record Removed(String client, Removal.Cause cause, long epoch, long height) implements RunReport {}

    /**
     * Something else that a person may want to know.
     *
     * @param text a sentence
     */
    record Note(String text) implements RunReport {}

    /**
     * How busy the server was, from its start to its end.
     *
     * @param turns how many turns its loop took
     * @param medianNanos half of the turns took no longer
     * @param slowNanos 99 in a hundred took no longer
     * @param longestNanos no turn took longer
     * @param mostQueuedBytes how many bytes waited for all clients together, at most
     */
    record Load(long turns, long medianNanos, long slowNanos, long longestNanos, long mostQueuedBytes)
            implements RunReport {}

    /**
     * The run is over.
     *
     * @param epochs how many epochs it took
     * @param steps how many steps it made
     * @param accuracy the share of the rows held out that the model tells right
     */
    record Finished(long epochs, long steps, double accuracy) implements RunReport {}
}
