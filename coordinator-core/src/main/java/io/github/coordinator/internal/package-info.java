/** What several packages of this library share: hashes, filters and batch sizes. Not exported. */
@NullMarked
package io.github.coordinator.internal;

import org.jspecify.annotations.NullMarked;
