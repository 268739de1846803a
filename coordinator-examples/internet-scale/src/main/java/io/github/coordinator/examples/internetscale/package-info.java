/**
 * A million clients through a thousand rounds, in virtual time: a simulated host around a real coordinator, with clients
 * that come late, vanish, come back and arrive all at once, and a page that shows what happened and what it cost.
 */
@NullMarked
package io.github.coordinator.examples.internetscale;

import org.jspecify.annotations.NullMarked;
