import fc from 'fast-check';
import { mishapsOf } from './faults';
import type { History, HistoryKind, Step } from './types';

const graphLimits = fc.constantFrom<Readonly<Record<string, number | boolean>>>(
  ...[{}, {}, { deltaPageSize: 2 }, { deltaDuplicates: true, deltaReversed: true }, { deltaEmptyPages: true }],
  ...[{ deltaReplay: true }, { deltaPartialRows: true }, { deltaLostReturns: true }],
  ...[{ deltaSilentShortLives: true }],
);
const zohoLimits = fc.constantFrom<Readonly<Record<string, number | boolean>>>(
  ...[{}, { searchLagSeconds: 3600 }, { allDayInUtc: false }],
);

const waits = fc.constantFrom(0, 5, 5, 5, 60, 400, 7200);
const pause = fc.constantFrom(1, 30, 130, 3600);
const skews = fc.constantFrom(0, 0, 0, -3600, -90, -5, 7, 90, 7200);

/** Steps by how often they come; what goes wrong comes only `withFaults`. */
function stepOf(kind: HistoryKind, withFaults: boolean): fc.Arbitrary<Step> {
  const person = kind.deed.map((deed): Step => ({ do: 'person', deed }));
  const calm = waits.map((after): Step => ({ do: 'cycle', after, mishaps: [] }));
  const settings = kind.settings.map((one): Step => ({ do: 'settings', settings: one }));
  const wait = pause.map((seconds): Step => ({ do: 'wait', seconds }));
  const usual = [
    { weight: 20, arbitrary: person },
    { weight: 8, arbitrary: calm },
    { weight: 1, arbitrary: settings },
    { weight: 1, arbitrary: wait },
  ];
  if (!withFaults) return fc.oneof(...usual);
  const struck = fc.record({ after: waits, mishaps: mishapsOf(kind) }).map((one): Step => ({ do: 'cycle', ...one }));
  const dies = fc
    .record({ after: waits, moment: fc.integer({ min: 1, max: 60 }) })
    .map(({ after, moment }): Step => ({ do: 'cycle', after, mishaps: [], dies: moment }));
  const two = fc.nat({ max: 40 }).map((apart): Step => ({ do: 'two cycles', apart }));
  return fc.oneof(
    ...usual,
    { weight: 6, arbitrary: struck },
    { weight: 3, arbitrary: dies },
    { weight: 1, arbitrary: two },
  );
}

/** Histories of a kind, up to about thirty steps. */
export const historyOf = (kind: HistoryKind, withFaults: boolean): fc.Arbitrary<History> =>
  fc.record({
    kind: fc.constant(kind.name),
    settings: kind.settings,
    limits: fc.record({ outlook: graphLimits, zoho: zohoLimits }),
    skew: fc.record({ outlook: withFaults ? skews : fc.constant(0), zoho: withFaults ? skews : fc.constant(0) }),
    steps: fc.array(stepOf(kind, withFaults), { minLength: 3, maxLength: 30, size: 'max' }),
  });
