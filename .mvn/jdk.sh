# SPDX-License-Identifier: MIT
# Sourced by twinport and check: finds a JDK of at least this feature number.
jdk_wanted=25

# The feature number of the Java installation in $1 (its release file says it), or nothing.
java_feature() {
  [ -x "$1/bin/java" ] && [ -r "$1/release" ] || return 0
  sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release"
}

# Prints the folder of the first installation that is new enough.
find_java() {
  on_path=$(command -v java 2>/dev/null || true)
  while [ -n "$on_path" ] && [ -L "$on_path" ]; do
    target=$(readlink "$on_path")
    case $target in /*) on_path=$target ;; *) on_path=$(dirname "$on_path")/$target ;; esac
  done
  for candidate in "${TWINPORT_JAVA_HOME:-}" "${JAVA_HOME:-}" "${on_path%/bin/java}" \
      /usr/lib/jvm/* /usr/java/* /opt/java/* /opt/jdk* /usr/local/openjdk-* \
      "${HOME:-/}"/.sdkman/candidates/java/* "${HOME:-/}"/.jdks/* \
      /Library/Java/JavaVirtualMachines/*/Contents/Home /opt/homebrew/opt/openjdk*; do
    [ -n "$candidate" ] && [ -d "$candidate" ] || continue
    feature=$(java_feature "$candidate")
    if [ -n "$feature" ] && [ "$feature" -ge "$jdk_wanted" ]; then
      printf '%s\n' "$candidate"
      return 0
    fi
  done
  return 1
}
