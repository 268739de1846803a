package io.github.coordinator.examples.localtestnet;

import java.util.random.RandomGenerator;

/** What a client says that is broken, or lies. About half of it ends the connection. */
final class LoadGarbage {
    private static final int TOO_MANY_BYTES = 100_000;

    private LoadGarbage() {}

    /** Something wrong, in place of a message. */
    static String insteadOf(ToServer message, RandomGenerator random) {
        String text = Json.write(message);
        return switch (random.nextInt(9)) {
            case 0 -> text.substring(0, text.length() / 2);
            case 1 -> text.replace("\"type\":\"", "\"type\":\"un");
            case 2 -> text.replace("}", ",\"more\":1}");
            case 3 -> "\"" + "x".repeat(TOO_MANY_BYTES) + "\"";
            case 4 -> Json.write(new ToServer.Update(0, 0, Weights.of(Float.NaN)));
            case 5 -> Json.write(new ToServer.Ready(Long.MAX_VALUE));
            case 6 -> Json.write(new ToServer.Witness(0, 0, Integer.MAX_VALUE, 0, "00"));
            case 7 -> Json.write(stale(message));
            default -> Json.write(lie(message));
        };
    }

    /** The same for the round or epoch before. */
    private static ToServer stale(ToServer message) {
        if (message instanceof ToServer.Update update) {
            return new ToServer.Update(update.epoch(), update.height() - 1, update.change());
        } else if (message instanceof ToServer.Witness witness) {
            return new ToServer.Witness(
                    witness.epoch(), witness.height() - 1, witness.index(), witness.position(), witness.seen());
        }
        return new ToServer.Ready(-1);
    }

    /** A message of the right form: an update that ruins the model, a proof that saw nobody, or a needless question. */
    private static ToServer lie(ToServer message) {
        if (message instanceof ToServer.Update update) {
            float[] wild = update.change().toArray();
            for (int i = 0; i < wild.length; i++) {
                wild[i] = i % 2 == 0 ? 1e30f : -1e30f;
            }
            return new ToServer.Update(update.epoch(), update.height(), Weights.of(wild));
        } else if (message instanceof ToServer.Witness witness) {
            return new ToServer.Witness(
                    witness.epoch(),
                    witness.height(),
                    witness.index(),
                    witness.position(),
                    "0".repeat(witness.seen().length()));
        }
        return new ToServer.FetchModel();
    }
}
