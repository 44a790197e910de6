#!/bin/sh
# SPDX-License-Identifier: MIT
# Virtual boards: started per second, memory of each, how many keep a period at once, compiling. See
# README.md.
#   benchmarks/boards.sh                  500 MicroPython and 1,000 C++ boards in 2 GB on two cores
#   benchmarks/boards.sh 10 20            whether it works: 10 and 20 boards, a few seconds
set -eu
home=$(cd "$(dirname "$0")/.." && pwd -P)
. "$home/benchmarks/build.sh"
seconds=${3:-60}
[ $# -eq 0 ] || seconds=${3:-10}
run() {
  taskset -c 0,1 "$java_home/bin/java" -XX:+UseSerialGC -Xmx1500m -XX:-DontCompileHugeMethods \
    -cp "$home/benchmarks/target/classes:$home/benchmarks/target/lib/*" \
    twinport.benchmarks.BoardsBench "$home" "$@"
}
run start
run telemetry micropython "${1:-500}" "$seconds"
run telemetry arduino "${2:-1000}" "$seconds"
run compile
uptime
