#!/usr/bin/env bash
# Trains the digits with two Java and two Python clients, and checks that all of them end with the model of the server and that
# the Python clients came to it by their own merges. Needs the jar of local-testnet; README.md says how to build it.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
jar=$here/../local-testnet/target/local-testnet.jar
logs=$(mktemp -d)
processes=()
names=()
trap 'kill "${processes[@]}" 2>/dev/null || true; rm -rf "$logs"' EXIT

fail() {
    echo "mixed-run.sh: $1" >&2
    tail -n 20 "$logs"/* >&2
    exit 1
}

start() {
    local name=$1
    shift
    timeout 300 "$@" > "$logs/$name" 2>&1 &
    processes+=($!)
    names+=("$name")
}

[[ -f $jar ]] || fail "$jar is missing"
# No epoch begins before all four are there, all witness and merge, and a slow machine has time to train.
java -jar "$jar" --print-config | sed -e 's/^init_min_clients = .*/init_min_clients = 4/' -e 's/^total_steps = .*/total_steps = 16/' \
    -e 's/^min_clients = .*/min_clients = 4/' -e 's/^witness_nodes = .*/witness_nodes = 4/' -e 's/^witness_quorum = .*/witness_quorum = 3/' \
    -e 's/^max_round_train_time = .*/max_round_train_time = 30/' > "$logs/data.toml"
start server java -jar "$jar" server --port 0 --config "$logs/data.toml"
port=
until [[ $port ]]; do
    kill -0 "${processes[0]}" 2>/dev/null || fail "the server did not start"
    sleep 0.2
    port=$(sed -n 's/.*listens on port \([0-9]*\)$/\1/p' "$logs/server")
done
for number in 1 2; do
    start "java-$number" java -jar "$jar" client --port "$port" --name "java-$number"
    start "python-$number" /usr/bin/python3 "$here/digits.py" "ws://127.0.0.1:$port/run" \
        --key "$logs/python-$number.pem" --name "python-$number"
done

for each in "${!processes[@]}"; do
    wait "${processes[$each]}" || fail "${names[$each]} ended with status $?"
done

hash=$(sed -n 's/.*the model has the hash \([0-9a-f]\{64\}\)$/\1/p' "$logs/server")
[[ $hash ]] || fail 'the server did not say the hash of its model'
for name in java-1 java-2 python-1 python-2; do
    [[ $(tail -n 1 "$logs/$name") == *"$hash"* ]] || fail "$name did not end with the model $hash"
done
for name in python-1 python-2; do
    ! grep -q 'not merged' "$logs/$name" || fail "$name had to fetch a model that it should have merged"
    grep -q ' confirmed .* merged$' "$logs/$name" || fail "$name has merged nothing"
done
tail -qn 1 "$logs/python-1" "$logs/python-2"
echo "two Java and two Python clients finished with the model $hash"
