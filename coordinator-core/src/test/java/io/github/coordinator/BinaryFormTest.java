package io.github.coordinator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.coordinator.config.RunConfig;
import io.github.coordinator.config.RunConfigBuilder;
import io.github.coordinator.round.DataOrder;
import io.github.coordinator.round.ParticipationBitmap;
import io.github.coordinator.round.ParticipationFilter;
import io.github.coordinator.round.ParticipationKind;
import io.github.coordinator.round.RoundId;
import io.github.coordinator.round.SeedSource;
import io.github.coordinator.round.WitnessProof;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Snapshots and inputs as bytes; {@code -Dformat.rewrite=true} writes the files of this version anew. */
class BinaryFormTest {
    private static final Path FILES = Path.of("src", "test", "resources", "format", "v1");
    private static final SeedSource SEEDS = SeedSource.fixed(3);
    private static final ClientId ADA = ClientId.of("ada");

    private static RunConfigBuilder config() {
        return RunConfig.builder("run")
                .minClients(2)
                .maxClients(4)
                .waitingForMembersExtraTime(Duration.ofSeconds(5))
                .warmupTime(Duration.ofSeconds(60))
                .maxRoundTrainTime(Duration.ofSeconds(60))
                .roundWitnessTime(Duration.ofSeconds(10))
                .cooldownTime(Duration.ofMillis(2_500))
                .roundsPerEpoch(2)
                .totalSteps(4)
                .globalBatchSizeStart(8)
                .healthCheckTimeout(Duration.ofSeconds(90))
                .model(model());
    }

    /** One value of each type, and values that a textual form may lose. */
    private static Map<String, Object> model() {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("text", "ünï\u0000\n");
        values.put("unpaired", "\ud800");
        values.put("least", Long.MIN_VALUE);
        values.put("largest", Long.MAX_VALUE);
        values.put("inf", Double.POSITIVE_INFINITY);
        values.put("nan", Double.NaN);
        values.put("minus zero", -0.0);
        values.put("tenth", 0.1);
        values.put("yes", true);
        values.put("no", false);
        values.put("offset", OffsetDateTime.of(2026, 11, 25, 7, 32, 0, 999_999_999, ZoneOffset.ofHours(-7)));
        values.put("local", LocalDateTime.of(1979, 5, 27, 0, 32));
        values.put("date", LocalDate.of(-1, 1, 1));
        values.put("time", LocalTime.of(23, 59, 59, 1));
        values.put("list", List.of(1L, List.of(), Map.of("deep", "er")));
        return Map.of("digits", values);
    }

    /** A snapshot in each state, with pending clients, removals, counts and proofs where there can be any. */
    private static List<HostedRunSnapshot> snapshots(RunConfigBuilder config) {
        List<HostedRunSnapshot> snapshots = new ArrayList<>();
        HostedRun run = HostedRun.start(config.build(), SEEDS, Instant.EPOCH, new PendingLimits(20, 50));
        Instant now = Instant.EPOCH;
        snapshots.add(run.snapshot());
        for (int i = 0; i < 6; i++) {
            run.join("run", ClientId.of("client-" + i));
        }
        run.checkpoint("s3://bucket/ünï");
        run.eject(ADA);
        for (int tick = 0; tick < 14; tick++) {
            TickResult result = run.tick(now);
            snapshots.add(run.snapshot());
            run.status()
                    .round()
                    .ifPresent(round -> run.roster()
                            .forEachSeat((client, seat) -> round.partOf(seat)
                                    .flatMap(part -> part.proof(
                                            index -> index > 0,
                                            index -> run.roster()
                                                    .clients()
                                                    .get(index)
                                                    .bytes()))
                                    .filter(proof -> proof.index() != 1)
                                    .ifPresent(proof -> run.witness(client, proof))));
            if (tick == 3) {
                run.disconnected(ClientId.of("client-0"), 1);
                run.leave(ClientId.of("client-5"));
            }
            if (tick == 8) {
                run.pause();
            }
            snapshots.add(run.snapshot());
            now = result.nextDeadline().orElse(now).plusNanos(1);
        }
        if (run.status().state() == RunState.PAUSED) {
            run.reconfigure(config.totalSteps(9).build());
            snapshots.add(run.snapshot());
        }
        run.stop();
        run.tick(now);
        snapshots.add(run.snapshot());
        return snapshots;
    }

    private static List<HostedRunSnapshot> allSnapshots() {
        return Stream.of(
                        config(),
                        config().participation(ParticipationKind.BLOOM).witnessNodes(2))
                .flatMap(config -> snapshots(config).stream())
                .toList();
    }

    static Stream<RunInput> inputs() {
        ClientId binary = ClientId.of(new byte[] {0, -1, 127});
        WitnessProof bitmap = new WitnessProof(
                new RoundId(Long.MIN_VALUE, -1),
                Integer.MIN_VALUE,
                7,
                ParticipationBitmap.of(9, index -> index % 2 == 0));
        WitnessProof filter = new WitnessProof(
                new RoundId(1, 2),
                0,
                -1,
                ParticipationFilter.fromWords(
                        new long[ParticipationFilter.KEYS], new long[ParticipationFilter.BITS / Long.SIZE]));
        return Stream.of(
                new RunInput.Tick(Instant.MIN),
                new RunInput.Tick(Instant.MAX),
                new RunInput.Tick(Instant.parse("2026-11-25T12:00:00.000000001Z")),
                new RunInput.Join("run", ADA),
                new RunInput.Join("\ud800 is unpaired, ünï is not", binary),
                new RunInput.Join("", binary),
                new RunInput.Ready(ADA, Long.MIN_VALUE),
                new RunInput.Ready(ADA, Long.MAX_VALUE),
                new RunInput.HealthCheck(ADA),
                new RunInput.Witness(ADA, bitmap),
                new RunInput.Witness(ADA, filter),
                new RunInput.Leave(ADA),
                new RunInput.Disconnected(ADA, -5),
                new RunInput.Eject(ADA),
                new RunInput.Reinstate(ADA),
                new RunInput.Pause(),
                new RunInput.Resume(),
                new RunInput.Stop(),
                new RunInput.Reconfigure(config().build()),
                new RunInput.Checkpoint("file:///model"),
                new RunInput.Restarted(Instant.EPOCH));
    }

    @Test
    void everyInputIsThere() {
        assertThat(inputs().map(Object::getClass).distinct())
                .containsExactlyInAnyOrder(RunInput.class.getPermittedSubclasses());
    }

    @ParameterizedTest
    @MethodSource("inputs")
    void inputsComeBack(RunInput input) {
        byte[] bytes = input.toBytes();
        assertThat(RunInput.fromBytes(bytes)).isEqualTo(input);
        assertThat(RunInput.fromBytes(bytes).toBytes()).isEqualTo(bytes);
    }

    @Test
    void snapshotsComeBack() {
        List<HostedRunSnapshot> all = allSnapshots();
        assertThat(all.stream().map(snapshot -> snapshot.run().state()).distinct())
                .containsExactlyInAnyOrder(RunState.values());
        for (HostedRunSnapshot snapshot : all) {
            byte[] bytes = snapshot.toBytes();
            assertThat(HostedRunSnapshot.fromBytes(bytes)).isEqualTo(snapshot);
            assertThat(HostedRunSnapshot.fromBytes(bytes).toBytes()).isEqualTo(bytes);
            assertThat(HostedRunSnapshot.fromBytes(bytes).digest()).isEqualTo(snapshot.digest());
            assertThat(RunSnapshot.fromBytes(snapshot.run().toBytes())).isEqualTo(snapshot.run());
        }
    }

    @Test
    void theModelSurvivesExactly() {
        RunSnapshot snapshot = allSnapshots().get(0).run();
        assertThat(RunSnapshot.fromBytes(snapshot.toBytes()).config().model()).isEqualTo(model());
    }

    @Test
    void differentStatesHaveDifferentDigests() {
        List<HostedRunSnapshot> distinct = allSnapshots().stream().distinct().toList();
        assertThat(distinct).hasSizeGreaterThan(20);
        assertThat(distinct.stream().map(snapshot -> ClientId.of(snapshot.digest())))
                .doesNotHaveDuplicates();
    }

    // What is not the binary form

    private static byte[] snapshot() {
        return allSnapshots().stream()
                .filter(snapshot -> snapshot.run().state() == RunState.ROUND_WITNESS)
                .findFirst()
                .orElseThrow()
                .toBytes();
    }

    @Test
    @Tag("slow")
    void everyFlippedBitIsNoticed() {
        byte[] bytes = snapshot();
        for (int bit = 0; bit < 8 * bytes.length; bit++) {
            byte[] flipped = bytes.clone();
            flipped[bit >>> 3] ^= (byte) (1 << (bit & 7));
            BinaryFormatException refused =
                    catchThrowableOfType(BinaryFormatException.class, () -> HostedRunSnapshot.fromBytes(flipped));
            assertThat(refused).as("bit %s", bit).isNotNull();
            assertThat(refused.offset()).isBetween(0, bytes.length);
            assertThat(refused).hasMessageStartingWith("at byte " + refused.offset() + ": ");
        }
    }

    /** With a checksum that fits the change, the bytes are either refused, or those of the snapshot that is read. */
    @Test
    @Tag("slow")
    void aChangeWithItsChecksumIsRefusedOrTrue() {
        byte[] bytes = snapshot();
        int taken = 0;
        for (int bit = 8 * 10; bit < 8 * (bytes.length - 4); bit++) {
            byte[] changed = bytes.clone();
            changed[bit >>> 3] ^= (byte) (1 << (bit & 7));
            byte[] sealed = sealed(changed);
            HostedRunSnapshot read;
            try {
                read = HostedRunSnapshot.fromBytes(sealed);
            } catch (IllegalArgumentException refused) {
                continue;
            }
            taken++;
            assertThat(read.toBytes()).as("bit %s", bit).isEqualTo(sealed);
        }
        assertThat(taken).isPositive();
    }

    private static byte[] sealed(byte[] bytes) {
        CRC32C checksum = new CRC32C();
        checksum.update(bytes, 0, bytes.length - 4);
        return ByteBuffer.wrap(bytes)
                .putInt(bytes.length - 4, (int) checksum.getValue())
                .array();
    }

    @Test
    @Tag("slow")
    void everyTruncationIsNoticed() {
        byte[] bytes = snapshot();
        for (int length = 0; length < bytes.length; length++) {
            byte[] shorter = Arrays.copyOf(bytes, length);
            assertThatExceptionOfType(BinaryFormatException.class)
                    .isThrownBy(() -> HostedRunSnapshot.fromBytes(shorter));
        }
        assertThatExceptionOfType(BinaryFormatException.class)
                .isThrownBy(() -> HostedRunSnapshot.fromBytes(Arrays.copyOf(bytes, bytes.length + 1)))
                .withMessageStartingWith("at byte 6: the content has");
    }

    @Test
    void aLengthIsNotBelievedBeforeItsBytes() {
        byte[] huge = BinaryFrame.write(BinaryFrame.Kind.RUN_INPUT, writer -> {
            writer.octet(3);
            writer.number(64);
        });
        assertThatExceptionOfType(BinaryFormatException.class)
                .isThrownBy(() -> RunInput.fromBytes(huge))
                .withMessage("at byte 12: 64 bytes are needed, and 0 are left");
        byte[] hugeCount = BinaryFrame.write(BinaryFrame.Kind.RUN_SNAPSHOT, writer -> writer.number(Long.MAX_VALUE));
        assertThatExceptionOfType(BinaryFormatException.class)
                .isThrownBy(() -> RunSnapshot.fromBytes(hugeCount))
                .withMessage("at byte 10: 9223372036854775807 elements do not fit into the 0 bytes left");
    }

    @Test
    void aNewerVersionIsRefusedByItsNumber() {
        byte[] newer = new RunInput.Pause().toBytes();
        newer[4] = 2;
        assertThatExceptionOfType(BinaryFormatException.class)
                .isThrownBy(() -> RunInput.fromBytes(newer))
                .withMessage("at byte 4: format version 2 is not known; this library knows version 1");
    }

    @Test
    void anotherKindIsRefusedByItsName() {
        assertThatExceptionOfType(BinaryFormatException.class)
                .isThrownBy(() -> RunSnapshot.fromBytes(new RunInput.Pause().toBytes()))
                .withMessage("at byte 5: this is a RUN_INPUT, not a RUN_SNAPSHOT");
        assertThatExceptionOfType(BinaryFormatException.class)
                .isThrownBy(() -> RunSnapshot.fromBytes("{\"json\": 1}".getBytes(StandardCharsets.UTF_8)))
                .withMessage("at byte 0: this is not the binary form of a run");
    }

    @Test
    void aNumberHasOneForm() {
        byte[] longer = BinaryFrame.write(BinaryFrame.Kind.RUN_INPUT, writer -> {
            writer.octet(3);
            writer.octet(0x81);
            writer.octet(0);
        });
        assertThatExceptionOfType(BinaryFormatException.class)
                .isThrownBy(() -> RunInput.fromBytes(longer))
                .withMessage("at byte 11: the number has more bytes than it needs");
    }

    /** Also of U+FFFE, which in UTF-16 looks like the mark of the other byte order. */
    @ParameterizedTest
    @ValueSource(strings = {"", "run", "\ufffe", "\ud83d\ude00"})
    void aTextHasOneForm(String text) {
        byte[] utf16 = text.getBytes(StandardCharsets.UTF_16BE);
        byte[] join = BinaryFrame.write(BinaryFrame.Kind.RUN_INPUT, writer -> {
            writer.octet(1);
            writer.number(2L * utf16.length + 1);
            writer.raw(utf16);
            writer.client(ADA);
        });
        assertRefused(join, "at byte 11: the text must be in UTF-8");
    }

    @Test
    void aKeyIsThereOnce() {
        byte[] twice = BinaryFrame.write(BinaryFrame.Kind.RUN_INPUT, writer -> {
            writer.octet(12);
            writer.number(2);
            for (int i = 0; i < 2; i++) {
                writer.text("key");
                writer.octet(3);
            }
        });
        assertRefused(twice, "at byte 17: the key \"key\" is there twice");
    }

    private static byte[] reconfigure(Consumer<ByteWriter> value) {
        return BinaryFrame.write(BinaryFrame.Kind.RUN_INPUT, writer -> {
            writer.octet(12);
            writer.number(1);
            writer.text("key");
            value.accept(writer);
        });
    }

    private static void assertRefused(byte[] input, String message) {
        assertThatExceptionOfType(BinaryFormatException.class)
                .isThrownBy(() -> RunInput.fromBytes(input))
                .withMessage(message);
    }

    @Test
    void aValueHasOneForm() {
        assertRefused(
                reconfigure(writer -> {
                    writer.octet(2);
                    writer.fixedLong(0x7ff8000000000001L);
                }),
                "at byte 17: nan has one form, 7ff8000000000000");
        assertRefused(
                reconfigure(writer -> {
                    writer.octet(6);
                    writer.signed(0);
                    writer.number(0);
                    writer.signed(Long.MIN_VALUE);
                }),
                "at byte 19: -9223372036854775808 has more than 32 bits");
        assertRefused(
                reconfigure(writer -> {
                    writer.octet(6);
                    writer.signed(0);
                    writer.number(0);
                    writer.signed(64_801);
                }),
                "at byte 16: there is no such value: Zone offset not in valid range: -18:00 to +18:00");
    }

    @Test
    void aKeyThatIsNoSettingIsRefusedShortly() {
        assertRefused(reconfigure(writer -> writer.octet(3)), "at byte 11: there is no setting \"key\"");
    }

    /** Each of 125 levels claims 12 million elements: lists allocated in advance would take 6 GB. */
    @Test
    void nestedListsTakeNoMemoryInAdvance() {
        int claimed = 12_000_000;
        byte[] nested = reconfigure(writer -> {
            for (int level = 0; level < 125; level++) {
                writer.octet(10);
                writer.number(claimed);
            }
            writer.raw(new byte[claimed]);
        });
        assertThatExceptionOfType(BinaryFormatException.class)
                .isThrownBy(() -> RunInput.fromBytes(nested))
                .withMessageEndingWith("1 bytes are needed, and 0 are left");
    }

    @Test
    void aMemberIsPendingByItsPlace() {
        HostedRunSnapshot truth = allSnapshots().stream()
                .filter(snapshot -> !snapshot.run().members().isEmpty())
                .findFirst()
                .orElseThrow();
        PendingClient first = truth.pendingClients().get(0);
        byte[] spelled = BinaryFrame.write(BinaryFrame.Kind.HOSTED_RUN_SNAPSHOT, writer -> {
            SnapshotFormat.write(writer, truth.run());
            for (long number : new long[] {truth.lastSession(), truth.turn(), 4, 25, 1, 0}) {
                writer.number(number);
            }
            writer.client(first.client());
        });
        assertThatExceptionOfType(BinaryFormatException.class)
                .isThrownBy(() -> HostedRunSnapshot.fromBytes(spelled))
                .withMessageEndingWith("client " + first.client() + " must be written as its place, 1");
    }

    @Test
    void snapshotsCannotBeChanged() {
        for (HostedRunSnapshot truth : allSnapshots()) {
            for (HostedRunSnapshot each : List.of(truth, HostedRunSnapshot.fromBytes(truth.toBytes()))) {
                RunSnapshot run = each.run();
                for (List<?> list : List.of(
                        run.members(),
                        run.standings(),
                        run.proofs(),
                        run.removals(),
                        run.ejected(),
                        each.pendingClients())) {
                    assertThatExceptionOfType(UnsupportedOperationException.class)
                            .isThrownBy(() -> list.add(null));
                }
            }
        }
    }

    @Test
    void noBytesAreNamed() {
        assertThatNullPointerException()
                .isThrownBy(() -> HostedRunSnapshot.fromBytes(null))
                .withMessage("bytes");
    }

    @Test
    void whatContradictsItselfIsRefusedToo() {
        RunSnapshot lie = new SnapshotEdit(allSnapshots().get(0).run()).step(0).build();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RunSnapshot.fromBytes(lie.toBytes()))
                .withMessageStartingWith("not the snapshot of a run: step 0 must be");
    }

    @Test
    void countersNearTheLargestAreRefused() {
        RunSnapshot truth = allSnapshots().get(0).run();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RunSnapshot.fromBytes(new SnapshotEdit(truth)
                        .rosterVersion(Long.MAX_VALUE)
                        .build()
                        .toBytes()))
                .withMessage(
                        "not the snapshot of a run: rosterVersion 9223372036854775807 must be at most " + (1L << 62));
    }

    // Files of each version

    @Test
    void filesOfVersion1AreRead() throws IOException {
        List<HostedRunSnapshot> snapshots = allSnapshots();
        List<RunInput> inputs = inputs().toList();
        if (Boolean.getBoolean("format.rewrite")) {
            Files.createDirectories(FILES);
            for (int i = 0; i < snapshots.size(); i++) {
                Files.write(FILES.resolve("snapshot-" + i), snapshots.get(i).toBytes());
            }
            for (int i = 0; i < inputs.size(); i++) {
                Files.write(FILES.resolve("input-" + i), inputs.get(i).toBytes());
            }
        }
        for (int i = 0; i < snapshots.size(); i++) {
            byte[] file = Files.readAllBytes(FILES.resolve("snapshot-" + i));
            assertThat(HostedRunSnapshot.fromBytes(file)).isEqualTo(snapshots.get(i));
        }
        for (int i = 0; i < inputs.size(); i++) {
            byte[] file = Files.readAllBytes(FILES.resolve("input-" + i));
            assertThat(RunInput.fromBytes(file)).isEqualTo(inputs.get(i));
        }
    }

    @ParameterizedTest
    @EnumSource(Table.class)
    void theDocumentHasTheCodes(Table table) throws IOException {
        String codes = Arrays.stream(table.constants)
                .map(constant -> ByteWriter.codeOf(constant) + " `" + constant.name() + "`")
                .collect(Collectors.joining(", "));
        assertThat(Files.readAllLines(Path.of("docs", "FORMAT.md"))).contains("| " + table.of + " | " + codes + " |");
    }

    private enum Table {
        STATE("state", RunState.values()),
        REASON("reason", TransitionReason.values()),
        PRESENCE("presence", Presence.values()),
        CAUSE("cause of a removal", Removal.Cause.values()),
        ORDER("order", RunOrder.values()),
        PARTICIPATION("participation", ParticipationKind.values()),
        DATA_ORDER("data order", DataOrder.values());

        private final String of;

        @SuppressWarnings("ImmutableEnumChecker") // Nobody writes to it.
        private final Enum<?>[] constants;

        Table(String of, Enum<?>[] constants) {
            this.of = of;
            this.constants = constants;
        }
    }
}
