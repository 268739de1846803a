package io.github.coordinator;

/**
 * The answer to a call: what became of it. Each kind of call has an enum of its own, whose constants are in the order in
 * which the causes of refusal are checked. Further constants and enums may come in a minor version. A switch over one needs
 * a default, which best goes by {@link #kind()}.
 *
 * @since 0.1.0
 */
public sealed interface Outcome extends RunAnswer permits JoinOutcome, WitnessOutcome, MemberOutcome, OperatorOutcome {
    /**
     * What became of a call, in the three cases that a host has to tell apart. No constants will come in a minor version.
     *
     * @since 0.1.0
     */
    enum Kind {
        /** It is recorded. */
        DONE,
        /** It changed nothing, since what it asks for is so already. */
        NOTHING_TO_DO,
        /** It changed nothing, since a rule refuses it. */
        REFUSED
    }

    /**
     * What became of the call.
     *
     * @return the kind of this outcome
     */
    Kind kind();

    /**
     * The name of the constant.
     *
     * @return its name, to be sent or logged
     */
    String name();

    /**
     * Whether the call was recorded. One that was not changed nothing, but for the session that a {@link HostedRun} begins
     * with the join of a member.
     *
     * @return whether the kind is {@link Kind#DONE}
     */
    default boolean accepted() {
        return kind() == Kind.DONE;
    }
}
