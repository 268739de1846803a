package io.github.coordinator.examples.localtestnet;

import io.github.coordinator.config.RunConfig;

/** What a testnet needs to finish its run. All of it is checked before the first process is started. */
final class TestnetRules {
    /** Each client is a process: a typing error must not start a thousand. */
    private static final int MAX_CLIENTS = 64;

    private static final int MAX_PORT = 65_535;

    private TestnetRules() {}

    /** Throws a {@link WrongUsageException} unless the run can do what the options ask for. */
    static void require(Testnet.Options options, RunConfig config) {
        int clients = options.clients();
        int kill = options.kill();
        int needed = config.initMinClients();
        require(
                clients >= 1 && clients <= MAX_CLIENTS,
                "--clients is " + clients + ", must be from 1 to " + MAX_CLIENTS);
        requirePort(options.port());
        require(
                clients >= needed,
                "--clients is " + clients + ", must be at least " + needed + ": an epoch of this run needs that many");
        require(kill >= 0 && kill <= clients, "--kill is " + kill + ", must be from 0 to --clients (" + clients + ")");
        if (kill > 0) {
            int left = clients - kill + 1;
            require(
                    left >= needed,
                    "--kill " + kill + " is too many: with the newcomer, " + left
                            + " of the clients would be left, and an epoch of this run needs " + needed);
            require(
                    kill <= config.maxClients(),
                    "--kill " + kill + " is too many: this run never has more than " + config.maxClients()
                            + " clients");
            require(config.totalSteps() > 1, "--kill waits for the first step, and this run has no other");
        }
    }

    static void requirePort(int port) {
        require(port >= 0 && port <= MAX_PORT, "--port is " + port + ", must be from 0 to " + MAX_PORT);
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new WrongUsageException(otherwise);
        }
    }
}
