# Sourced by "throughput": starts the servers of io.github.h11j.benchmarks.servers, and ends them.
# Expects $java and $path; sets ${urls[NAME]} after start NAME.

work=$(mktemp -d)
declare -A urls pids
stop_servers() {
  local name
  for name in "${!pids[@]}"; do
    kill "${pids[$name]}" 2>/dev/null || true
    wait "${pids[$name]}" 2>/dev/null || true
    rm -f "$work/$name.stdin"
  done
  pids=()
}
stop_all() {
  stop_servers
  rm -rf "$work"
}
trap stop_all EXIT

# start NAME COMMAND...: starts a server that prints where it listens, and serves until its standard input ends.
start() {
  local name=$1 hold url
  shift
  mkfifo "$work/$name.stdin"
  "$@" <"$work/$name.stdin" >"$work/$name.log" 2>&1 &
  pids[$name]=$!
  exec {hold}>"$work/$name.stdin"
  until url=$(grep -om1 'http://[0-9][0-9.]*:[0-9]*' "$work/$name.log"); do
    kill -0 "${pids[$name]}" 2>/dev/null || die "$name did not start: $(cat "$work/$name.log")"
    sleep 0.1
  done
  urls[$name]=$url
}

# start_java NAME OPTION...: one of the servers in Java, in a JVM with these options.
start_java() {
  local name=$1
  shift
  start "$name" "${pinned[@]}" "$java" "$@" -cp "$path" io.github.h11j.benchmarks.servers.Servers "$name"
}

version_of() {
  local jar
  case $1 in
    h11j-*) echo "this tree"; return ;;
    jdk) "$java" -version 2>&1 | sed -n '2s/.*build \([^)]*\).*/\1/p'; return ;;
    activej) jar=activej-http ;;
    helidon) jar=helidon-webserver ;;
    jetty) jar=jetty-server ;;
    netty | netty-epoll) jar=netty-codec-http ;;
    tomcat) jar=tomcat-embed-core ;;
    undertow) jar=undertow-core ;;
    vertx) jar=vertx-core ;;
  esac
  basename "${path%/*}"/"$jar"-[0-9]*.jar .jar | sed "s/^$jar-//"
}
