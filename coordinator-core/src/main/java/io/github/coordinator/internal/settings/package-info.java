/**
 * The settings of a run by key: kind, bounds and default of each, the rules between them, and their values. The configuration
 * and the reader of run files share it. Not exported.
 */
@NullMarked
package io.github.coordinator.internal.settings;

import org.jspecify.annotations.NullMarked;
