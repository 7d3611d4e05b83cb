#!/usr/bin/env bash
# The pre-commit hook: audits the files that it is given. A repository's YAML and JSON is not all Kubernetes, so a file in
# which no `apiVersion` stands is passed over; flags and their values are handed on.
set -euo pipefail

arguments=()
files=0
after_flag=false
for argument in "$@"; do
  if [[ $argument == -* ]]; then
    arguments+=("$argument")
    [[ $argument == *=* || $argument == -- ]] && after_flag=false || after_flag=true
  elif [[ $after_flag == true || ! -f $argument ]]; then
    arguments+=("$argument")
    after_flag=false
  elif grep -q 'apiVersion' -- "$argument"; then
    arguments+=("$argument")
    files=$((files + 1))
  fi
done
if ((files == 0)); then exit 0; fi
exec "$(dirname "${BASH_SOURCE[0]}")/../bulkhead" audit "${arguments[@]}"
