import { parseArgs } from 'node:util';
import { startSimulators } from './start';

const USAGE = 'npm run simulators -- [--seed NAME|FILE] [--zoho-port PORT] [--graph-port PORT]';

function port(text: string | undefined, option: string): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (Number.isInteger(value) && value >= 0 && value < 65_536) return value;
  throw new Error(`${option} must be a port number, not "${text}".`);
}

function readOptions() {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({ options: { seed: text, 'zoho-port': text, 'graph-port': text } });
  return {
    seed: values.seed,
    zohoPort: port(values['zoho-port'], '--zoho-port'),
    graphPort: port(values['graph-port'], '--graph-port'),
  };
}

/** Prints how to reach the simulators as one JSON line, and runs until stopped. */
async function main(): Promise<void> {
  const running = await startSimulators(readOptions());
  const end = () => void running.stop().finally(() => process.exit(0));
  process.on('SIGINT', end).on('SIGTERM', end);
  process.stdout.write(`${JSON.stringify(running.connection)}\n`);
}

/** What went wrong and what to do next. */
function explain(error: NodeJS.ErrnoException): string {
  if (error.code !== 'EADDRINUSE') return `${error.message}\nUsage: ${USAGE}`;
  return `${error.message}\nGive other ports, or none at all: free ones are then taken.\nUsage: ${USAGE}`;
}

main().catch((error: NodeJS.ErrnoException) => {
  process.stderr.write(`${explain(error)}\n`);
  process.exit(1);
});
