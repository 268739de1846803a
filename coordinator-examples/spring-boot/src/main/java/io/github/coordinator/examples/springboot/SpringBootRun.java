package io.github.coordinator.examples.springboot;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** Starts the application. */
@SpringBootApplication(proxyBeanMethods = false)
@ConfigurationPropertiesScan
public class SpringBootRun {
    /** Begins or goes on with the run of {@code application.yaml}. */
    public static void main(String[] args) {
        SpringApplication.run(SpringBootRun.class, args);
    }
}
