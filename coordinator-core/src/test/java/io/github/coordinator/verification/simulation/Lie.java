package io.github.coordinator.verification.simulation;

/** What a lying witness sends instead of its proof, or along with it. */
enum Lie {
    /** A proof that leaves out one client, the same for all liars: this one is accepted. */
    SLANDER,
    /** A proof that leaves out everyone, accepted like the one before. */
    SEES_NOBODY,
    /** A proof under the index of somebody else. */
    FORGED_INDEX,
    /** A proof under another position in the order of witnesses. */
    FORGED_POSITION,
    /** A proof of another epoch. */
    FORGED_EPOCH,
    /** A proof of another round. */
    FORGED_HEIGHT,
    /** A proof by somebody who is not elected. */
    UNELECTED,
    /** A true proof, and then a second one that says otherwise. */
    SECOND_PROOF,
    /** A proof that was good in an earlier round. */
    REPLAY,
    /** A bitmap of more clients than there are. */
    WRONG_SIZE,
    /** A filter where a bitmap is wanted, or the other way round. */
    WRONG_KIND,
    /** A filter with keys of the liar's own choice. */
    FOREIGN_KEYS,
    /** A filter that contains everyone, whoever they are. */
    SATURATED,
    /** The same proof, over and over. */
    FLOOD,
    /** No proof at all. */
    SILENCE
}
