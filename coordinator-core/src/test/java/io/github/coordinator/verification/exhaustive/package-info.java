/**
 * Visits, breadth first, every state that a small run reaches within a few operations, and checks the invariants at each
 * step: random tests find what is likely, this finds what is possible. {@code Alphabet} lists the operations, and {@code
 * Situation} says which states are the same. To run: {@code mvn -pl coordinator-core test -Dtest=ExhaustiveTest}.
 */
@NullMarked
package io.github.coordinator.verification.exhaustive;

import org.jspecify.annotations.NullMarked;
