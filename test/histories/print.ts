import type { Deed, History, Mishap, Problem, Step, SyncSettings } from './types';

const words = (values: object): string =>
  Object.entries(values)
    .map(([name, value]) => `${name}: ${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join(', ');

const deedWords = ({ on, what, who, values = {} }: Deed): readonly string[] => [on, `${what} #${who}`, words(values)];

const mishapWords = ({ side, at, fault: { kind, status, match, headers } }: Mishap): string =>
  [`${kind}${status ? ` ${status}` : ''} at request ${at} to ${side}`, match && words(match), headers && words(headers)]
    .filter(Boolean)
    .join(' ');

const settingsWords = (settings: SyncSettings): string => words(settings);

const rowOf: { readonly [K in Step['do']]: (step: Extract<Step, { do: K }>) => readonly string[] } = {
  person: ({ deed }) => deedWords(deed),
  cycle: ({ after, mishaps, dies }) => [
    'cycle',
    `after ${after} s`,
    [...mishaps.map(mishapWords), ...(dies ? [`dies at moment ${dies}`] : [])].join('; '),
  ],
  'two cycles': ({ apart }) => ['cycle', 'two at once', `${apart} moments apart`],
  settings: ({ settings }) => ['settings', '', settingsWords(settings)],
  wait: ({ seconds }) => ['wait', `${seconds} s`, ''],
};

/** A history as people read it, and as JSON to be played again (`test/histories/named`). */
export function printHistory({ kind, settings, limits, skew, steps }: History): string {
  const rows = steps.map((step, n) => [String(n + 1), ...(rowOf[step.do] as (step: Step) => readonly string[])(step)]);
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0), 0));
  const lines = rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  const head = `${kind}: ${settingsWords(settings)}; limits ${JSON.stringify(limits)}; clocks off by ${words(skew)} s`;
  return [head, ...lines, JSON.stringify({ kind, settings, limits, skew, steps })].join('\n');
}

export const printProblems = (problems: readonly Problem[]): string =>
  problems.map(({ rule, text }) => `${rule}: ${text}`).join('\n');
