import {
  compareCompany,
  problemsOf,
  publishCompany,
  runRound,
  type Colleague,
  type Synced,
} from '../test/e2e/harness/company';
import type { Lab } from '../test/e2e/harness/lab';
import { readUsage, usageBetween, type Usage } from './figures';
import { say } from './print';

/** What `--json` writes of a company. */
export interface CompanyFigures {
  readonly inStep: boolean;
  readonly people: number;
  readonly rounds: readonly (Usage & { readonly seconds: number; readonly syncs: number; readonly failed: number })[];
  readonly comparison: readonly Colleague[];
}

const failedOf = (round: readonly Synced[]): number => round.filter(({ item }) => item.error !== undefined).length;

const inStepOf = ({ kinds }: Colleague): string =>
  Object.entries(kinds)
    .map(
      ([kind, { inStep, problems }]) => `${inStep} ${kind}${problems.length > 0 ? ` (${problems.length} differ)` : ''}`,
    )
    .join(', ');

/** A whole company by one workflow: a first round, one more for what it left, and a quiet one; then everybody is compared. */
export async function syncCompany(lab: Lab): Promise<CompanyFigures> {
  const workflow = await publishCompany(lab);
  say(`Running the workflow "${workflow.name}" …`);
  say('(In your own n8n the first run of everybody asks before it writes; here it writes at once.)');
  const rounds = [];
  for (const name of ['first round', 'second round', 'quiet round']) {
    const [before, began] = [await readUsage(lab.connection), Date.now()];
    const round = await runRound(lab, workflow);
    const seconds = (Date.now() - began) / 1000;
    const usage = usageBetween(before, await readUsage(lab.connection));
    rounds.push({ ...usage, seconds, syncs: round.length, failed: failedOf(round) });
    const { outlook, zoho } = usage.requests;
    say(
      `  ${name}: ${round.length} syncs, ${seconds.toFixed(1)} s, requests ${outlook} / ${zoho}, ${usage.zohoCredits} Zoho credits`,
    );
  }
  const comparison = await compareCompany(lab.connection);
  say();
  for (const one of comparison) say(`${one.mail}: in step ${inStepOf(one)}`);
  for (const problem of problemsOf(comparison)) say(`  NOT in step: ${problem}`);
  const inStep = problemsOf(comparison).length === 0 && rounds.every(({ failed }) => failed === 0);
  return { inStep, people: comparison.length, rounds, comparison };
}
