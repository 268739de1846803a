package io.github.coordinator.examples.localtestnet;

import io.github.coordinator.config.RunConfig;

/** What a testnet needs to come to its end; all of it is checked before the first process is started. */
final class TestnetRules {
    /** Each client is a process, and a slip of the finger should not start a thousand. */
    private static final int MAX_CLIENTS = 64;

    private static final int MAX_PORT = 65_535;

    private TestnetRules() {}

    /** Throws a {@link WrongUsageException} unless the run can do what the options ask for. */
    static void require(Testnet.Options options, RunConfig config) {
        int clients = options.clients();
        int kill = options.kill();
        int needed = config.initMinClients();
        require(clients >= 1 && clients <= MAX_CLIENTS, "--clients is from 1 to " + MAX_CLIENTS + ", not " + clients);
        require(
                options.port() >= 0 && options.port() <= MAX_PORT,
                "--port is from 0 to " + MAX_PORT + ", not " + options.port());
        require(clients >= needed, "--clients " + clients + " is too few: an epoch of this run needs " + needed);
        require(
                kill >= 0 && kill <= clients,
                "--kill is from 0 to the number of clients, " + clients + ", not " + kill);
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

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new WrongUsageException(otherwise);
        }
    }
}
