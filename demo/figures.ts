import type { Connection } from '../test/e2e/harness/credentials';
import type { Comparison } from '../test/e2e/harness/compare';
import type { LoggedRequest } from '../test/e2e/harness/simulators';
import { requestsOf } from '../test/e2e/harness/simulators';
import type { BySide, Finish, Report } from '../test/e2e/harness/cycles';

export interface Usage {
  readonly requests: BySide;
  readonly zohoCredits: number;
}

export interface KindFigures {
  readonly cycles: number;
  readonly read: BySide;
  readonly created: BySide;
  readonly updated: BySide;
  readonly deleted: BySide;
  readonly merged: number;
  readonly linked: number;
  /** mails shown on records */
  readonly attached: number;
  readonly conflicts: number;
  readonly ambiguous: number;
  readonly parked: number;
  readonly pending: number;
  readonly seconds: number;
}

export interface Figures {
  readonly inStep: boolean;
  readonly kinds: Readonly<Record<string, KindFigures & Usage>>;
  readonly comparison: Readonly<Record<string, Comparison>>;
}

/** Requests and credits since the simulators started; a request inside a batch is not counted again. */
export async function readUsage({ zoho, graph }: Connection): Promise<Usage> {
  const [fromZoho, fromGraph] = await Promise.all([requestsOf(zoho.api), requestsOf(graph.api)]);
  const sent = (log: readonly LoggedRequest[]) => log.filter(({ inner }) => !inner).length;
  return {
    requests: { outlook: sent(fromGraph), zoho: sent(fromZoho) },
    zohoCredits: fromZoho.reduce((sum, { credits }) => sum + credits, 0),
  };
}

export function usageBetween(before: Usage, after: Usage): Usage {
  return {
    requests: {
      outlook: after.requests.outlook - before.requests.outlook,
      zoho: after.requests.zoho - before.requests.zoho,
    },
    zohoCredits: after.zohoCredits - before.zohoCredits,
  };
}

type Counted = 'read' | 'created' | 'updated' | 'deleted';

/** All cycles together; what is still open (ambiguous, parked, pending) is as the last cycle left it. */
export function sumUp(finishes: readonly Finish[]): KindFigures {
  const reports = finishes.map(({ report }) => report);
  const total = (pick: (report: Report) => number) => reports.reduce((sum, report) => sum + pick(report), 0);
  const both = (name: Counted): BySide => ({
    outlook: total((report) => report[name].outlook),
    zoho: total((report) => report[name].zoho),
  });
  const last = finishes.at(-1);
  return {
    cycles: reports.length,
    ...{ read: both('read'), created: both('created'), updated: both('updated'), deleted: both('deleted') },
    ...{ merged: total((report) => report.merged), linked: total((report) => report.linked) },
    attached: total((report) => report.attached),
    conflicts: total((report) => report.conflicts),
    ambiguous: last?.reviews.filter(({ topic }) => topic === 'ambiguous').length ?? 0,
    ...{ parked: last?.report.parked ?? 0, pending: last?.report.pending ?? 0 },
    seconds: total((report) => report.seconds),
  };
}
