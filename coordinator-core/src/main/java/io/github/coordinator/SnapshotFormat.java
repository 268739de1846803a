package io.github.coordinator;

import io.github.coordinator.config.RunConfig;
import io.github.coordinator.round.DataOrder;
import io.github.coordinator.round.Participation;
import io.github.coordinator.round.ParticipationBitmap;
import io.github.coordinator.round.ParticipationFilter;
import io.github.coordinator.round.ParticipationKind;
import io.github.coordinator.round.Round;
import io.github.coordinator.round.RoundId;
import io.github.coordinator.round.WitnessProof;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The binary form of a snapshot, which FORMAT.md describes. */
final class SnapshotFormat {
    // The bits of the flags of a member, a standing and a pending client.
    private static final int PRESENCE = 0b11;
    private static final int READY = 1 << 2;
    private static final int HAS_MODEL = 1 << 3;
    private static final int HEARD = 1 << 4;
    private static final int SILENT = 1 << 5;
    private static final int COUNTED = 1 << 6;
    private static final int WAS_MEMBER = 1 << 7;
    private static final int CONNECTED = 1;

    private static final List<Presence> PRESENCES = List.of(Presence.values());

    private SnapshotFormat() {}

    static void write(ByteWriter writer, RunSnapshot snapshot) {
        RunSnapshot.Fields fields = snapshot.fields();
        ConfigFormat.write(writer, fields.config());
        writer.choice(fields.state());
        writer.optional(fields.reason(), ByteWriter::choice);
        write(writer, fields.clock());
        writer.number(fields.epoch());
        writer.number(fields.step());
        writer.number(fields.nextDataIndex());
        writer.number(fields.rosterVersion());
        writer.list(fields.members(), SnapshotFormat::write);
        writer.list(fields.standings(), SnapshotFormat::write);
        writer.optional(fields.round(), SnapshotFormat::write);
        writer.list(fields.proofs(), SnapshotFormat::write);
        writer.list(fields.removals(), SnapshotFormat::write);
        writer.list(fields.ejected(), ByteWriter::client);
        writer.choice(fields.order());
        writer.flag(fields.coldStart());
        writer.optional(fields.nextConfig(), ConfigFormat::write);
        writer.optional(fields.checkpoint(), ByteWriter::text);
    }

    static RunSnapshot read(ByteReader reader) {
        RunConfig config = ConfigFormat.read(reader);
        RunState state = reader.choice(RunState.values());
        Optional<TransitionReason> reason = reader.optional(in -> in.choice(TransitionReason.values()));
        RunSnapshot.Clock clock = clock(reader);
        long epoch = reader.number();
        long step = reader.number();
        long nextDataIndex = reader.number();
        long rosterVersion = reader.number();
        List<RunSnapshot.Member> members = reader.list(SnapshotFormat::member);
        List<RunSnapshot.Standing> standings = reader.list(SnapshotFormat::standing);
        return new RunSnapshot(new RunSnapshot.Fields(
                config,
                state,
                reason,
                clock,
                epoch,
                step,
                nextDataIndex,
                rosterVersion,
                members,
                reader.optional(SnapshotFormat::round),
                reader.list(SnapshotFormat::proof),
                reader.list(SnapshotFormat::removal),
                reader.list(ByteReader::client),
                reader.choice(RunOrder.values()),
                reader.flag(),
                standings,
                reader.optional(ConfigFormat::read),
                reader.optional(ByteReader::text)));
    }

    private static void write(ByteWriter writer, RunSnapshot.Clock clock) {
        writer.instant(clock.now());
        writer.instant(clock.stateBegan());
        writer.instant(clock.stateAnchor());
        writer.instant(clock.epochAnchor());
        writer.optional(clock.enoughAnchor(), ByteWriter::instant);
        writer.optional(clock.namedDeadline(), ByteWriter::instant);
        writer.optional(clock.signsDue(), ByteWriter::instant);
    }

    private static RunSnapshot.Clock clock(ByteReader reader) {
        return new RunSnapshot.Clock(
                reader.instant(),
                reader.instant(),
                reader.instant(),
                reader.instant(),
                reader.optional(ByteReader::instant),
                reader.optional(ByteReader::instant),
                reader.optional(ByteReader::instant));
    }

    // Clients

    private static void write(ByteWriter writer, RunSnapshot.Member member) {
        int flags = ByteWriter.codeOf(member.presence())
                | (member.ready() ? READY : 0)
                | (member.hasModel() ? HAS_MODEL : 0)
                | (member.heard() ? HEARD : 0)
                | flagsOf(member.silentFor(), member.counts());
        writer.client(member.client());
        writer.octet(flags);
        write(writer, member.silentFor(), member.counts());
    }

    private static RunSnapshot.Member member(ByteReader reader) {
        ClientId client = reader.client();
        int flags = flags(reader, PRESENCE | READY | HAS_MODEL | HEARD | SILENT | COUNTED);
        return new RunSnapshot.Member(
                client,
                PRESENCES.get(flags & PRESENCE),
                has(flags, READY),
                has(flags, HAS_MODEL),
                has(flags, HEARD),
                silentFor(reader, flags),
                counts(reader, flags));
    }

    private static void write(ByteWriter writer, RunSnapshot.Standing standing) {
        int flags = (standing.wasMember() ? WAS_MEMBER : 0)
                | (standing.hasModel() ? HAS_MODEL : 0)
                | (standing.heard() ? HEARD : 0)
                | flagsOf(standing.silentFor(), standing.counts());
        writer.client(standing.client());
        writer.octet(flags);
        write(writer, standing.silentFor(), standing.counts());
    }

    private static RunSnapshot.Standing standing(ByteReader reader) {
        ClientId client = reader.client();
        int flags = flags(reader, WAS_MEMBER | HAS_MODEL | HEARD | SILENT | COUNTED);
        Duration silentFor = silentFor(reader, flags);
        return new RunSnapshot.Standing(
                client,
                counts(reader, flags),
                has(flags, WAS_MEMBER),
                has(flags, HAS_MODEL),
                has(flags, HEARD),
                silentFor);
    }

    private static int flagsOf(Duration silentFor, Counts counts) {
        return (silentFor.isZero() ? 0 : SILENT) | (counts.equals(Counts.NONE) ? 0 : COUNTED);
    }

    private static void write(ByteWriter writer, Duration silentFor, Counts counts) {
        if (!silentFor.isZero()) {
            writer.duration(silentFor);
        }
        if (!counts.equals(Counts.NONE)) {
            writer.number(counts.absentRounds());
            writer.number(counts.missedAttestations());
        }
    }

    private static int flags(ByteReader reader, int known) {
        int flags = reader.octet();
        if ((flags & ~known) != 0) {
            throw new BinaryFormatException(reader.offset() - 1, flags + " has flags that are not known here");
        }
        return flags;
    }

    private static boolean has(int flags, int flag) {
        return (flags & flag) != 0;
    }

    private static Duration silentFor(ByteReader reader, int flags) {
        int from = reader.offset();
        Duration silentFor = has(flags, SILENT) ? reader.duration() : Duration.ZERO;
        if (has(flags, SILENT) && silentFor.isZero()) {
            throw new BinaryFormatException(from, "a duration of 0 is not written");
        }
        return silentFor;
    }

    private static Counts counts(ByteReader reader, int flags) {
        if (!has(flags, COUNTED)) {
            return Counts.NONE;
        }
        int from = reader.offset();
        Counts counts = new Counts(reader.number(Integer.MAX_VALUE), reader.number(Integer.MAX_VALUE));
        if (counts.equals(Counts.NONE)) {
            throw new BinaryFormatException(from, "counts of 0 are not written");
        }
        return counts;
    }

    private static void write(ByteWriter writer, Removal removal) {
        writer.client(removal.client());
        writer.choice(removal.cause());
        writer.choice(removal.during());
        writer.number(removal.epoch());
        writer.optional(removal.round(), SnapshotFormat::write);
        writer.instant(removal.at());
    }

    private static Removal removal(ByteReader reader) {
        ClientId client = reader.client();
        Removal.Cause cause = reader.choice(Removal.Cause.values());
        RunState during = reader.choice(RunState.values());
        long epoch = reader.number();
        Optional<RoundId> round = reader.optional(SnapshotFormat::roundId);
        return new Removal(client, cause, during, epoch, round.orElse(null), reader.instant());
    }

    // Rounds

    private static void write(ByteWriter writer, RoundId id) {
        writer.signed(id.epoch());
        writer.signed(id.height());
    }

    private static RoundId roundId(ByteReader reader) {
        return new RoundId(reader.signed(), reader.signed());
    }

    private static void write(ByteWriter writer, Round round) {
        write(writer, round.id());
        writer.fixedLong(round.seed());
        writer.number(round.firstDataIndex());
        writer.number(round.batchSize());
        writer.number(round.rosterVersion());
        writer.number(round.clientCount());
        writer.number(round.witnessCount());
        writer.number(round.verificationPercent());
        writer.choice(round.participation());
        writer.choice(round.dataOrder());
    }

    private static Round round(ByteReader reader) {
        return reader.checked(
                "this is no round: ",
                () -> Round.builder(roundId(reader))
                        .seed(reader.fixedLong())
                        .data(reader.number(), reader.number(Integer.MAX_VALUE))
                        .roster(reader.number(), reader.number(Integer.MAX_VALUE))
                        .witnessCount(reader.number(Integer.MAX_VALUE))
                        .verificationPercent(reader.number(Integer.MAX_VALUE))
                        .participation(reader.choice(ParticipationKind.values()))
                        .dataOrder(reader.choice(DataOrder.values()))
                        .build());
    }

    static void write(ByteWriter writer, WitnessProof proof) {
        write(writer, proof.round());
        writer.signed(proof.index());
        writer.signed(proof.position());
        if (proof.participation() instanceof ParticipationBitmap bitmap) {
            writer.choice(ParticipationKind.BITMAP);
            writer.number(bitmap.clientCount());
            writer.raw(bitmap.toBytes());
        } else {
            ParticipationFilter filter = (ParticipationFilter) proof.participation();
            writer.choice(ParticipationKind.BLOOM);
            for (long word : filter.keys()) {
                writer.fixedLong(word);
            }
            for (long word : filter.toWords()) {
                writer.fixedLong(word);
            }
        }
    }

    static WitnessProof proof(ByteReader reader) {
        RoundId round = roundId(reader);
        int index = reader.signedInt();
        int position = reader.signedInt();
        return new WitnessProof(round, index, position, participation(reader));
    }

    private static Participation participation(ByteReader reader) {
        return reader.checked("this is no participation: ", () -> switch (reader.choice(ParticipationKind.values())) {
            case BITMAP -> {
                int clients = reader.number(Integer.MAX_VALUE);
                yield ParticipationBitmap.fromBytes(clients, reader.raw((clients + 7L) / 8));
            }
            case BLOOM ->
                ParticipationFilter.fromWords(
                        reader.words(ParticipationFilter.KEYS), reader.words(ParticipationFilter.BITS / Long.SIZE));
        });
    }

    // Pending clients

    static void write(ByteWriter writer, HostedRunSnapshot snapshot) {
        write(writer, snapshot.run());
        writer.number(snapshot.lastSession());
        writer.number(snapshot.turn());
        writer.number(snapshot.limits().maxPending());
        writer.number(snapshot.limits().rotatingPercent());
        ClientLookup known = new ClientLookup(knownCount(snapshot.run()), place -> known(snapshot.run(), place));
        writer.list(snapshot.pendingClients(), (to, pending) -> {
            int place = known.placeOf(pending.client()) + 1;
            to.number(place);
            if (place == 0) {
                to.client(pending.client());
            }
            write(to, pending);
        });
    }

    static HostedRunSnapshot readHosted(ByteReader reader) {
        RunSnapshot run = read(reader);
        long lastSession = reader.number();
        long turn = reader.number();
        PendingLimits limits = limits(reader);
        ClientLookup known = new ClientLookup(knownCount(run), place -> known(run, place));
        List<PendingClient> pending = reader.list(in -> pending(in, run, known));
        return new HostedRunSnapshot(new HostedRunSnapshot.Fields(run, pending, lastSession, turn, limits));
    }

    private static int knownCount(RunSnapshot run) {
        return run.members().size() + run.standings().size();
    }

    /** The client at that place among members and standings. */
    private static ClientId known(RunSnapshot run, int place) {
        int members = run.members().size();
        return place < members
                ? run.members().get(place).client()
                : run.standings().get(place - members).client();
    }

    private static PendingLimits limits(ByteReader reader) {
        return reader.checked(
                "these are no limits: ",
                () -> new PendingLimits(reader.number(Integer.MAX_VALUE), reader.number(Integer.MAX_VALUE)));
    }

    private static void write(ByteWriter writer, PendingClient pending) {
        writer.octet((pending.connected() ? CONNECTED : 0)
                | (pending.heard() ? HEARD : 0)
                | (pending.silentFor().isZero() ? 0 : SILENT));
        writer.number(pending.session());
        writer.number(pending.waitingSince());
        write(writer, pending.silentFor(), Counts.NONE);
    }

    private static PendingClient pending(ByteReader reader, RunSnapshot run, ClientLookup known) {
        int from = reader.offset();
        int place = reader.number(knownCount(run));
        ClientId client = place == 0 ? reader.client() : known(run, place - 1);
        if (place == 0 && known.placeOf(client) >= 0) {
            throw new BinaryFormatException(
                    from, "client " + client + " must be written as its place, " + (known.placeOf(client) + 1));
        }
        int flags = flags(reader, CONNECTED | HEARD | SILENT);
        long session = reader.number();
        long waitingSince = reader.number();
        return new PendingClient(
                client, session, has(flags, CONNECTED), waitingSince, has(flags, HEARD), silentFor(reader, flags));
    }
}
