/** Tests of the parts of the state machine; the machine as a whole is tested by scenarios, a model and simulations. */
@NullMarked
package io.github.coordinator;

import org.jspecify.annotations.NullMarked;
