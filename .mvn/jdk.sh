# Sets JAVA_HOME to a JDK 25 or newer. Sourced by ./mvnw and ./tawon, so it forks as little as it can.
# Order: JAVA_HOME, javac on the PATH, then the places where distributions and installers put JDKs; the oldest that will do.

# Sets tawon_release to the feature release of the JDK in $1 (25), or to nothing if that is no JDK.
tawon_read_release() {
  tawon_release=
  [ -x "$1/bin/java" ] && [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || return 0
  while IFS= read -r tawon_line || [ -n "$tawon_line" ]; do
    case $tawon_line in
    JAVA_VERSION=*)
      tawon_release=${tawon_line#*=}
      tawon_release=${tawon_release#\"}
      tawon_release=${tawon_release%%[!0-9]*}
      ;;
    esac
  done <"$1/release"
}

# Whether there is a JDK in $1 that will do; sets tawon_release.
tawon_will_do() {
  tawon_read_release "$1"
  [ -n "$tawon_release" ] && [ "$tawon_release" -ge 25 ]
}

tawon_find_jdk() {
  if [ -n "${JAVA_HOME-}" ] && tawon_will_do "$JAVA_HOME"; then
    export JAVA_HOME
    return 0
  fi
  tawon_jdk=$(command -v javac 2>/dev/null) && tawon_jdk=$(readlink -f "$tawon_jdk") || tawon_jdk=
  tawon_jdk=${tawon_jdk%/bin/javac}
  if [ -n "$tawon_jdk" ] && tawon_will_do "$tawon_jdk"; then
    JAVA_HOME=$tawon_jdk
    export JAVA_HOME
    return 0
  fi
  tawon_best='' tawon_best_release=''
  # SUDO_HOME: under sudo, HOME is root's, and the JDK may be in the home of who called it.
  for tawon_jdk in /usr/lib/jvm/* /usr/lib64/jvm/* /usr/java/* /opt/java/* /opt/jdk* \
    "${HOME-}"/.sdkman/candidates/java/* "${HOME-}"/.jdks/* \
    "${SUDO_HOME-}"/.sdkman/candidates/java/* "${SUDO_HOME-}"/.jdks/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home; do
    if tawon_will_do "$tawon_jdk"; then
      if [ -z "$tawon_best" ] || [ "$tawon_release" -lt "$tawon_best_release" ]; then
        tawon_best=$tawon_jdk tawon_best_release=$tawon_release
      fi
    fi
  done
  if [ -z "$tawon_best" ]; then
    cat >&2 <<'EOF'
tawon: no JDK 25 or newer found in JAVA_HOME, on the PATH, or where distributions put JDKs.
Install one (Debian, Ubuntu: apt-get install openjdk-25-jdk-headless or temurin-25-jdk; Fedora: dnf install java-25-openjdk-devel)
or set JAVA_HOME to where one is.
EOF
    return 1
  fi
  JAVA_HOME=$tawon_best
  export JAVA_HOME
}

tawon_find_jdk
