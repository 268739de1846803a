package io.github.coordinator.examples.localtestnet;

import io.github.coordinator.MemberOutcome;
import io.github.coordinator.RunState;
import io.github.coordinator.round.Round;
import io.github.coordinator.round.RoundPart;
import io.github.coordinator.round.Seat;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A client without its socket: it is told what the server says, and does its part. It fetches the model when its own is not
 * the one that everyone should have, trains on its share of each round, and as a witness verifies what the others send,
 * attests whose updates it has seen and merges them. It lives on when its connection is replaced by another. Belongs to one thread.
 */
final class TrainingClient {
    /** The server asks for a sign of life in each third of the timeout. */
    private static final int SIGNS_IN_TIMEOUT = 4;

    private final SecretKey key;
    private final String name;
    private final Digits digits;
    private final Consumer<ToServer> server;
    private final Consumer<String> log;

    private @Nullable Classifier classifier;
    private ToClient.@Nullable Hello greeting;
    private ToClient.@Nullable Status status;
    private @Nullable Seat seat;
    private @Nullable Weights model;
    private String modelHash = "";
    private String modelAsked = "";
    private @Nullable ClientRound work;
    private boolean isReady;

    TrainingClient(SecretKey key, String name, Digits digits, Consumer<ToServer> server, Consumer<String> log) {
        this.key = key;
        this.name = name;
        this.digits = digits;
        this.server = server;
        this.log = log;
    }

    boolean isFinished() {
        return status != null && status.state() == RunState.FINISHED;
    }

    /** Whether the run is finished and this client, if it has trained, has the last model: it needs no connection any more. */
    boolean isDone() {
        return isFinished() && status != null && (model == null || modelHash.equals(status.modelHash()));
    }

    /** How often this client has to give a sign of life, a little more often than the server asks; zero for never. */
    Duration timeBetweenSigns() {
        return status == null
                ? Duration.ZERO
                : Duration.ofMillis(status.healthCheckMillis()).dividedBy(SIGNS_IN_TIMEOUT);
    }

    /** The hash of the weights that this client has; empty while it has none. */
    String modelHash() {
        return modelHash;
    }

    void receive(ToClient message) {
        if (message instanceof ToClient.Hello hello) {
            greeting = hello;
            beginAnew();
            join(hello);
        } else if (message instanceof ToClient.Status news) {
            status = news;
            classifier = classifier == null ? new Classifier(news.model()) : classifier;
            doMyPart();
        } else if (message instanceof ToClient.Seated seated) {
            seat = new Seat(seated.rosterVersion(), seated.index());
        } else if (message instanceof ToClient.Removed removed) {
            removed(removed);
        } else if (message instanceof ToClient.Answer answer) {
            answered(answer);
        } else if (message instanceof ToClient.Model fetched) {
            adopt(fetched);
        } else if (message instanceof ToClient.PeerUpdate update) {
            see(update);
        } else if (message instanceof ToClient.RoundResult result) {
            apply(result);
        }
    }

    /** On a new connection, what was sent on the old one may be lost, and is sent once more. */
    private void beginAnew() {
        seat = null;
        modelAsked = "";
        isReady = false;
        if (work != null) {
            work.sendAgain();
        }
    }

    private void join(ToClient.Hello hello) {
        HexFormat hex = HexFormat.of();
        server.accept(new ToServer.Join(
                ToClient.PROTOCOL,
                hello.runId(),
                hex.formatHex(key.publicKey()),
                name,
                hex.formatHex(key.sign(hello.proof()))));
    }

    /** A pending client that was silent for too long is dropped without a word, and hears of it by its next sign of life. */
    private void answered(ToClient.Answer answer) {
        if (answer.to().equals("healthCheck") && answer.outcome().equals(MemberOutcome.NOT_A_MEMBER.name())) {
            join(Objects.requireNonNull(greeting, "the server greets first"));
        }
    }

    private void removed(ToClient.Removed removed) {
        seat = null;
        if (removed.mayJoin()) {
            log.accept("I was removed (" + removed.cause() + ") and join again");
            join(Objects.requireNonNull(greeting, "the server greets first"));
        } else {
            log.accept("I was removed (" + removed.cause() + ") and may not join again");
        }
    }

    /**
     * What the state of the run asks of a member; harmless to repeat. In warm-up nobody has a seat yet: a client that was not
     * taken says that it is ready, too, and is refused.
     */
    private void doMyPart() {
        ToClient.Status now = Objects.requireNonNull(status, "a status came first");
        isReady &= now.state() == RunState.WARMUP;
        switch (now.state()) {
            case WARMUP -> {
                if (!isReady && hasModel(now)) {
                    isReady = true;
                    server.accept(new ToServer.Ready(now.epoch()));
                }
            }
            case ROUND_TRAIN -> part(now).ifPresent(part -> train(now, part));
            case ROUND_WITNESS -> {
                // The last call: a witness attests what it has seen by now.
                ToClient.OpenRound round = now.round();
                if (round != null && work != null && work.isOf(round.epoch(), round.height())) {
                    work.attest().ifPresent(server);
                }
            }
            case FINISHED -> {
                if (model != null) {
                    boolean unused = hasModel(now);
                }
            }
            case COOLDOWN, WAITING_FOR_MEMBERS, PAUSED -> {}
        }
    }

    /** This client's part in the open round; empty without a seat in its roster. */
    private Optional<RoundPart> part(ToClient.Status now) {
        Seat mine = seat;
        ToClient.OpenRound round = now.round();
        return mine == null || round == null
                ? Optional.empty()
                : round.toRound().partOf(mine);
    }

    private void train(ToClient.Status now, RoundPart part) {
        Round round = part.round();
        ClientRound open = work;
        if (open == null || !open.isOf(round.epoch(), round.height())) {
            open = work = new ClientRound(part);
        }
        if (!hasModel(now)) {
            return;
        }
        Weights start = Objects.requireNonNull(model, "the model is here");
        Classifier trained = Objects.requireNonNull(classifier, "a status came first");
        open.claimShare()
                .ifPresent(range -> server.accept(new ToServer.Update(
                        round.epoch(), round.height(), trained.train(start, digits.training(), range))));
        attestIfComplete(open);
    }

    private void attestIfComplete(ClientRound open) {
        if (open.isComplete()) {
            open.attest().ifPresent(server);
        }
    }

    /** Whether the model is the one that everyone should have; asks for it where it is not. */
    private boolean hasModel(ToClient.Status now) {
        if (modelHash.equals(now.modelHash())) {
            return true;
        }
        if (!modelAsked.equals(now.modelHash())) {
            modelAsked = now.modelHash();
            server.accept(new ToServer.FetchModel());
        }
        return false;
    }

    private void adopt(ToClient.Model fetched) {
        modelAsked = "";
        if (fetched.weights().hash().equals(fetched.hash())) {
            model = fetched.weights();
            modelHash = fetched.hash();
        }
        doMyPart();
    }

    /** Takes an update that the server relayed, also this client's own. Only one that matches its hash counts as seen. */
    private void see(ToClient.PeerUpdate update) {
        ClientRound open = work;
        if (open == null || classifier == null || !open.isOf(update.epoch(), update.height())) {
            return;
        }
        if (update.change().size() != classifier.size()
                || !update.change().hash().equals(update.hash())) {
            log.accept("the update of the client at index " + update.index() + " does not match its hash or size");
            return;
        }
        open.see(update.index(), update.change());
        attestIfComplete(open);
    }

    private void apply(ToClient.RoundResult result) {
        ClientRound ended = work;
        if (ended == null || !ended.isOf(result.epoch(), result.height()) || !result.confirmed() || model == null) {
            return;
        }
        // Who did not see all of them fetches the model: the next status shows that it has another.
        ended.changesOf(result.contributors()).ifPresent(changes -> merge(changes, result.modelHash()));
    }

    private void merge(List<Weights> changes, String wantedHash) {
        model = Objects.requireNonNull(model, "it was trained from").plusMeanOf(changes);
        modelHash = model.hash();
        if (!modelHash.equals(wantedHash)) {
            log.accept("my model is not the one that everyone should have");
        }
    }
}
