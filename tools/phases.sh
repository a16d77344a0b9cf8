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

# How many tests may run at once: one more than processors, for most of them wait now and then.
parallel_tests() { echo $(($(nproc) + 1)); }

# Where the tests' books shall lie: in memory where a gigabyte is free, for on a disk the tests do
# little else than wait for syncs. A TMPDIR that somebody has chosen stays.
folder_of_tests() {
  local free_mib
  free_mib=$(df --output=avail --block-size=1M /dev/shm 2>/dev/null | tail -n 1) || free_mib=0
  if [[ -z ${TMPDIR-} && -w /dev/shm ]] && ((free_mib >= 1024)); then
    echo /dev/shm
  else
    echo "${TMPDIR:-/tmp}"
  fi
}
