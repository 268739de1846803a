/** A run in a Spring Boot application: a bean with settings, a WebSocket, health, meters, an endpoint and a table. */
@NullMarked
package io.github.coordinator.examples.springboot;

import org.jspecify.annotations.NullMarked;
