import { statSync } from 'node:fs';
import { outlookContact, zohoContact } from '../../simulators/seeds/world';
import { startFixture } from '../../test/support/fixture';
import { keepResult } from '../keep';

/**
 * A first load, both ways, on the simulators and without n8n around: `npm run bench -- --load [contacts …]`. Half of them are only
 * in Outlook, half only in the CRM. Time of the processor holds the simulators' work, too.
 */

const name = (side: string, n: number) => [`${side}${n}`, `Person${n}`, `${side}${n}@load.example`] as const;

function world(size: number) {
  const half = Array.from({ length: Math.floor(size / 2) }, (_, n) => n);
  const contacts = half.map((n) =>
    outlookContact(...(name('mail', n).slice(0, 2) as [string, string]), [name('mail', n)[2]], { jobTitle: 'Tester' }),
  );
  return {
    zoho: { records: { Contacts: half.map((n) => zohoContact(...name('crm', n))) } },
    graph: { categories: [{ displayName: 'Zoho' }], contacts },
  };
}

async function load(size: number): Promise<void> {
  const fixture = await startFixture();
  fixture.clear();
  const { graph, zoho } = world(size);
  fixture.services.graph.seed(graph as never);
  fixture.services.zoho.seed(zoho as never);
  const [cpu, since] = [process.cpuUsage(), performance.now()];
  let [rounds, reads, writes] = [0, 0, 0];
  for (let secondsLeft: number | null = 0; secondsLeft !== null; rounds += 1) {
    const report = await fixture.run();
    secondsLeft = report.secondsLeft;
    reads += fixture.requests().length - fixture.writes().length;
    writes += fixture.writes().length;
  }
  const { user, system } = process.cpuUsage(cpu);
  const [seconds, each] = [(performance.now() - since) / 1000, (user + system) / 1000 / size];
  const bytesEach = statSync(fixture.file()).size / size;
  console.log(
    `${size} contacts: ${seconds.toFixed(1)} s in ${rounds} runs, ${each.toFixed(2)} ms of the processor each, ${reads} reads, ${writes} writes, ${Math.round(bytesEach)} bytes of archive each`,
  );
  keepResult(`a first load, ${size} contacts`, {
    seconds,
    runs: rounds,
    processorMsEach: each,
    reads,
    writes,
    bytesEach,
  });
  await fixture.stop();
}

async function main(): Promise<void> {
  const sizes = process.argv.slice(2).map(Number);
  for (const size of sizes.length > 0 ? sizes : [1_000, 10_000]) await load(size);
}

void main();
