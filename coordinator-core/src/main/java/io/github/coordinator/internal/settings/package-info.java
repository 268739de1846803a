/**
 * The settings of a run by key: what each may be, how they must fit each other, and their values. Shared by the
 * configuration and the reader of run files, and not for hosts.
 */
@NullMarked
package io.github.coordinator.internal.settings;

import org.jspecify.annotations.NullMarked;
