# Read by the launchers beside it, which set $home, the project's folder.
required=25
name=$(basename -- "$self")

fail() {
  echo "$name: $1" >&2
  exit 1
}

# Prints the major version of the JDK or JRE in folder $1. Its release file tells it in a moment;
# asking java itself takes longer than starting the client should.
version_of() {
  [ -n "$1" ] && [ -x "$1/bin/java" ] || return 1
  version=
  if [ -r "$1/release" ]; then
    version=$(sed -n 's/^JAVA_VERSION="\([0-9][0-9]*\).*/\1/p' "$1/release")
  fi
  if [ -z "$version" ]; then
    version=$("$1/bin/java" -version 2>&1 | sed -n 's/^[a-z]* version "\([0-9][0-9]*\).*/\1/p')
  fi
  [ -n "$version" ] && echo "$version"
}

# Sets $java_home to the first of the folders given that is new enough.
choose() {
  for folder; do
    if found=$(version_of "$folder") && [ "$found" -ge "$required" ]; then
      java_home=$folder
      return 0
    fi
  done
  return 1
}

java_on_path() {
  program=$(command -v java) || return 0
  while [ -L "$program" ]; do
    link=$(readlink "$program")
    case $link in /*) program=$link ;; *) program=$(dirname "$program")/$link ;; esac
  done
  dirname "$(dirname "$program")"
}

# Sets $jar to the program $1 and $java to what runs it. What is installed has both in lib, the Java only
# where the package is for one kind of machine; in the sources the module $2 is built.
find_program() {
  program=$1
  jar=$home/lib/$1.jar
  [ -f "$jar" ] || jar=$home/$2/target/$1.jar
  java_home=$home/lib/runtime
  if [ -x "$java_home/bin/java" ]; then java=$java_home/bin/java; else find_java; fi
  [ -f "$home/lib/$1.jar" ] || build_unless_built "$jar"
}

# Sets $java to a Java that is new enough.
find_java() {
  choose "${JAVA_HOME-}" "$(java_on_path)" "${JAVA25_HOME-}" ||
    choose "$([ ! -x /usr/libexec/java_home ] || /usr/libexec/java_home -v "$required+" 2>&-)" ||
    choose \
      /usr/lib/jvm/* /usr/lib64/jvm/* /usr/java/* /opt/java/* /opt/*jdk* /opt/*java* \
      "${SDKMAN_DIR:-${HOME-}/.sdkman}"/candidates/java/* \
      "${ASDF_DATA_DIR:-${HOME-}/.asdf}"/installs/java/* \
      "${MISE_DATA_DIR:-${XDG_DATA_HOME:-${HOME-}/.local/share}/mise}"/installs/java/* \
      "${HOME-}"/.jdks/* "${HOME-}"/.gradle/jdks/* \
      /opt/homebrew/opt/openjdk* /usr/local/opt/openjdk* /home/linuxbrew/.linuxbrew/opt/openjdk* \
      /Library/Java/JavaVirtualMachines/*/Contents/Home \
      "${HOME-}"/Library/Java/JavaVirtualMachines/*/Contents/Home ||
    fail "Parley needs Java $required or later and found none: install a JDK $required, or set JAVA_HOME to one."
  java=$java_home/bin/java
}

# Makes arguments and file names UTF-8 where the locale says something else: cron, ssh and bare
# containers say nothing at all, which is ASCII, and Java would break every other character.
speak_utf8() {
  [ "$(locale charmap 2>/dev/null || echo UTF-8)" = UTF-8 ] || export LC_ALL=C.UTF-8
}

# The first run of a short command leaves an archive of its classes behind, from which the next ones
# start faster. It is good for one JVM and for the jar $1 at one path, as they are now: a program that
# was started with an older jar leaves its archive when it ends, perhaps after the newer one came. So
# their sizes and times are in the name, and others are removed. Sets archive_flag and create to
# flags, or to nothing. A package brings its archive along. A JVM that can't write its archive ends with 1 whatever its program says: it is let try
# only where the folder can be written to and has room.
find_archive() {
  archive_flag= create=
  if [ -f "$home/lib/$program.jsa" ]; then
    archive_flag=-XX:SharedArchiveFile=$home/lib/$program.jsa
    return 0
  fi
  folder=${XDG_CACHE_HOME:-${HOME:-/dev/null}/.cache}/parley
  mkdir -p "$folder" 2>/dev/null || return 0
  begun=$folder/$2-$(printf %s "$1" | cksum | cut -d ' ' -f 1)
  stamp=$(LC_ALL=C ls -ln "$1" "$java_home/release" 2>/dev/null | cksum | cut -d ' ' -f 1)
  archive=$begun-$stamp.jsa
  for other in "$begun"*.jsa; do
    [ "$other" = "$archive" ] || rm -f "$other" 2>/dev/null || true
  done
  if [ -w "$folder" ] && { [ -s "$archive" ] || has_room "$folder"; }; then
    create=-XX:+AutoCreateSharedArchive
  elif [ ! -s "$archive" ]; then
    return 0
  fi
  archive_flag=-XX:SharedArchiveFile=$archive
}

# Whether the disk of the folder $1 has room for an archive, and more than that.
has_room() {
  free=$(df -Pk "$1" 2>/dev/null | sed -n '2s/.* \([0-9][0-9]*\)  *[0-9][0-9]*% .*/\1/p')
  [ "${free:-0}" -ge 131072 ]
}

# Whether something that the program is built from is newer than its jar $1, as after git pull. What
# is installed has no sources.
is_outdated() {
  [ -d "$home/chat-protocol/src" ] || return 1
  [ -n "$(find "$home/pom.xml" "$home"/chat-*/pom.xml "$home"/chat-*/src/main -type f -newer "$1" 2>/dev/null | head -n 1)" ]
}

# Builds everything if the jar $1 isn't there, or is older than the sources. Of several launchers only
# one builds; the others wait for it. Where an older one can't be built anew, it says so and is
# started. Nothing is written to standard output.
build_unless_built() {
  lock=$home/target/building
  if [ -f "$1" ] && [ ! -L "$lock" ]; then
    is_outdated "$1" || return 0
  fi
  if ! { mkdir -p "$home/target" 2>/dev/null && [ -w "$home/target" ]; }; then
    cannot_build "$1" "$home can't be written to" "build it with mvn package"
    return 0
  fi
  [ -L "$lock" ] || [ ! -e "$lock" ] || fail "$lock is in the way; remove it."
  waits=
  while ! ln -s "$$" "$lock" 2>/dev/null; do
    builder=$(readlink "$lock") || continue
    if builds "$builder"; then
      [ -n "$waits" ] || echo "$name: process $builder builds Parley; waiting for it ..." >&2
      waits=yes
      sleep 1
    else
      rm -f "$lock"
    fi
  done
  maven=
  trap 'rm -f "$lock"' EXIT
  trap 'stop_building; exit 130' INT
  trap 'stop_building; exit 143' TERM
  trap 'stop_building; exit 129' HUP
  if [ ! -f "$1" ] || is_outdated "$1"; then
    if ! command -v mvn >/dev/null; then
      cannot_build "$1" "there is no mvn to build it" "install Maven 3.8 or later"
    else
      if [ -f "$1" ]; then
        echo "$name: the sources are newer than the program; building it, which takes a minute or two ..." >&2
      else
        echo "$name: building Parley, which is done once and takes a minute or two ..." >&2
      fi
      build >&2 &
      maven=$!
      # Should this launcher be killed, the others still wait for what it began.
      ln -sfn "$maven" "$lock"
      wait "$maven" || cannot_build "$1" "the build failed" "its messages are above"
      [ -f "$1" ] || fail "the build made no $1."
    fi
  fi
  rm -f "$lock"
  trap - EXIT INT TERM HUP
}

# Whether the process $1 is one that builds, and not another one that has its number since.
builds() {
  kill -0 "$1" 2>/dev/null || return 1
  doing=$(ps -o args= -p "$1" 2>/dev/null) || return 0
  case $doing in *mvn* | *maven* | *bin/chat*) return 0 ;; *) return 1 ;; esac
}

stop_building() {
  [ -z "$maven" ] || kill "$maven" 2>/dev/null || true
}

# Ends for the reason $2 with the advice $3, unless there is a program $1 to start.
cannot_build() {
  [ -f "$1" ] || fail "nothing is built yet and $2: $3."
  echo "$name: the sources are newer than the program and $2 ($3); this is the older one." >&2
}

build() (
  cd "$home"
  if [ -x "$java_home/bin/javac" ]; then
    JAVA_HOME=$java_home
    # Maven's own libraries would warn about themselves on a new Java.
    MAVEN_OPTS="--enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow ${MAVEN_OPTS-}"
    export JAVA_HOME MAVEN_OPTS
  fi
  exec mvn -q -B -Dmaven.test.skip -pl chat-server,chat-cli-client -am package </dev/null
)
