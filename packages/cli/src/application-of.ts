/** How arguments are read, and how failures are told, whatever the commands are. */
import { type Application, ArgumentParseError, buildApplication, type RouteMap, text_en } from '@stricli/core';
import { type Context, EXIT, UsageError } from './context.js';

const sentence = (error: unknown): string =>
  `bulkhead: ${error instanceof Error ? error.message : String(error)}`.replaceAll(/\s*\n\s*/g, ' ');

/** Whether an argument was refused with a sentence that says everything. */
const isOurs = (error: unknown): error is ArgumentParseError =>
  error instanceof ArgumentParseError && error.exception instanceof UsageError;

/** `version` is what `--version` prints. */
export function applicationOf(commands: RouteMap<Context>, version: string): Application<Context> {
  return buildApplication(commands, {
    name: 'bulkhead',
    versionInfo: { currentVersion: version },
    scanner: { caseStyle: 'allow-kebab-for-camel', allowArgumentEscapeSequence: true },
    documentation: { caseStyle: 'convert-camel-to-kebab', useAliasInUsageLine: false, onlyRequiredInUsageLine: true },
    determineExitCode: () => EXIT.usage,
    localization: {
      text: {
        ...text_en,
        exceptionWhileParsingArguments: (error) =>
          isOurs(error) ? sentence(error.exception) : `${sentence(error)}\nTry --help.`,
        exceptionWhileRunningCommand: sentence,
        exceptionWhileLoadingCommandFunction: sentence,
        exceptionWhileLoadingCommandContext: sentence,
        commandErrorResult: sentence,
        noCommandRegisteredForInput: ({ input, corrections }) =>
          `bulkhead: no command ${JSON.stringify(input)}${corrections.length > 0 ? `, did you mean ${corrections.join(' or ')}?` : ''}\nTry --help.`,
      },
    },
  });
}
