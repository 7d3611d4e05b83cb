import { buildCommand } from '@stricli/core';
import { SHELLS, type Shell } from '../../completion/scripts.js';
import { type Context, UsageError } from '../../context.js';

const isShell = (word: string): word is Shell => (SHELLS as readonly string[]).includes(word);

function shell(word: string): Shell {
  if (isShell(word)) return word;
  throw new UsageError(`expected ${SHELLS.join(', ')}, not ${JSON.stringify(word)}`);
}

export const completionCommand = buildCommand<object, [Shell], Context>({
  loader: async () => (await import('./run.js')).run,
  parameters: {
    flags: {},
    positional: {
      kind: 'tuple',
      parameters: [
        {
          brief: SHELLS.join(', '),
          parse: shell,
          placeholder: 'shell',
          proposeCompletions: (partial) => SHELLS.filter((name) => name.startsWith(partial)),
        },
      ],
    },
  },
  docs: {
    brief: 'a script that completes commands, flags, values and files in your shell',
    fullDescription: [
      'Prints the script of a shell; load it where the shell starts.',
      '',
      '  source <(bulkhead completion bash)          in ~/.bashrc',
      '  source <(bulkhead completion zsh)           in ~/.zshrc, behind compinit',
      '  bulkhead completion fish | source           in ~/.config/fish/config.fish',
    ].join('\n'),
  },
});
