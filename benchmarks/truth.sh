#!/bin/sh
# SPDX-License-Identifier: MIT
# Do we count what a real Mosquitto counts? As root, with tcpdump, unshare and Mosquitto's clients:
#   benchmarks/truth.sh 1000000 [CAPTURE]
# The first is the number of PUBLISH packets on the wire; the capture is kept if a file is named.
set -eu
home=$(cd "$(dirname "$0")/.." && pwd -P)
messages=${1:-1000000}
capture=${2:-/dev/null}
case $capture in /*) ;; *) capture=$PWD/$capture ;; esac
. "$home/.mvn/jdk.sh"
java_home=$(find_java) || {
  echo "truth: no JDK $jdk_wanted was found; install one, or set TWINPORT_JAVA_HOME" >&2
  exit 2
}
cd "$home"
JAVA_HOME=$java_home exec mvn -B -ntp -Dquick -Dmaven.test.skip=false -DskipTests=false \
  -pl cli -am verify -Dtest='BrokerTruthTest#everyMessageOnTheWire*' \
  -Dsurefire.failIfNoSpecifiedTests=false \
  -Dtruth.messages="$messages" -Dtruth.capture="$capture"
