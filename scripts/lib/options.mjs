import { parseArgs } from 'node:util';

const shown = ([name, value]) => (value === true ? `[--${name}]` : `[--${name} ${value}]`);

/**
 * The options of a script, read before anything is installed or started: `--help` tells them and ends with 0, and one that is not
 * there ends with 2, instead of five minutes later or never.
 * @param command as people type it
 * @param table name of each option → what stands for its value, or true where it takes none
 * @param words what stands for the words besides; none are taken when left out
 * @returns {{ values: Record<string, string | boolean>, words: string[] }}
 */
export function readOptions(command, table, words) {
  const parts = [...Object.entries({ ...table, help: true }).map(shown), ...(words ? [words] : [])];
  const usage = `Usage: ${command} -- ${parts.join(' ')}`;
  const named = Object.entries(table).map(([name, value]) => [name, { type: value === true ? 'boolean' : 'string' }]);
  try {
    const options = { ...Object.fromEntries(named), help: { type: 'boolean' } };
    const { values, positionals } = parseArgs({ options, allowPositionals: words !== undefined });
    if (!values.help) return { values, words: positionals };
  } catch (error) {
    console.error(`${error.message}\n${usage}`);
    process.exit(2);
  }
  console.log(usage);
  process.exit(0);
}
