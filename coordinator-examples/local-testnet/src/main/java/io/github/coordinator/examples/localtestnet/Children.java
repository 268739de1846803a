package io.github.coordinator.examples.localtestnet;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;

/** The processes that the command has started, by name. Once closed, none is left and none can be started. */
final class Children implements AutoCloseable {
    /** They live for half a minute, several on a machine: they had better start quickly and stay small. */
    private static final List<String> JVM_OPTIONS = List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

    private final Map<String, Process> processes = new LinkedHashMap<>();
    private boolean isClosed;

    /**
     * Starts this program once more, in a process of its own with another command. What it says on its standard output is
     * to be read by the caller.
     *
     * @param name what the process is called here
     * @param errors says where its standard error goes
     * @param arguments the command and its arguments
     * @throws CancellationException if this was closed before
     */
    Process start(String name, Consumer<ProcessBuilder> errors, List<String> arguments) {
        return start(name, JVM_OPTIONS, errors, arguments);
    }

    /** Starts this program as {@link #start(String, Consumer, List)} does, in a JVM with other options. */
    synchronized Process start(
            String name, List<String> jvmOptions, Consumer<ProcessBuilder> errors, List<String> arguments) {
        if (isClosed) {
            throw new CancellationException();
        }
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvmOptions);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), LocalTestnet.class.getName()));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command);
        errors.accept(builder);
        try {
            Process process = builder.start();
            processes.put(name, process);
            return process;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Kills a process as the operating system does it: it can neither say goodbye nor clean up. */
    synchronized long kill(String name) {
        Process process = Objects.requireNonNull(processes.get(name), name);
        process.destroyForcibly();
        return process.pid();
    }

    synchronized boolean isAlive(String name) {
        Process process = processes.get(name);
        return process != null && process.isAlive();
    }

    @Override
    public synchronized void close() {
        isClosed = true;
        processes.values().forEach(Process::destroyForcibly);
        boolean interrupted = false;
        for (Process process : processes.values()) {
            while (process.isAlive()) {
                try {
                    process.waitFor();
                } catch (InterruptedException later) {
                    interrupted = true;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
