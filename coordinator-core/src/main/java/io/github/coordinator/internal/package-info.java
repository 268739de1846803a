/** What several packages need and nobody outside this library does; not exported. */
@NullMarked
package io.github.coordinator.internal;

import org.jspecify.annotations.NullMarked;
