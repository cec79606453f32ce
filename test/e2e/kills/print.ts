import type { EndState } from './state';
import type { Kill } from './strike';
import { kindNames } from './records';

const columns = (lines: readonly (readonly string[])[]): string => {
  const widths = (lines[0] ?? []).map((_, at) => Math.max(...lines.map((line) => line[at]?.length ?? 0)));
  return lines
    .map((line) =>
      line
        .map((cell, at) => cell.padEnd(widths[at] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
};

const where = (node: string | null | undefined): string => node ?? '(had ended)';

/** One line while the kills go on. */
export const killLine = (number: number, { requests, nodes, wreck }: Kill): string =>
  `  kill ${number}: after ${requests} requests, in ${nodes.map(where).join(' | ')}; ` +
  `${wreck.links} links, ${wreck.intents} open creates`;

/** How often a kill cut off each node, by kind. */
export function nodeTable(kills: readonly Kill[]): string {
  const names = [...new Set(kills.flatMap(({ nodes }) => nodes.map(where)))].sort();
  const count = (name: string, at: number): string =>
    String(kills.filter(({ nodes }) => where(nodes[at]) === name).length);
  const rows = names.map((name) => [name, ...kindNames.map((_, at) => count(name, at))]);
  return columns([['cut off in', ...kindNames.map((kind) => `${kind}s`)], ...rows]);
}

/** Kills that met at least one run at work. */
export const hits = (kills: readonly Kill[]): number => kills.filter(({ cutOff }) => cutOff.length > 0).length;

/** Both ends, in numbers of records. */
export function endTable(expected: EndState, got: EndState, wrong: readonly string[]): string {
  const differ = (name: string): string => String(wrong.filter((line) => line.includes(` among ${name}: `)).length);
  const rows = Object.keys(expected).map((name) => [
    ...[name, String(expected[name]?.length), String(got[name]?.length)],
    differ(name),
  ]);
  return columns([['', 'not killed', 'killed', 'different'], ...rows]);
}
