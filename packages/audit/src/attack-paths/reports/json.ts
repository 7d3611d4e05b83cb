import type { AttackPath } from '../attack-paths.js';
import type { Cut } from '../cut.js';
import { type Foothold, footholdText } from '../foothold.js';
import type { Step } from '../step.js';
import { TECHNIQUES } from '../technique.js';
import { requirementData } from './evidence.js';
import type { AttackPathReporter } from './report.js';

/** One document; its schema changes only by added fields. */
export const json: AttackPathReporter = function* ({ kubernetesVersion, summary, paths, cuts, problems, errors }) {
  yield `{"apiVersion":"bulkhead.dev/v1","kind":"AttackPaths","kubernetesVersion":${JSON.stringify(kubernetesVersion)},\n`;
  yield ` "summary":${JSON.stringify({ ...summary, shown: paths.length })},\n "paths":[`;
  let separator = '\n  ';
  for (const path of paths) {
    yield separator + JSON.stringify(pathData(path));
    separator = ',\n  ';
  }
  yield `],\n "cuts":${JSON.stringify(cuts.map(cutData))},\n`;
  yield ` "problems":${JSON.stringify(problems)},\n "errors":${JSON.stringify(errors)}}\n`;
};

const footholdData = (foothold: Foothold) => ({
  kind: foothold.kind,
  namespace: foothold.namespace,
  name: foothold.name,
  text: footholdText(foothold),
});

const pathData = ({ from, target, severity, certain, steps }: AttackPath) => ({
  from: footholdData(from),
  target: target.text,
  severity,
  certain,
  steps: steps.map(stepData),
});

function stepData({ technique, from, to, severity, requirements, conditions }: Step) {
  const { title, tags, fix } = TECHNIQUES[technique];
  return {
    technique,
    title,
    severity,
    tags,
    from: footholdData(from),
    to: footholdData(to),
    allowedBy: requirements.map(requirementData),
    preconditions: conditions.map(({ text, state }) => ({ text, state })),
    fix,
  };
}

const cutData = ({ target, changes, isSmallest, isComplete, uncuttable }: Cut) => ({
  target: target.text,
  changes: changes.map(({ text }) => text),
  smallest: isSmallest,
  complete: isComplete,
  uncuttable: uncuttable.map(footholdData),
});
