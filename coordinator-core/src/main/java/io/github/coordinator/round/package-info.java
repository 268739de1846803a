/**
 * What follows from a round's information alone: who witnesses it, which role a client has, which data it trains on.
 * The same public code serves the coordinator and its clients, so that anyone can check what the coordinator decided.
 */
@NullMarked
package io.github.coordinator.round;

import org.jspecify.annotations.NullMarked;
