#!/bin/sh
# The npm packages of the client, as its lock file has them; nothing where they are here already.
set -eu
cd "$(dirname "$0")"
[ node_modules/.package-lock.json -nt package-lock.json ] && exit 0
npm ci --ignore-scripts --omit=optional --no-audit --no-fund --silent || {
  echo "npm ci in api/client failed (see above); is there a network and an npm registry?" >&2
  exit 1
}
