/** The scripts that teach a shell to ask `bulkhead __complete`. */

export const SHELLS = ['bash', 'zsh', 'fish'] as const;

export type Shell = (typeof SHELLS)[number];

const BASH = `# bash completion for bulkhead: source <(bulkhead completion bash)
_bulkhead() {
  local index word line directive=0
  local -a asked=()
  COMPREPLY=()
  for ((index = 1; index <= COMP_CWORD; index++)); do
    word=\${COMP_WORDS[index]}
    if [[ $word == = ]]; then
      # bash takes --flag=value apart; the sign itself is no word.
      ((index < COMP_CWORD)) && continue
      word=
    fi
    asked+=("$word")
  done
  while IFS= read -r line; do
    case $line in
      :*) directive=\${line#:} ;;
      *) COMPREPLY+=("\${line%%$'\\t'*}") ;;
    esac
  done < <("\${COMP_WORDS[0]}" __complete "\${asked[@]}" 2>/dev/null)
  if [[ $directive != 0 ]]; then compopt +o default 2>/dev/null; fi
}
complete -o default -F _bulkhead bulkhead
`;

const ZSH = `#compdef bulkhead
# zsh completion for bulkhead: source <(bulkhead completion zsh)
_bulkhead() {
  local line directive=0
  local -a found
  for line in "\${(@f)$(\${words[1]} __complete "\${(@)words[2,CURRENT]}" 2>/dev/null)}"; do
    case $line in
      :*) directive=\${line#:} ;;
      *$'\\t'*) found+=("\${\${line%%$'\\t'*}//:/\\\\:}:\${line#*$'\\t'}") ;;
      ?*) found+=("\${line//:/\\\\:}") ;;
    esac
  done
  if (( \${#found} )); then
    _describe -t values bulkhead found
  elif [[ $directive == 0 ]]; then
    _files
  fi
}
if [[ $zsh_eval_context[-1] == loadautofunc ]]; then
  _bulkhead "$@"
else
  compdef _bulkhead bulkhead
fi
`;

const FISH = `# fish completion for bulkhead: bulkhead completion fish | source
function __bulkhead_complete
  set -l words (commandline -opc)
  set -l current (commandline -ct)
  set -l found
  set -l directive 0
  for line in ($words[1] __complete $words[2..-1] "$current" 2>/dev/null)
    if string match -q -- ':*' $line
      set directive (string sub -s 2 -- $line)
    else
      set -a found $line
    end
  end
  if test (count $found) -gt 0
    printf '%s\\n' $found
  else if test "$directive" = 0
    __fish_complete_path $current
  end
end
complete -c bulkhead -f -a '(__bulkhead_complete)'
`;

export const COMPLETION_SCRIPTS: Readonly<Record<Shell, string>> = { bash: BASH, zsh: ZSH, fish: FISH };
