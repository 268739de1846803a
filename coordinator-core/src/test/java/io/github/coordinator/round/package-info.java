/** Tests of election and data assignment. */
@NullMarked
package io.github.coordinator.round;

import org.jspecify.annotations.NullMarked;
