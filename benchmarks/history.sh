#!/bin/sh
# SPDX-License-Identifier: MIT
# The history on SQLite: messages a second sustained, then the minutes of 1,000 devices. See README.md.
#   benchmarks/history.sh                 300 seconds, 10,000,000 messages; 5 GB in the temporary folder
#   benchmarks/history.sh 10 100000       whether it works
set -eu
home=$(cd "$(dirname "$0")/.." && pwd -P)
. "$home/benchmarks/build.sh"
run() {
  "$java_home/bin/java" -XX:+UseSerialGC -Xmx1g --enable-native-access=ALL-UNNAMED \
    -cp "$home/benchmarks/target/classes:$home/benchmarks/target/lib/*" \
    twinport.benchmarks.HistoryBench "$@"
}
run write "${1:-300}"
run read "${2:-10000000}"
uptime
