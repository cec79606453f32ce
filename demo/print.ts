import type { Comparison, Problem } from '../test/e2e/harness/compare';
import type { BySide, Finish } from '../test/e2e/harness/cycles';
import type { Figures, KindFigures, Usage } from './figures';

export const say = (text = ''): void => console.log(text);

const both = ({ outlook, zoho }: BySide): string => `${outlook} / ${zoho}`;

/** One line while a cycle ends. */
export function progressLine(number: number, { report }: Finish): string {
  const { read, created, updated, pending, conflicts, ambiguous, parked, seconds } = report;
  const open = `${pending} pending, ${ambiguous} ambiguous, ${conflicts} conflicts, ${parked} parked`;
  const done = `read ${both(read)}, created ${both(created)}, updated ${both(updated)}`;
  return `  cycle ${number}: ${done}; ${open}; ${seconds.toFixed(1)} s`;
}

const columns: readonly (readonly [string, (figures: KindFigures & Usage) => string])[] = [
  ['cycles', (f) => String(f.cycles)],
  ['read', (f) => both(f.read)],
  ['created', (f) => both(f.created)],
  ['updated', (f) => both(f.updated)],
  ['linked', (f) => String(f.linked)],
  ['merged', (f) => String(f.merged)],
  ['attached', (f) => String(f.attached)],
  ['conflicts', (f) => String(f.conflicts)],
  ['ambiguous', (f) => String(f.ambiguous)],
  ['parked', (f) => String(f.parked)],
  ['requests', (f) => both(f.requests)],
  ['Zoho credits', (f) => String(f.zohoCredits)],
];

/** The table of figures, a row a kind; "a / b" is Outlook / Zoho CRM. */
export function table({ kinds }: Figures): string {
  const header = ['Outlook / Zoho', ...columns.map(([title]) => title)];
  const body = Object.entries(kinds).map(([kind, figures]) => [kind, ...columns.map(([, cell]) => cell(figures))]);
  const lines = [header, ...body];
  const widths = header.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
  return lines.map((line) => line.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')).join('\n');
}

const mostLines = 25;

function listed(title: string, lines: readonly string[]): string[] {
  if (lines.length === 0) return [];
  const more = lines.length > mostLines ? [`  … and ${lines.length - mostLines} more`] : [];
  return [`${title} (${lines.length}):`, ...lines.slice(0, mostLines).map((line) => `  ${line}`), ...more];
}

const sideName = ({ side }: Pick<Problem, 'side'>): string => (side === 'outlook' ? 'Outlook' : 'Zoho CRM');

/** Mails have no second side to be the same on. */
const said = (kind: string, inStep: number): string =>
  kind === 'mails'
    ? `In step: ${inStep} mails show on exactly the records they belong to.`
    : `In step: ${inStep} ${kind} are the same on both sides in every field.`;

/** What the independent comparison found. */
export function verdict(kind: string, { inStep, excused, problems }: Comparison): string {
  const head =
    problems.length === 0
      ? said(kind, inStep)
      : `NOT in step: ${problems.length} differences; ${inStep} ${kind} are the same on both sides.`;
  const waiting = excused.map((one) => `${one.label} (${sideName(one)}): ${one.reason}`);
  const wrong = problems.map((one) => `${one.label} (${sideName(one)} ${one.ref}) ${one.what}`);
  return [head, ...listed('Left for a person to settle', waiting), ...listed('Wrong', wrong)].join('\n');
}
