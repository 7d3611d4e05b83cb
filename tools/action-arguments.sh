# The inputs of the GitHub Action as arguments: `paths` and `flags`. They come as environment variables, one entry a line,
# so that no text of a workflow is ever read as a command.
paths=()
while IFS= read -r entry; do
  if [ -n "${entry//[[:space:]]/}" ]; then paths+=("$entry"); fi
done <<<"${BULKHEAD_PATHS-}"
flags=()
while IFS= read -r entry; do
  if [ -n "${entry//[[:space:]]/}" ]; then flags+=("$entry"); fi
done <<<"${BULKHEAD_ARGS-}"
if [ -n "${BULKHEAD_VERSION-}" ]; then flags+=(--kubernetes-version "$BULKHEAD_VERSION"); fi
