#!/usr/bin/env bash
# Runs three servers and four clients that train. Each server has a network namespace, and the clients share one.
# 1. Kills the leader in mid-round, and starts it again.
# 2. Cuts the next leader off from the other servers, but not from the clients, and connects it again.
# 3. Adds a fourth server, which starts from a snapshot, and removes an old one.
# Then checks steps, digests, models and accuracy. Needs root, iproute2, openssl and the jars; README.md says how to build them.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
servers_jar=$here/target/replicated.jar
clients_jar=$here/../local-testnet/target/local-testnet.jar
dir=$(mktemp -d)
id=ct$$
declare -A pids=()

clean_up() {
    kill "${pids[@]}" 2>/dev/null || true
    for each in 1 2 3 4 c; do ip netns del "$id-$each" 2>/dev/null || true; done
    ip link del "$id-s" 2>/dev/null || true
    ip link del "$id-c" 2>/dev/null || true
    rm -rf "$dir"
}
trap clean_up EXIT

fail() {
    echo "three-servers.sh: $1" >&2
    tail -n 25 "$dir"/*.log >&2
    exit 1
}

now() { date +%s%N; }
say() { printf '%6.1f s  %s\n' "$(((($(now) - began)) / 100000000))e-1" "$1"; }

# Two networks: the servers alone are in 10.77.1.0/24, and clients reach them in 10.77.2.0/24.
attach() {
    local name=$1 network=$2 address=$3
    ip link add "$id$name$network" type veth peer name "$network" netns "$id-$name"
    ip link set "$id$name$network" master "$id-$network" up
    ip netns exec "$id-$name" ip addr add "$address/24" dev "$network"
    ip netns exec "$id-$name" ip link set "$network" up
}

for network in s c; do
    ip link add "$id-$network" type bridge
    ip link set "$id-$network" up
done
for n in 1 2 3 4 c; do
    ip netns add "$id-$n"
    ip netns exec "$id-$n" ip link set lo up
done
for n in 1 2 3 4; do
    attach "$n" s "10.77.1.$n"
    attach "$n" c "10.77.2.$n"
done
attach c c 10.77.2.9

server() { echo "10.77.2.$1:8080=10.77.1.$1:9090"; }
founders=$(server 1),$(server 2),$(server 3)

start_server() {
    local n=$1
    shift
    ip netns exec "$id-$n" java -XX:+UseSerialGC -jar "$servers_jar" server --self "$(server "$n")" "$@" --state "$dir/state-$n" \
        --secret "$dir/secret" --config "$dir/data.toml" --snapshot-every 60 >> "$dir/server-$n.log" 2>&1 &
    pids[$n]=$!
}

# Adds or removes a server, by a command in the namespace of the leader.
change() { ip netns exec "$id-$leader" java -jar "$servers_jar" "$@" >> "$dir/change.log" 2>&1; }

start_client() {
    ip netns exec "$id-c" java -XX:+UseSerialGC -jar "$clients_jar" client --name "$1" --key "$dir/$1.pem" \
        --servers 10.77.2.1:8080,10.77.2.2:8080,10.77.2.3:8080 >> "$dir/$1.log" 2>&1 &
    pids[$1]=$!
}

# Waits until more than a number of lines of a file have a pattern.
await() {
    local pattern=$1 file=$2 seconds=${3:-60} before=${4:-0}
    for ((tenths = 0; tenths < seconds * 10; tenths++)); do
        (($(cat "$file" 2>/dev/null | grep -c -- "$pattern") > before)) && return
        sleep 0.1
    done
    fail "no line \"$pattern\" came in $(basename "$file") within $seconds s"
}

# How often a server has become the leader.
terms() { cat "$dir"/server-*.log | grep -c 'this server leads$' || true; }

# Waits until there were more than a number of terms, and sets leader to the server that leads now. That is not $gone, which
# cannot know yet that it leads no more.
await_leader() {
    local before=$1 each last
    for ((hundredths = 0; hundredths < 3000; hundredths++)); do
        (($(terms) > before)) && break
        sleep 0.01
    done
    (($(terms) > before)) || fail 'no server was elected within 30 s'
    leader=''
    for each in 1 2 3; do
        last=$(grep 'this server leads' "$dir/server-$each.log" | tail -n 1 || true)
        if [[ $each != "$gone" && $last == *'this server leads' ]]; then
            leader=$each
        fi
    done
    [[ -n $leader ]] || fail 'a server was elected, and leads no more'
}

await_mid_round() {
    local before
    before=$(grep -c -- '-> ROUND_TRAIN' "$dir/server-$1.log" || true)
    await '-> ROUND_TRAIN' "$dir/server-$1.log" 60 "$before"
}

[[ -f $servers_jar && -f $clients_jar ]] || fail 'the jars are missing'
began=$(now)
openssl rand -hex 32 > "$dir/secret"
java -jar "$clients_jar" --print-config | sed -e 's/^init_min_clients = .*/init_min_clients = 4/' -e 's/^total_steps = .*/total_steps = 64/' \
    -e 's/^max_round_train_time = .*/max_round_train_time = 30/' -e 's/^round_witness_time = .*/round_witness_time = 0.8/' > "$dir/data.toml"
for n in 1 2 3; do start_server "$n" --servers "$founders"; done
gone=''
await_leader 0
say "server $leader leads"
for n in 1 2 3 4; do start_client "client-$n"; done
await 'step 5 of 64 done' "$dir/server-$leader.log" 120

# 1. Killed in mid-round.
await_mid_round "$leader"
before=$(terms)
killed=$leader
at=$(now)
kill -9 "${pids[$killed]}"
printf '\nthis server leads no more: it was killed\n' >> "$dir/server-$killed.log"
gone=$killed
await_leader "$before"
say "server $killed was killed, and server $leader leads after $((($(now) - at) / 1000000)) ms"
start_server "$killed" --servers "$founders"
await 'step 14 of 64 done' "$dir/server-$leader.log" 120

# 2. Cut off from the other servers: it runs on, and clients still reach it.
await_mid_round "$leader"
before=$(terms)
cut=$leader
at=$(now)
ip link set "$id${cut}s" down
gone=$cut
await_leader "$before"
say "server $cut was cut off, and server $leader leads after $((($(now) - at) / 1000000)) ms"
await 'this server leads no more' "$dir/server-$cut.log" 30
say "server $cut knows that it leads no more"
await 'step 22 of 64 done' "$dir/server-$leader.log" 120
ip link set "$id${cut}s" up
await 'step 30 of 64 done' "$dir/server-$cut.log" 60
say "server $cut is back and has caught up"

# 3. A fourth server joins, and one that was away leaves.
start_server 4
await 'listens' "$dir/server-4.log" 60
change add --servers "$founders" --new "$(server 4)" || fail 'the fourth server could not be added'
grep -q 'restored from a snapshot' "$dir/server-4.log" || fail 'server 4 did not begin with a snapshot'
say "server 4 was added, from a snapshot"
removed=$killed
[[ $leader == "$killed" ]] && removed=$cut
change remove --servers "$founders" --old "10.77.2.$removed:8080" || fail 'the old server could not be removed'
kill "${pids[$removed]}"
wait "${pids[$removed]}" || true
say "server $removed was removed"

for n in 1 2 3 4; do
    wait "${pids[client-$n]}" || fail "client-$n ended with status $?"
done
say 'all clients have ended'
for n in 1 2 3 4; do
    [[ $n == "$removed" ]] || await 'the run is finished, and' "$dir/server-$n.log" 20
done
for n in 1 2 3 4; do kill "${pids[$n]}" 2>/dev/null || true; done
for n in 1 2 3 4; do wait "${pids[$n]}" || true; done

# How it ended.
digests=$(
    for n in 1 2 3 4; do
        [[ $n == "$removed" ]] || sed -n 's/.*the run is finished, and the state has the digest //p' "$dir/server-$n.log" | tail -n 1
    done | sort -u
)
[[ $(wc -w <<< "$digests") == 1 ]] || fail "the digests differ: $digests"
never_away=$((1 + 2 + 3 - killed - cut))
steps=$(sed -n 's/.*step \([0-9]*\) of 64 done.*/\1/p' "$dir/server-$never_away.log")
[[ $steps == "$(seq 64)" ]] || fail "server $never_away was never away, and took the steps ${steps//$'\n'/ }"
! grep -q 'was removed\|removed (' "$dir"/server-*.log || fail 'a client was removed'
hashes=$(sed -n "s/.*model has the hash //p" "$dir"/*.log | sort -u)
[[ $(wc -w <<< "$hashes") == 1 ]] || fail "the models differ: $hashes"
finished=$(grep -h '^FINISHED' "$dir/server-$never_away.log")
accuracy=$(sed -n 's/.*accuracy=\([0-9.]*\).*/\1/p' <<< "$finished")
awk -v a="$accuracy" 'BEGIN { exit !(a >= 0.95) }' || fail "the accuracy is $accuracy"
say "all servers have the digest $digests"
echo "$finished"
