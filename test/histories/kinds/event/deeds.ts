import fc from 'fast-check';
import type { Deed, SyncSettings } from '../../types';
import { OFFSETS, TOKYO, ZONES } from './forms';

const who = fc.nat(3);
const side = fc.constantFrom<'outlook' | 'zoho'>('outlook', 'zoho');
const day = fc.constantFrom(2, 3, 9, 14, 30, 31, 50);
const hour = fc.integer({ min: 1, max: 10 });
const word = fc.constantFrom('plan', 'review', '商談', 'Sales: 会議😀', 'x'.repeat(260));
const onePlace = fc.constantFrom('', 'Room 1', '会議室', 'Hall');
const place = fc.oneof({ weight: 4, arbitrary: onePlace }, fc.constant('Room 1; Hall'));
const text = fc.constantFrom('', 'Bring the contract', 'Agenda & <cake>', 'one two');
/** With formats, which only Outlook has. */
const formatted = fc.constantFrom(
  '<p>Bring <b>the contract</b></p><p>Agenda &amp; <i>cake</i></p>',
  '<div>one <u>two</u></div>',
);
const reminder = fc.constantFrom(null, 0, 15, 45, 60, 1440);
const theirReminder = fc.oneof(reminder, fc.constant(90));
const people = fc.constantFrom<readonly string[]>(
  [],
  [],
  [],
  ['ann'],
  ['ann', 'bob'],
  ['cat'],
  ['eve', 'ann'],
  ['fay', 'gus'],
);
/** Nobody types into the CRM what it does not take. */
const guests = fc.oneof({ weight: 4, arbitrary: people }, fc.constantFrom(['hal'], ['ann', 'hal'], ['hal', 'gus']));

const form = fc.record({
  form: fc.constantFrom('timed', 'timed', 'timed', 'days', 'series', 'weekly', 'daysSeries'),
  zone: fc.constantFrom(TOKYO, 'UTC', ...Object.keys(ZONES)),
  ...{ word, day, hour, place, text, reminder, people },
});

/** A series begins near, so that all of it lies within every window. */
const near = <T extends { readonly form: string; readonly day: number }>(f: T): T =>
  ['series', 'weekly', 'daysSeries'].includes(f.form) ? { ...f, day: f.day % 10 } : f;
const inOutlook = fc
  .tuple(
    form,
    fc.record({
      people: guests,
      foreign: fc.constantFrom(false, false, false, true),
      elsewhere: fc.constantFrom(false, false, false, true),
    }),
  )
  .map(([f, more]) => near({ ...f, ...more }));
const offset = fc.constantFrom(...OFFSETS);
const inZoho = fc.tuple(form, fc.record({ except: fc.boolean(), offset })).map(([f, more]) => near({ ...f, ...more }));
/** Known to both from the start: the same subject and time, and what else each has. */
const onBoth = fc.tuple(form, fc.record({ place, text, reminder }), offset).map(([f, theirs, of]) => ({
  ...f,
  offset: of,
  form: f.form === 'days' ? 'days' : 'timed',
  word: 'shared',
  people: [],
  theirs,
}));

const field = fc.oneof(
  fc.record({ field: fc.constant('subject'), value: word }),
  fc.record({ field: fc.constant('place'), value: place }),
  fc.record({ field: fc.constant('text'), value: text }),
  fc.record({ field: fc.constant('people'), value: people }),
);
const remind = (value: fc.Arbitrary<number | null>) => fc.record({ field: fc.constant('reminder'), value });
const isOn = fc.record({ isOn: fc.boolean() });
const k = fc.record({ k: fc.nat(4) });

type Values = NonNullable<Deed['values']>;
const of = (on: fc.Arbitrary<Deed['on']>, what: string, values: fc.Arbitrary<unknown>): fc.Arbitrary<Deed> =>
  fc.record({ on, what: fc.constant(what), who, values: values as fc.Arbitrary<Values> });
const outlook = fc.constant<'outlook'>('outlook');
const zoho = fc.constant<'zoho'>('zoho');

/** What people do to meetings. */
export const deed: fc.Arbitrary<Deed> = fc.oneof(
  { weight: 9, arbitrary: of(outlook, 'create', inOutlook) },
  { weight: 9, arbitrary: of(zoho, 'create', inZoho) },
  { weight: 6, arbitrary: of(fc.constant<'both'>('both'), 'create', onBoth) },
  { weight: 14, arbitrary: of(side, 'edit', field) },
  { weight: 2, arbitrary: of(outlook, 'edit', remind(theirReminder)) },
  { weight: 2, arbitrary: of(zoho, 'edit', remind(reminder)) },
  { weight: 2, arbitrary: of(outlook, 'edit', fc.record({ field: fc.constant('people'), value: guests })) },
  { weight: 2, arbitrary: of(outlook, 'edit', fc.record({ field: fc.constant('text'), value: formatted })) },
  { weight: 5, arbitrary: of(side, 'move', fc.record({ day, hour })) },
  { weight: 3, arbitrary: of(fc.constantFrom<Deed['on']>('outlook', 'zoho', 'both'), 'delete', fc.constant({})) },
  { weight: 2, arbitrary: of(outlook, 'cancelOne', k) },
  { weight: 2, arbitrary: of(outlook, 'changeOne', fc.record({ k: fc.nat(4), place: onePlace })) },
  { weight: 2, arbitrary: of(zoho, 'takeOut', k) },
  { weight: 1, arbitrary: of(outlook, 'rule', fc.constant({})) },
  { weight: 2, arbitrary: of(outlook, 'tag', isOn) },
  { weight: 2, arbitrary: of(outlook, 'private', isOn) },
  { weight: 1, arbitrary: of(outlook, 'calendar', fc.record({ to: fc.constantFrom('Other', 'Calendar') })) },
  { weight: 1, arbitrary: of(outlook, 'showAs', fc.record({ value: fc.constantFrom('oof', 'free', 'tentative') })) },
  { weight: 1, arbitrary: of(outlook, 'otherTag', isOn) },
  { weight: 1, arbitrary: of(zoho, 'owner', fc.record({ mine: fc.boolean() })) },
  { weight: 1, arbitrary: of(zoho, 'code', fc.record({ value: fc.constantFrom('A-1', 'B-2') })) },
);

/** What a sync of meetings can be set to; nobody is ever mailed. */
export const settings: fc.Arbitrary<SyncSettings> = fc
  .record({
    direction: fc.constantFrom('both', 'both', 'both', 'toZoho', 'toOutlook'),
    policy: fc.constantFrom('zoho', 'outlook', 'newest'),
    placeWins: fc.constantFrom(undefined, undefined, 'outlook', 'zoho'),
    deletes: fc.constantFrom('keep', 'delete'),
    daysAhead: fc.constantFrom(365, 365, 30),
    privates: fc.constantFrom('skip', 'skip', 'full'),
    scope: fc.constantFrom('all', 'all', 'mine'),
  })
  .map(({ placeWins, ...rest }) => (placeWins ? { ...rest, placeWins } : rest));
