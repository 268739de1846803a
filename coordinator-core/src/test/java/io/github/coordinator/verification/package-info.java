/**
 * How the core is verified as a whole. Each package below this one is one method: {@code golden} compares with recordings
 * of the original, {@code model} with a naive second implementation; {@code simulation} makes random runs of a whole world,
 * {@code exhaustive} visits every state of a small one; {@code fuzz} breeds inputs; {@code faults} tests the tests.
 * Nothing here is published: it watches the library, and would bind it to what the tests are made of.
 */
@NullMarked
package io.github.coordinator.verification;

import org.jspecify.annotations.NullMarked;
