#!/bin/sh
# SPDX-License-Identifier: MIT
# The reader beside tshark: makes its captures, runs both in turn, writes a table. See README.md.
#   benchmarks/reader.sh                         the whole, about an hour and a half; 5 GB of captures
#   benchmarks/reader.sh --size 5m --rounds 1    whether it works, a few minutes
set -eu
home=$(cd "$(dirname "$0")/.." && pwd -P)
. "$home/benchmarks/build.sh"
exec "$java_home/bin/java" -Xmx2g -cp "$home/benchmarks/target/classes:$home/benchmarks/target/lib/*" \
  twinport.benchmarks.SideBySide "$home" "$@"
