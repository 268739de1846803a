/** The application in virtual time, and over sockets. */
@NullMarked
package io.github.coordinator.examples.springboot;

import org.jspecify.annotations.NullMarked;
