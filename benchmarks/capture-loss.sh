#!/bin/sh
# SPDX-License-Identifier: MIT
# Does a live capture lose packets? Sends packets of 150 bytes over the loopback interface of a
# network namespace of its own while `twinport capture` runs there, and compares what was sent with
# what was captured and with what the kernel says it dropped. Needs root, and for a figure worth
# telling a machine that does nothing else: sender and capture want a core each.
#   capture-loss.sh [PACKETS [PER_SECOND [WAY [BUFFER]]]]     default: 600000 100000 libpcap 16MB
set -eu
home=$(cd "$(dirname "$0")/.." && pwd -P)
packets=${1:-600000}
rate=${2:-100000}
way=${3:-libpcap}
buffer=${4:-16MB}
port=20150

[ "$(id -u)" = 0 ] || { echo "capture-loss: needs root: it makes a network namespace" >&2; exit 2; }
. "$home/.mvn/jdk.sh"
java_home=$(find_java) || { echo "capture-loss: no JDK 25 was found" >&2; exit 2; }

network=twinport-loss-$$
scratch=$(mktemp -d)
capture=
finish() {
  [ -z "$capture" ] || kill -KILL "$capture" 2>/dev/null || true
  ip netns delete "$network" 2>/dev/null || true
  rm -rf "$scratch"
}
trap finish EXIT
trap 'exit 130' INT TERM

ip netns add "$network"
ip netns exec "$network" ip link set lo up
ip netns exec "$network" "$home/twinport" capture -i lo --with "$way" --buffer "$buffer" \
  --filter "udp dst port $port" -w "$scratch/loss.pcapng" \
  > "$scratch/out" 2> "$scratch/err" &
capture=$!
while ! grep -q 'capturing on' "$scratch/err" 2>/dev/null; do
  kill -0 "$capture" 2>/dev/null || { cat "$scratch/err" >&2; exit 3; }
  sleep 0.1
done
ip netns exec "$network" "$java_home/bin/java" "$home/benchmarks/live/PacketSender.java" \
  "$port" "$packets" "$rate"
# user and system time in hundredths of a second
cpu=$(sed 's/.*) //' "/proc/$capture/stat" | awk '{ print ($12 + $13) / 100 }')
kill -TERM "$capture"
wait "$capture" || { cat "$scratch/err" >&2; exit 1; }
capture=

cat "$scratch/err" "$scratch/out" | grep '^captured'
captured=$(sed -n 's/^captured \([0-9]*\) frames.*/\1/p' "$scratch/out")
dropped=$(sed -n 's/^captured .*, \([0-9]*\) dropped;.*/\1/p' "$scratch/out")
echo "way $way, buffer $buffer: sent $packets, captured $captured, dropped ${dropped:-not counted}," \
  "lost $((packets - captured)); $cpu CPU s until the end of sending"
[ "$captured" = "$packets" ]
