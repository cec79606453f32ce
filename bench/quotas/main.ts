import { systemClock } from '../../clients/http';
import { startFixture, type Fixture } from '../../test/support/fixture';
import { keepResult } from '../keep';
import { halves } from '../load/world';

/**
 * A first load under the quotas that both vendors document: `npm run bench -- --quotas [contacts]`. Half of them are only in
 * Outlook, half only in the CRM. The clock passes over every wait, so an hour of waiting takes no time; work takes its own.
 */

/** What Exchange serves one program in one mailbox (learn: "Throttling", Outlook service limits). */
const exchange = { requests: 10_000, windowMs: 600_000 };
/** Zoho: 10 calls at once (Standard edition), and as many credits as a first load does not spend: those have a test of their own. */
const zohoLimits = { concurrency: 10, credits: 100_000 };
const quarterMs = 900_000;

const real = Date.now;
let ahead = 0;
Date.now = () => real() + ahead;
const passUntil = (at: number): void => void (ahead += Math.max(0, at - Date.now()));
Object.assign(systemClock, { sleep: async (ms: number) => passUntil(Date.now() + ms) });

/** How a published workflow goes on: at once, when a service asked for it, or with the schedule. Answers how often it ran, and failed. */
async function loadAll(fixture: Fixture) {
  const seen = { runs: 0, failed: 0, requests: 0, refused: 0 };
  for (;;) {
    const report = await fixture.goOn().catch(() => null);
    seen.runs += 1;
    seen.failed += report === null ? 1 : 0;
    // an item of a batch counts as one, and the envelope as none
    const asked = fixture.services.graph.log.list().filter(({ path }) => !path.endsWith('$batch'));
    seen.requests += asked.length;
    seen.refused += fixture.requests().filter(({ status }) => status === 429).length;
    if (report?.pending === 0) return seen;
    const goesOn = report !== null && report.secondsLeft !== null;
    if (!goesOn) passUntil(Math.ceil((Date.now() + 1) / quarterMs) * quarterMs);
    else if (report.askedToWait) passUntil(report.askedToWait.until);
  }
}

async function measure(size: number, tellsTime: boolean): Promise<void> {
  const fixture = await startFixture();
  const { graph, zoho } = halves(size);
  fixture.services.graph.seed(graph as never);
  fixture.services.zoho.seed(zoho as never);
  Object.assign(fixture.services.graph.limits, { requestsPer10Min: exchange.requests, retryAfterLeft: tellsTime });
  Object.assign(fixture.services.zoho.limits, zohoLimits);
  // the schedule has just begun a quarter
  passUntil(Math.ceil(Date.now() / quarterMs) * quarterMs);
  const began = Date.now();
  const seen = await loadAll(fixture);
  const minutes = (Date.now() - began) / 60_000;
  await fixture.stop();
  const served = seen.requests - seen.refused;
  const boundMinutes = (Math.floor((served - 1) / exchange.requests) * exchange.windowMs) / 60_000;
  const figures = { minutes, boundMinutes, times: minutes / boundMinutes, ...seen, refusedPart: seen.refused / served };
  const how = tellsTime ? 'Retry-After tells the time' : 'Retry-After is always 1';
  console.log(`${size} contacts, ${how}: ${JSON.stringify(figures)}`);
  keepResult(`a first load under quotas, ${size} contacts, ${how}`, figures);
}

async function main(): Promise<void> {
  const size = Number(process.argv[2] ?? 40_000);
  for (const tellsTime of [true, false]) await measure(size, tellsTime);
}

void main();
