# SPDX-License-Identifier: MIT
# Sourced, with $home set: builds the program and the benchmarks when their sources are newer.
. "$home/.mvn/jdk.sh"
java_home=$(find_java) || {
  echo "benchmarks: no JDK $jdk_wanted was found; install one, or set TWINPORT_JAVA_HOME" >&2
  exit 2
}
for peer in tshark taskset; do
  command -v "$peer" >/dev/null 2>&1 || {
    echo "benchmarks: $peer was not found (Debian: apt-get install tshark util-linux time)" >&2
    exit 2
  }
done
stamp=$home/benchmarks/target/.built
if [ ! -f "$stamp" ] || [ -n "$(find "$home/pom.xml" "$home"/*/pom.xml "$home"/*/src/main \
    "$home/wire/src/test/java/twinport/wire/traffic" -type f -newer "$stamp" -print | head -n 1)" ]; then
  echo "benchmarks: building ..." >&2
  (cd "$home" && JAVA_HOME=$java_home mvn -B -ntp -q -Dquick -Dmaven.test.skip=false -Pbenchmarks \
    -pl benchmarks -am package) >&2
  # The launcher builds once more, so that its cache for a fast start fits the jars.
  rm -f "$home/cli/target/app/.built"
  "$home/twinport" --version >&2
  : > "$stamp"
fi
