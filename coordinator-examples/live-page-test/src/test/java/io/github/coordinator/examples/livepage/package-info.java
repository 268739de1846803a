/**
 * The page that a server shows, in a headless Chromium: {@code mvn -Ppage -Dtests.tagged=page -DfailIfNoTests=false -pl
 * coordinator-examples/live-page-test -am verify}. Pictures of what was seen are in {@code target/pictures} afterwards.
 */
@NullMarked
package io.github.coordinator.examples.livepage;

import org.jspecify.annotations.NullMarked;
