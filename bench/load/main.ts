import { statSync } from 'node:fs';
import { startFixture } from '../../test/support/fixture';
import { keepResult } from '../keep';
import { halves } from './world';

/**
 * A first load, both ways, on the simulators and without n8n around: `npm run bench -- --load [contacts …]`. Half of them are only
 * in Outlook, half only in the CRM. Time of the processor holds the simulators' work, too.
 */

async function load(size: number): Promise<void> {
  const fixture = await startFixture();
  fixture.clear();
  const { graph, zoho } = halves(size);
  fixture.services.graph.seed(graph as never);
  fixture.services.zoho.seed(zoho as never);
  const [cpu, since] = [process.cpuUsage(), performance.now()];
  let [rounds, reads, writes] = [0, 0, 0];
  for (let secondsLeft: number | null = 0; secondsLeft !== null; rounds += 1) {
    const report = await fixture.goOn();
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
