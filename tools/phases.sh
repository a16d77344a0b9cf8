# shellcheck shell=bash
# For the scripts beside it: `source tools/phases.sh`. Says what is being done and how long it took.

# phase "what is being done" command arguments…
phase() {
  local title=$1 start=$SECONDS status=0
  shift
  echo "==> $title"
  "$@" || status=$?
  if ((status != 0)); then
    echo "==> $title: failed after $((SECONDS - start)) s" >&2
    return "$status"
  fi
  echo "==> $title: $((SECONDS - start)) s"
}

# say_skipped LOG: what ctest's log says was not tested on this machine, and why.
say_skipped() {
  awk '/^[0-9]+\/[0-9]+ Testing: /{name = $3}
       /: Skipped$/{getline why; print "==> not tested here: " name ": " why}' "$1"
}

# How many compilers may run at once: one a processor, and 1.5 GiB of free memory for each.
parallel_jobs() {
  local processors memory_mib limit_mib jobs
  processors=$(nproc)
  memory_mib=$(awk '/^MemAvailable:/ {print int($2 / 1024)}' /proc/meminfo)
  if [[ -r /sys/fs/cgroup/memory.max && $(</sys/fs/cgroup/memory.max) != max ]]; then
    limit_mib=$(($(</sys/fs/cgroup/memory.max) / 1048576))
    memory_mib=$((limit_mib < memory_mib ? limit_mib : memory_mib))
  fi
  jobs=$((memory_mib / 1536))
  jobs=$((jobs < processors ? jobs : processors))
  echo $((jobs > 1 ? jobs : 1))
}
