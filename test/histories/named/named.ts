import type { History } from '../types';

type Named = readonly [string, History];

const usual = { direction: 'both', policy: 'zoho', deletes: 'keep', scope: 'all' } as const;
const calm = { limits: { outlook: {}, zoho: {} }, skew: { outlook: 0, zoho: 0 } } as const;
const contacts = { kind: 'contacts', settings: { ...usual, perField: '', batch: 500 }, ...calm } as const;
const events = { kind: 'events', settings: { ...usual, daysAhead: 365, privates: 'skip' }, ...calm } as const;
const tasks = { kind: 'tasks', settings: { ...usual, further: false, batch: 500 }, ...calm } as const;
const meeting = {
  ...{ form: 'timed', zone: 'Tokyo Standard Time', word: 'plan', day: 2, hour: 1 },
  ...{ place: '', text: '', reminder: null, people: [] },
} as const;
const cycle = { do: 'cycle', after: 5, mishaps: [] } as const;

/** What random histories found, kept: each broke a promise once. */
export const named: readonly Named[] = [
  [
    'the answer to a create within a batch is cut off: the contact is not made a second time',
    {
      ...contacts,
      steps: [
        { do: 'person', deed: { on: 'zoho', what: 'create', who: 0 } },
        cycle,
        { do: 'person', deed: { on: 'zoho', what: 'create', who: 1 } },
        ...[1, 2, 3, 4].map((at) => ({
          ...{ do: 'cycle' as const, after: 5 },
          mishaps: [{ side: 'outlook' as const, at, fault: { kind: 'badJsonAfter', match: { method: 'POST' } } }],
        })),
        cycle,
      ],
    },
  ],
  [
    'the answer to a create within a batch is cut off: the task is not made a second time',
    {
      ...tasks,
      steps: [
        { do: 'cycle', after: 5, mishaps: [{ side: 'outlook', at: 6, fault: { kind: 'badJsonAfter' } }] },
        cycle,
        cycle,
      ],
    },
  ],
  [
    'a page of the CRM comes without rows and says there are more: nobody on it is taken for missing',
    {
      ...contacts,
      steps: [
        { ...cycle, dies: 28 },
        {
          do: 'cycle',
          after: 130,
          mishaps: [{ side: 'zoho', at: 1, fault: { kind: 'emptyPage', match: { path: '/coql' } } }],
        },
        cycle,
        cycle,
      ],
    },
  ],
  [
    'edited in Outlook while its partner leaves the scope, seen by the same cycle: nothing is blanked, nothing written',
    {
      ...contacts,
      steps: [
        { do: 'person', deed: { on: 'zoho', what: 'create', who: 2 } },
        cycle,
        { do: 'person', deed: { on: 'zoho', what: 'place', who: 2, values: { to: 'out' } } },
        { do: 'person', deed: { on: 'outlook', what: 'edit', who: 2, values: { firstName: 'Ann' } } },
        { do: 'settings', settings: { scope: 'mine' } },
        cycle,
        { do: 'person', deed: { on: 'zoho', what: 'place', who: 2, values: { to: 'in' } } },
        cycle,
      ],
    },
  ],
  [
    'a reading that died midway goes on later: what came meanwhile on both sides is one task, not two',
    {
      ...tasks,
      limits: { outlook: { deltaEmptyPages: true }, zoho: {} },
      steps: [
        { do: 'two cycles', apart: 0 },
        { ...cycle, after: 0, dies: 6 },
        { ...cycle, after: 0, dies: 1 },
        {
          do: 'person',
          deed: {
            on: 'both',
            what: 'create',
            who: 0,
            values: {
              outlook: { subject: 'call', dueDate: '2026-03-10' },
              zoho: { subject: 'call', dueDate: '2026-03-10' },
            },
          },
        },
      ],
    },
  ],
  [
    'the answer to a new account is lost, and the account is not there: the contact waits, and its company comes along',
    {
      ...contacts,
      steps: [
        { do: 'person', deed: { on: 'outlook', what: 'create', who: 0, values: { companyName: 'Acme' } } },
        {
          ...{ do: 'cycle', after: 5 },
          mishaps: [4, 5, 6, 7, 8, 9].map((at) => ({
            ...{ side: 'zoho' as const, at },
            fault: { kind: 'badJson', match: { method: 'POST', path: '/Accounts' } },
          })),
        },
      ],
    },
  ],
  [
    'deleted in the CRM, edited in Outlook, one direction only: there is nobody to ask, the edit is kept',
    {
      ...tasks,
      steps: [
        { do: 'person', deed: { on: 'zoho', what: 'create', who: 1 } },
        cycle,
        { do: 'person', deed: { on: 'zoho', what: 'delete', who: 1 } },
        { do: 'settings', settings: { direction: 'toZoho', policy: 'ask' } },
        { do: 'person', deed: { on: 'outlook', what: 'edit', who: 1, values: { priority: 'high' } } },
        cycle,
      ],
    },
  ],
  [
    'whole days at the edge of the window are on both sides: none is made twice',
    {
      ...{ kind: 'events', ...calm },
      settings: { ...usual, daysAhead: 30, privates: 'skip' },
      steps: [
        {
          do: 'person',
          deed: {
            ...{ on: 'both', what: 'create', who: 0 },
            values: {
              form: 'days',
              zone: 'UTC',
              word: 'shared',
              day: 31,
              hour: 1,
              place: '',
              text: '',
              reminder: null,
            },
          },
        },
        cycle,
      ],
    },
  ],
  ...[contacts, tasks, events].map((kind): Named => {
    const form = kind.kind === 'events' ? { values: meeting } : {};
    const silent = { outlook: { deltaSilentShortLives: true }, zoho: {} };
    return [
      `${kind.kind}: what the sync made is deleted before any round told of it, and none ever does: deleted in the CRM, too`,
      {
        ...{ ...kind, settings: { ...kind.settings, deletes: 'delete' }, limits: silent },
        steps: [
          { do: 'person', deed: { on: 'outlook', what: 'create', who: 0, ...form } },
          { do: 'person', deed: { on: 'zoho', what: 'create', who: 1, ...form } },
          cycle,
          { do: 'person', deed: { on: 'outlook', what: 'delete', who: 1 } },
          cycle,
        ],
      },
    ];
  }),
  [
    'a meeting ahead of the window is deleted in Outlook and edited in the CRM: it is made anew once the window reaches it',
    {
      ...events,
      steps: [
        {
          do: 'person',
          deed: {
            ...{ on: 'outlook', what: 'create', who: 0 },
            values: { ...meeting, day: 31, people: ['hal'], foreign: false, elsewhere: false },
          },
        },
        cycle,
        { do: 'settings', settings: { ...events.settings, daysAhead: 30 } },
        { ...cycle, after: 7200 },
        { do: 'person', deed: { on: 'outlook', what: 'delete', who: 0 } },
        {
          do: 'person',
          deed: { on: 'zoho', what: 'edit', who: 0, values: { field: 'text', value: 'Bring the contract' } },
        },
      ],
    },
  ],
  [
    'a meeting is deleted in the CRM, and the window is chosen anew before the next run: deleted in Outlook, too',
    {
      ...{ ...events, settings: { ...events.settings, deletes: 'delete' } },
      steps: [
        { do: 'person', deed: { on: 'outlook', what: 'create', who: 0, values: meeting } },
        cycle,
        { do: 'person', deed: { on: 'zoho', what: 'delete', who: 0 } },
        { do: 'settings', settings: { daysAhead: 30 } },
        { ...cycle, after: 400 },
      ],
    },
  ],
  [
    'a refused write does not part two that are the same: the one in Outlook is renamed, and not made in the CRM again',
    {
      ...{ ...events, settings: { ...events.settings, direction: 'toOutlook' } },
      steps: [
        {
          do: 'person',
          deed: {
            ...{ on: 'both', what: 'create', who: 0 },
            values: { ...meeting, word: 'shared', theirs: { place: '', text: 'Bring the contract', reminder: null } },
          },
        },
        { do: 'person', deed: { on: 'outlook', what: 'edit', who: 0, values: { field: 'people', value: ['ann'] } } },
        cycle,
        { do: 'settings', settings: { direction: 'both' } },
        { do: 'person', deed: { on: 'outlook', what: 'edit', who: 0, values: { field: 'subject', value: 'plan' } } },
        { ...cycle, after: 400 },
      ],
    },
  ],
  [
    'a meeting from the CRM is deleted there and touched in Outlook, where nothing that counts was changed: it stays deleted',
    {
      ...{ ...events, settings: { ...events.settings, deletes: 'delete' } },
      steps: [
        { do: 'person', deed: { on: 'zoho', what: 'create', who: 0, values: meeting } },
        cycle,
        { do: 'person', deed: { on: 'zoho', what: 'delete', who: 0 } },
        { do: 'person', deed: { on: 'outlook', what: 'tag', who: 0, values: { isOn: true } } },
        cycle,
      ],
    },
  ],
  [
    'a title longer than the CRM holds: made there without an answer, then edited there: it is known by what there is of it',
    {
      ...events,
      steps: [
        cycle,
        {
          do: 'person',
          deed: { on: 'outlook', what: 'create', who: 0, values: { ...meeting, word: 'x'.repeat(300) } },
        },
        { ...cycle, mishaps: [{ side: 'zoho', at: 3, fault: { kind: 'dropAfter' } }] },
        { do: 'person', deed: { on: 'zoho', what: 'edit', who: 0, values: { field: 'reminder', value: 0 } } },
        { ...cycle, after: 400 },
      ],
    },
  ],
  [
    'a sent mail is moved away and back before it was ever read, which a feed tells as gone: it is attached all the same',
    {
      ...{ kind: 'mail', ...calm },
      settings: { lines: ['to', 'cc'], bothMatch: 'contact', nobodyMatches: 'skip', matchLeads: true },
      limits: { outlook: { deltaLostReturns: true }, zoho: {} },
      steps: [
        {
          do: 'person',
          deed: { on: 'zoho', what: 'add', who: 0, values: { module: 'Contacts', email: 'ann@cust.example' } },
        },
        cycle,
        { do: 'person', deed: { on: 'outlook', what: 'send', who: 0, values: { to: ['ann@cust.example'] } } },
        { do: 'person', deed: { on: 'outlook', what: 'mail', who: 0, values: { folder: 'archive' } } },
        { do: 'person', deed: { on: 'outlook', what: 'mail', who: 0, values: { folder: 'sentitems' } } },
        cycle,
      ],
    },
  ],
  [
    'a mail is sent while a reading that died is still to be finished: the run that finishes it sees the mail, too',
    {
      ...{ kind: 'mail', ...calm },
      settings: { lines: ['to', 'cc'], bothMatch: 'contact', nobodyMatches: 'contact', matchLeads: true },
      limits: { outlook: { deltaEmptyPages: true }, zoho: {} },
      steps: [
        { do: 'cycle', after: 0, mishaps: [] },
        { do: 'cycle', after: 0, mishaps: [], dies: 6 },
        { do: 'person', deed: { on: 'outlook', what: 'send', who: 0, values: { to: ['ann@cust.example'] } } },
      ],
    },
  ],
  [
    'a meeting is moved out of the window while two cycles run at once: its new time is told when the window reaches it',
    {
      ...{ kind: 'events', ...calm },
      settings: { ...usual, daysAhead: 30, privates: 'skip' },
      steps: [
        { do: 'person', deed: { on: 'outlook', what: 'create', who: 0, values: meeting } },
        cycle,
        { do: 'person', deed: { on: 'outlook', what: 'move', who: 0, values: { day: 31, hour: 3 } } },
        { do: 'two cycles', apart: 40 },
        { ...cycle, after: 400 },
      ],
    },
  ],
  [
    'a participant is asked and taken out again around a cycle right after the edit: gone in the CRM, too',
    {
      ...events,
      steps: [
        { do: 'person', deed: { on: 'both', what: 'create', who: 0, values: meeting } },
        { do: 'person', deed: { on: 'outlook', what: 'edit', who: 0, values: { field: 'people', value: ['ann'] } } },
        { ...cycle, after: 0 },
        { do: 'person', deed: { on: 'outlook', what: 'edit', who: 0, values: { field: 'people', value: [] } } },
        { ...cycle, after: 60 },
      ],
    },
  ],
  [
    'a meeting is made in Outlook without its participants, and the answer is lost: they stay in the CRM',
    {
      ...events,
      steps: [
        cycle,
        {
          do: 'person',
          deed: { on: 'zoho', what: 'create', who: 0, values: { ...meeting, day: 31, people: ['ann'] } },
        },
        { do: 'cycle', after: 5, mishaps: [{ side: 'outlook', at: 3, fault: { kind: 'dropAfter' } }] },
        { do: 'settings', settings: { daysAhead: 30 } },
      ],
    },
  ],
  [
    'an address that Outlook has with a dot and semicolon behind it is edited in the CRM: it is no copy that was cut short',
    {
      ...contacts,
      steps: [
        {
          do: 'person',
          deed: {
            on: 'both',
            what: 'create',
            who: 1,
            values: { outlook: { email: 'person1@example.jp.;' }, zoho: { email: 'person1@example.jp' } },
          },
        },
        cycle,
        { do: 'wait', seconds: 130 },
        { do: 'person', deed: { on: 'zoho', what: 'edit', who: 1, values: { email: 'person1.a@example.jp' } } },
        { ...cycle, after: 60 },
      ],
    },
  ],
  [
    'a write survives a timeout before it, then the CRM edits the field where only Outlook counts: both edits stay as they are',
    {
      ...events,
      settings: { ...events.settings, direction: 'toZoho' },
      steps: [
        {
          do: 'person',
          deed: { on: 'both', what: 'create', who: 0, values: { ...meeting, word: 'shared', theirs: {} } },
        },
        cycle,
        { do: 'person', deed: { on: 'outlook', what: 'edit', who: 0, values: { field: 'reminder', value: 0 } } },
        { ...cycle, mishaps: [{ side: 'zoho', at: 3, fault: { kind: 'timeout' } }] },
        { do: 'person', deed: { on: 'zoho', what: 'edit', who: 0, values: { field: 'reminder', value: 1440 } } },
        { ...cycle, after: 7200 },
      ],
    },
  ],
  [
    "Outlook's reminder is edited where only the CRM counts, while its new time waits for leave to mail: it stays Outlook's own when both count",
    {
      ...events,
      settings: { ...events.settings, direction: 'toOutlook' },
      steps: [
        {
          do: 'person',
          deed: { on: 'both', what: 'create', who: 0, values: { ...meeting, word: 'shared', theirs: {} } },
        },
        { do: 'person', deed: { on: 'outlook', what: 'edit', who: 0, values: { field: 'people', value: ['ann'] } } },
        cycle,
        { do: 'person', deed: { on: 'outlook', what: 'edit', who: 0, values: { field: 'reminder', value: 90 } } },
        { do: 'person', deed: { on: 'zoho', what: 'move', who: 0, values: { day: 31, hour: 2 } } },
        { ...cycle, after: 7200 },
        { do: 'settings', settings: { direction: 'both' } },
        { ...cycle, after: 400 },
      ],
    },
  ],
  [
    'a long city is replaced in the CRM, which is asked about, and cleared in Outlook: both changed it, and the policy decides',
    {
      ...contacts,
      steps: [
        {
          do: 'person',
          deed: {
            ...{ on: 'outlook', what: 'create', who: 2 },
            values: { email: 'person2@example.jp', businessCity: 'A city with a name of more than thirty letters' },
          },
        },
        cycle,
        { do: 'person', deed: { on: 'zoho', what: 'edit', who: 2, values: { businessCity: 'Bristol' } } },
        cycle,
        { do: 'person', deed: { on: 'outlook', what: 'edit', who: 2, values: { businessCity: null } } },
      ],
    },
  ],
  [
    'a title goes over in a cycle with its edit too young to be certain, is changed back in the CRM, and waits as people are invited: it stays',
    {
      ...events,
      steps: [
        {
          do: 'person',
          deed: { on: 'outlook', what: 'create', who: 0, values: { ...meeting, people: ['ann'] } },
        },
        { ...cycle, after: 7200 },
        { do: 'person', deed: { on: 'outlook', what: 'edit', who: 0, values: { field: 'subject', value: 'Sales' } } },
        { ...cycle, after: 0 },
        { do: 'person', deed: { on: 'zoho', what: 'edit', who: 0, values: { field: 'subject', value: 'plan' } } },
        { ...cycle, after: 7200 },
        { do: 'person', deed: { on: 'outlook', what: 'edit', who: 0, values: { field: 'reminder', value: 60 } } },
        { ...cycle, after: 7200 },
      ],
    },
  ],
  [
    "a colleague's meeting is edited in the CRM, where Outlook may not be told, after a cycle that told the CRM only: deleted in Outlook, the edit is kept",
    {
      ...events,
      settings: { ...events.settings, direction: 'toZoho' },
      steps: [
        { do: 'person', deed: { on: 'outlook', what: 'create', who: 0, values: { ...meeting, foreign: true } } },
        cycle,
        { do: 'person', deed: { on: 'outlook', what: 'create', who: 1, values: meeting } },
        { ...cycle, after: 0 },
        { do: 'settings', settings: { direction: 'toOutlook', deletes: 'delete' } },
        { do: 'person', deed: { on: 'zoho', what: 'edit', who: 0, values: { field: 'subject', value: 'Sales' } } },
        cycle,
        { do: 'person', deed: { on: 'outlook', what: 'delete', who: 0 } },
        cycle,
      ],
    },
  ],
  [
    'a mail waits for one of two leads with one address, goes to the one that is left, and somebody makes a contact of it: it stays where it is',
    {
      ...{ kind: 'mail', ...calm },
      settings: { lines: ['to'], bothMatch: 'contact', nobodyMatches: 'skip', matchLeads: true },
      steps: [
        {
          do: 'person',
          deed: { on: 'zoho', what: 'add', who: 0, values: { module: 'Leads', email: 'dan@gmail.com' } },
        },
        {
          do: 'person',
          deed: { on: 'zoho', what: 'add', who: 0, values: { module: 'Leads', email: 'dan@gmail.com' } },
        },
        { do: 'person', deed: { on: 'outlook', what: 'send', who: 0, values: { to: ['dan@gmail.com'] } } },
        cycle,
        { do: 'person', deed: { on: 'zoho', what: 'remove', who: 0 } },
        { ...cycle, after: 400 },
        {
          do: 'person',
          deed: { on: 'zoho', what: 'add', who: 0, values: { module: 'Contacts', email: 'dan@gmail.com' } },
        },
      ],
    },
  ],
  [
    'a title is made longer in Outlook where only the CRM counts, and edited in the CRM once both do: it goes over, as nothing was ever cut',
    {
      ...events,
      settings: { ...events.settings, direction: 'toOutlook' },
      steps: [
        {
          do: 'person',
          deed: { on: 'zoho', what: 'create', who: 0, values: { ...meeting, except: false, offset: '+09:00' } },
        },
        cycle,
        {
          do: 'person',
          deed: { on: 'outlook', what: 'edit', who: 0, values: { field: 'subject', value: 'long plan' } },
        },
        cycle,
        { do: 'settings', settings: { direction: 'both' } },
        { do: 'person', deed: { on: 'zoho', what: 'edit', who: 0, values: { field: 'subject', value: 'review' } } },
        cycle,
      ],
    },
  ],
  [
    'a run dies before it hears that a contact was made, whose title is cleared meanwhile: found again by its mark, it has none in the CRM, either',
    {
      ...contacts,
      steps: [
        cycle,
        {
          do: 'person',
          deed: { on: 'zoho', what: 'create', who: 2, values: { email: 'person2@example.jp', jobTitle: '部長' } },
        },
        { ...cycle, after: 400, dies: 32 },
        { do: 'person', deed: { on: 'outlook', what: 'edit', who: 2, values: { jobTitle: null } } },
        { ...cycle, after: 400 },
      ],
    },
  ],
  [
    'a day is taken out in the CRM of a series whose rule was changed in Outlook: cancelled in Outlook, too',
    {
      ...events,
      steps: [
        { do: 'person', deed: { on: 'outlook', what: 'create', who: 0, values: { ...meeting, form: 'series' } } },
        { do: 'person', deed: { on: 'outlook', what: 'rule', who: 0 } },
        { ...cycle, after: 60 },
        { do: 'person', deed: { on: 'zoho', what: 'takeOut', who: 0, values: { k: 1 } } },
        { ...cycle, after: 0 },
        { ...cycle, after: 0 },
      ],
    },
  ],
  [
    'a series is made in the CRM by a run that was cut short, once that direction counts, and deleted there: it stays deleted',
    {
      ...{ ...events, settings: { ...events.settings, direction: 'toOutlook' } },
      steps: [
        { do: 'person', deed: { on: 'outlook', what: 'create', who: 0, values: { ...meeting, form: 'daysSeries' } } },
        cycle,
        { do: 'settings', settings: { direction: 'toZoho' } },
        cycle,
        { ...cycle, mishaps: [{ side: 'zoho', at: 4, fault: { kind: 'timeout' } }] },
        { do: 'person', deed: { on: 'zoho', what: 'delete', who: 1 } },
      ],
    },
  ],
  [
    'the sign-in lapses in the midst of a batch of new meetings: the next run makes those that came too late',
    {
      ...events,
      steps: [
        cycle,
        { do: 'person', deed: { on: 'zoho', what: 'create', who: 0, values: meeting } },
        { do: 'person', deed: { on: 'zoho', what: 'create', who: 0, values: { ...meeting, hour: 3 } } },
        {
          ...cycle,
          mishaps: [
            {
              ...{ side: 'outlook', at: 3 },
              fault: { kind: 'status', status: 401, skip: 1, count: 3, match: { path: '/me/' } },
            },
          ],
        },
        cycle,
      ],
    },
  ],
  [
    'a long department that Outlook kept to itself while only the CRM counted, given in the CRM once both do: it goes over',
    {
      ...{ ...contacts, settings: { ...contacts.settings, direction: 'toOutlook' } },
      steps: [
        {
          do: 'person',
          deed: {
            ...{ on: 'both', what: 'create', who: 0 },
            values: { outlook: { email: 'person0@example.jp', department: 'x'.repeat(60) } },
          },
        },
        cycle,
        { do: 'person', deed: { on: 'zoho', what: 'edit', who: 0, values: { department: 'Sales' } } },
        { do: 'settings', settings: { direction: 'both' } },
      ],
    },
  ],
  [
    "a colleague's meeting in the CRM is given a reminder there: everybody keeps their own",
    {
      ...events,
      steps: [
        { do: 'person', deed: { on: 'zoho', what: 'create', who: 0, values: meeting } },
        cycle,
        { do: 'person', deed: { on: 'zoho', what: 'edit', who: 0, values: { field: 'reminder', value: 0 } } },
        { do: 'person', deed: { on: 'zoho', what: 'owner', who: 0, values: { mine: false } } },
      ],
    },
  ],
  [
    "a colleague's meeting in the CRM is deleted in Outlook: it is gone from this mailbox only",
    {
      ...{ ...events, settings: { ...events.settings, deletes: 'delete' } },
      steps: [
        { do: 'person', deed: { on: 'zoho', what: 'create', who: 0, values: meeting } },
        { do: 'person', deed: { on: 'zoho', what: 'owner', who: 0, values: { mine: false } } },
        cycle,
        { do: 'person', deed: { on: 'outlook', what: 'delete', who: 0 } },
        cycle,
        { do: 'person', deed: { on: 'zoho', what: 'edit', who: 0, values: { field: 'subject', value: 'review' } } },
      ],
    },
  ],
  [
    'the answer to a create in the CRM is lost, and the meeting renamed before a colleague meets it: it is made once',
    {
      ...{ kind: 'meetings', settings: { policy: 'zoho', deletes: 'keep', hasField: false }, ...calm },
      steps: [
        ...[1, 2, 3].map(() => ({ ...cycle, after: 0 })),
        { do: 'person', deed: { on: 'outlook', what: 'create', who: 1, values: { by: 'hanako', hour: 8 } } },
        { ...cycle, after: 0, mishaps: [{ side: 'zoho', at: 5, fault: { kind: 'dropAfter' } }] },
        { do: 'person', deed: { on: 'outlook', what: 'edit', who: 1, values: { place: 'Room 1', word: 'Review' } } },
        { ...cycle, mishaps: [{ side: 'outlook', at: 7, fault: { kind: 'badJsonAfter' } }] },
        cycle,
        { ...cycle, after: 7200 },
        { ...cycle, after: 60 },
      ],
    },
  ],
  [
    'a meeting is moved and moved back before all have met it, and who brought the move to the CRM declines: it is where it was',
    {
      ...{ kind: 'meetings', settings: { policy: 'outlook', deletes: 'keep', hasField: false }, ...calm },
      steps: [
        { do: 'person', deed: { on: 'outlook', what: 'create', who: 1, values: { by: 'hanako', hour: 8 } } },
        { do: 'person', deed: { on: 'outlook', what: 'edit', who: 1, values: { place: 'Room 2', word: 'Review' } } },
        ...[cycle, cycle, cycle, cycle],
        { do: 'person', deed: { on: 'outlook', what: 'edit', who: 1, values: { place: 'Room 1', word: 'Plan' } } },
        cycle,
        { do: 'person', deed: { on: 'outlook', what: 'edit', who: 1, values: { hour: 10, place: 'Room 2' } } },
        cycle,
        { do: 'person', deed: { on: 'outlook', what: 'decline', who: 1, values: { person: 'ken' } } },
      ],
    },
  ],
  [
    'of a first meeting a place waits for Outlook, which has guests, and then only the CRM is written: it gets the place of Outlook',
    {
      ...events,
      steps: [
        {
          do: 'person',
          deed: {
            ...{ on: 'both', what: 'create', who: 0 },
            values: { ...meeting, place: '会議室', theirs: { place: 'Room 1', text: '', reminder: null } },
          },
        },
        { do: 'person', deed: { on: 'outlook', what: 'edit', who: 0, values: { field: 'people', value: ['cat'] } } },
        cycle,
        { do: 'settings', settings: { ...events.settings, direction: 'toZoho' } },
        cycle,
        { do: 'person', deed: { on: 'zoho', what: 'edit', who: 0, values: { field: 'place', value: 'Room 1' } } },
        cycle,
      ],
    },
  ],
  [
    'the answer to a move in the CRM is lost, and the meeting moved back before the next run: the CRM follows',
    {
      ...{ kind: 'meetings', settings: { policy: 'zoho', deletes: 'keep', hasField: false }, ...calm },
      steps: [
        { do: 'person', deed: { on: 'outlook', what: 'create', who: 1, values: { by: 'hanako', hour: 8 } } },
        { ...cycle, after: 0 },
        { ...cycle, after: 0 },
        { do: 'person', deed: { on: 'outlook', what: 'turn', who: 0, values: {} } },
        { ...cycle, after: 7200 },
        { do: 'person', deed: { on: 'outlook', what: 'edit', who: 1, values: { hour: 11, word: 'Review' } } },
        { ...cycle, mishaps: [{ side: 'zoho', at: 5, fault: { kind: 'dropAfter' } }] },
        { do: 'person', deed: { on: 'outlook', what: 'edit', who: 1, values: { hour: 10, word: 'Plan' } } },
      ],
    },
  ],
  [
    'two syncs meant to create a meeting at once, and one of them died: a third meets what the other created',
    {
      ...{ kind: 'meetings', settings: { policy: 'zoho', deletes: 'keep', hasField: false }, ...calm },
      steps: [
        { do: 'person', deed: { on: 'outlook', what: 'create', who: 1, values: { by: 'hanako', hour: 8 } } },
        { do: 'two cycles', apart: 0 },
        { do: 'person', deed: { on: 'outlook', what: 'edit', who: 1, values: { word: 'Review' } } },
        { ...cycle, after: 400 },
        { ...cycle, after: 0 },
        { ...cycle, dies: 1 },
        cycle,
        cycle,
      ],
    },
  ],
  [
    'deleted in the CRM and made anew there by a colleague, both met in different runs: the same again, and nobody is asked',
    {
      ...{ kind: 'shared', settings: { policy: 'zoho', deletes: 'keep', batch: 2 }, ...calm },
      steps: [
        { do: 'cycle', after: 0, mishaps: [] },
        { do: 'person', deed: { on: 'zoho', what: 'create', who: 2, values: { at: 'crm', jobTitle: 'Boss' } } },
        {
          do: 'person',
          deed: {
            on: 'outlook',
            what: 'create',
            who: 2,
            values: { at: 'mary', businessStreet: null, mobilePhone: null, businessCity: null },
          },
        },
        {
          do: 'person',
          deed: { on: 'outlook', what: 'create', who: 1, values: { at: 'hanako', businessPhone: '+81 3 1234 5678' } },
        },
        { do: 'person', deed: { on: 'outlook', what: 'delete', who: 2, values: { at: 'hanako' } } },
        {
          do: 'cycle',
          after: 400,
          mishaps: [
            { side: 'zoho', at: 5, fault: { kind: 'emptyPage', match: { path: '/coql' } } },
            {
              side: 'outlook',
              at: 6,
              fault: {
                kind: 'status',
                status: 410,
                match: { path: 'delta' },
                body: { error: { code: 'SyncStateNotFound', message: 'The sync state generation is not found.' } },
              },
            },
            { side: 'zoho', at: 7, fault: { kind: 'duplicatePage', match: { path: '/coql' } } },
          ],
        },
        {
          do: 'person',
          deed: {
            on: 'outlook',
            what: 'create',
            who: 1,
            values: { at: 'ken', jobTitle: null, businessCity: null, notes: null },
          },
        },
        { do: 'person', deed: { on: 'zoho', what: 'delete', who: 2, values: { at: 'crm' } } },
        { do: 'cycle', after: 5, mishaps: [] },
        { do: 'cycle', after: 7200, mishaps: [] },
        { do: 'person', deed: { on: 'outlook', what: 'create', who: 0, values: { at: 'hanako' } } },
        { do: 'cycle', after: 400, mishaps: [{ side: 'outlook', at: 6, fault: { kind: 'drop' } }] },
        { do: 'person', deed: { on: 'both', what: 'turn', who: 1 } },
        { do: 'person', deed: { on: 'both', what: 'turn', who: 1 } },
        {
          do: 'person',
          deed: {
            on: 'zoho',
            what: 'edit',
            who: 0,
            values: { at: 'crm', department: 'Xffice of long names and of even longer department', notes: 'a note' },
          },
        },
        { do: 'wait', seconds: 30 },
        { do: 'cycle', after: 5, mishaps: [] },
        { do: 'cycle', after: 5, mishaps: [] },
        { do: 'cycle', after: 5, mishaps: [] },
        { do: 'two cycles', apart: 27 },
      ],
    },
  ],
  [
    'a meeting that was refused waits for its next try, though the settings have changed since',
    {
      kind: 'events',
      settings: { direction: 'both', policy: 'zoho', deletes: 'keep', daysAhead: 365, privates: 'skip', scope: 'all' },
      limits: { outlook: {}, zoho: {} },
      skew: { outlook: 0, zoho: 0 },
      steps: [
        {
          do: 'person',
          deed: {
            on: 'both',
            what: 'create',
            who: 0,
            values: {
              form: 'timed',
              zone: 'Tokyo Standard Time',
              word: 'shared',
              day: 2,
              hour: 1,
              place: '',
              text: '',
              reminder: null,
              people: [],
              offset: '+09:00',
              theirs: { place: 'Room 1; Hall', text: '', reminder: null },
            },
          },
        },
        { do: 'person', deed: { on: 'outlook', what: 'edit', who: 0, values: { field: 'people', value: ['cat'] } } },
        { do: 'cycle', after: 400, mishaps: [] },
        {
          do: 'person',
          deed: {
            on: 'zoho',
            what: 'edit',
            who: 0,
            values: {
              field: 'subject',
              value:
                'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx',
            },
          },
        },
        { do: 'person', deed: { on: 'outlook', what: 'edit', who: 0, values: { field: 'subject', value: 'plan' } } },
        { do: 'cycle', after: 5, mishaps: [] },
        { do: 'cycle', after: 5, mishaps: [] },
        { do: 'two cycles', apart: 2 },
        { do: 'person', deed: { on: 'outlook', what: 'cancelOne', who: 0, values: { k: 4 } } },
        { do: 'person', deed: { on: 'outlook', what: 'showAs', who: 3, values: { value: 'free' } } },
        { do: 'cycle', after: 5, mishaps: [] },
        {
          do: 'settings',
          settings: {
            direction: 'both',
            policy: 'zoho',
            deletes: 'delete',
            daysAhead: 365,
            privates: 'full',
            scope: 'all',
            placeWins: 'outlook',
          },
        },
        {
          do: 'person',
          deed: {
            on: 'outlook',
            what: 'create',
            who: 2,
            values: {
              form: 'weekly',
              zone: 'Russia Time Zone 11',
              word: 'Sales: 会議😀',
              day: 2,
              hour: 5,
              place: '',
              text: '',
              reminder: 15,
              people: ['cat'],
              foreign: false,
              elsewhere: false,
            },
          },
        },
        {
          do: 'settings',
          settings: {
            direction: 'toZoho',
            policy: 'newest',
            deletes: 'keep',
            daysAhead: 365,
            privates: 'full',
            scope: 'all',
            placeWins: 'outlook',
          },
        },
        { do: 'cycle', after: 5, mishaps: [] },
        {
          do: 'person',
          deed: {
            on: 'zoho',
            what: 'create',
            who: 1,
            values: {
              form: 'timed',
              zone: 'Tokyo Standard Time',
              word: 'Sales: 会議😀',
              day: 3,
              hour: 6,
              place: '会議室',
              text: 'one two',
              reminder: 15,
              people: [],
              except: true,
              offset: '+09:00',
            },
          },
        },
        {
          do: 'person',
          deed: {
            on: 'both',
            what: 'create',
            who: 1,
            values: {
              form: 'timed',
              zone: 'Tokyo Standard Time',
              word: 'shared',
              day: 14,
              hour: 9,
              place: 'Room 1; Hall',
              text: 'one two',
              reminder: 1440,
              people: [],
              offset: '+13:00',
              theirs: { place: 'Room 1; Hall', text: '', reminder: 15 },
            },
          },
        },
        { do: 'cycle', after: 60, mishaps: [] },
        {
          do: 'cycle',
          after: 5,
          mishaps: [
            { side: 'zoho', at: 1, fault: { kind: 'dropAfter' } },
            { side: 'outlook', at: 6, fault: { kind: 'status', status: 401 } },
          ],
        },
        { do: 'cycle', after: 400, mishaps: [] },
        { do: 'person', deed: { on: 'zoho', what: 'edit', who: 2, values: { field: 'text', value: 'one two' } } },
        { do: 'person', deed: { on: 'zoho', what: 'delete', who: 3, values: {} } },
        { do: 'person', deed: { on: 'zoho', what: 'edit', who: 1, values: { field: 'people', value: [] } } },
        { do: 'person', deed: { on: 'outlook', what: 'edit', who: 1, values: { field: 'reminder', value: 45 } } },
      ],
    },
  ],
  [
    'somebody typed in on the other side before the next run, which reads though a batch is left, is not made there again',
    {
      kind: 'shared',
      settings: { policy: 'zoho', deletes: 'keep', batch: 2 },
      limits: { outlook: {}, zoho: {} },
      skew: { outlook: 0, zoho: 0 },
      steps: [
        { do: 'person', deed: { on: 'zoho', what: 'create', who: 2, values: { at: 'crm' } } },
        { do: 'person', deed: { on: 'both', what: 'turn', who: 2 } },
        { do: 'person', deed: { on: 'zoho', what: 'create', who: 0, values: { at: 'crm' } } },
        { do: 'cycle', after: 5, mishaps: [], dies: 18 },
        {
          do: 'cycle',
          after: 5,
          mishaps: [
            { side: 'outlook', at: 2, fault: { kind: 'drop' } },
            { side: 'zoho', at: 5, fault: { kind: 'failAfter', status: 503 } },
            { side: 'zoho', at: 7, fault: { kind: 'status', status: 401 } },
          ],
        },
        {
          do: 'person',
          deed: { on: 'outlook', what: 'edit', who: 2, values: { at: 'mary', companyName: 'Acme', notes: 'a note' } },
        },
        {
          do: 'cycle',
          after: 7200,
          mishaps: [
            { side: 'outlook', at: 6, fault: { kind: 'timeoutAfter' } },
            { side: 'zoho', at: 4, fault: { kind: 'timeoutAfter' } },
            { side: 'outlook', at: 4, fault: { kind: 'failBefore', status: 500 } },
          ],
        },
        { do: 'cycle', after: 400, mishaps: [] },
        { do: 'cycle', after: 60, mishaps: [] },
        { do: 'person', deed: { on: 'zoho', what: 'create', who: 1, values: { at: 'crm', jobTitle: '部長' } } },
        { do: 'two cycles', apart: 2 },
        {
          do: 'person',
          deed: {
            on: 'zoho',
            what: 'edit',
            who: 2,
            values: { at: 'crm', department: 'Sales', businessStreet: '丸の内1-1-1\n東ビル 5F', notes: null },
          },
        },
        { do: 'cycle', after: 5, mishaps: [], dies: 42 },
        { do: 'person', deed: { on: 'both', what: 'turn', who: 1 } },
        {
          do: 'person',
          deed: { on: 'outlook', what: 'create', who: 1, values: { at: 'ken', mobilePhone: '+81 90 3333 4444' } },
        },
        { do: 'cycle', after: 5, mishaps: [] },
        { do: 'person', deed: { on: 'both', what: 'turn', who: 0 } },
        { do: 'cycle', after: 0, mishaps: [] },
        { do: 'cycle', after: 5, mishaps: [] },
        { do: 'person', deed: { on: 'outlook', what: 'edit', who: 0, values: { at: 'mary', businessCity: null } } },
        {
          do: 'person',
          deed: {
            on: 'outlook',
            what: 'edit',
            who: 2,
            values: { at: 'hanako', birthday: '1980-02-29', notes: null, jobTitle: 'Clerk' },
          },
        },
        { do: 'cycle', after: 5, mishaps: [] },
        {
          do: 'cycle',
          after: 5,
          mishaps: [
            { side: 'zoho', at: 7, fault: { kind: 'status', status: 429, headers: { 'retry-after': '2.128' } } },
          ],
        },
        { do: 'cycle', after: 5, mishaps: [] },
        { do: 'cycle', after: 400, mishaps: [] },
      ],
    },
  ],
  [
    'a meeting that two syncs moved in the CRM at once, and moved again where neither is left, goes as the third calendar has it',
    {
      kind: 'meetings',
      settings: { policy: 'zoho', deletes: 'keep', hasField: false },
      limits: { outlook: {}, zoho: {} },
      skew: { outlook: 0, zoho: 0 },
      steps: [
        { do: 'person', deed: { on: 'outlook', what: 'create', who: 1, values: { by: 'mary', hour: 8 } } },
        { do: 'person', deed: { on: 'outlook', what: 'turn', who: 1, values: {} } },
        { do: 'cycle', after: 0, mishaps: [] },
        { do: 'person', deed: { on: 'outlook', what: 'decline', who: 1, values: { person: 'hanako' } } },
        { do: 'person', deed: { on: 'outlook', what: 'turn', who: 0, values: {} } },
        { do: 'cycle', after: 0, mishaps: [] },
        { do: 'cycle', after: 0, mishaps: [], dies: 47 },
        { do: 'person', deed: { on: 'outlook', what: 'create', who: 1, values: { by: 'mary', hour: 9 } } },
        {
          do: 'person',
          deed: { on: 'outlook', what: 'edit', who: 1, values: { hour: 11, place: 'Room 1', word: 'Plan' } },
        },
        { do: 'two cycles', apart: 31 },
        { do: 'cycle', after: 5, mishaps: [] },
        { do: 'person', deed: { on: 'outlook', what: 'decline', who: 1, values: { person: 'ken' } } },
        { do: 'person', deed: { on: 'outlook', what: 'decline', who: 1, values: { person: 'hanako' } } },
        { do: 'person', deed: { on: 'outlook', what: 'turn', who: 0, values: {} } },
        { do: 'person', deed: { on: 'outlook', what: 'edit', who: 1, values: { hour: 13 } } },
        {
          do: 'person',
          deed: { on: 'outlook', what: 'edit', who: 1, values: { hour: 9, place: 'Room 1', word: 'Plan' } },
        },
        { do: 'person', deed: { on: 'outlook', what: 'create', who: 1, values: { by: 'ken', hour: 14 } } },
        { do: 'person', deed: { on: 'outlook', what: 'edit', who: 0, values: { place: 'Room 2' } } },
        { do: 'cycle', after: 5, mishaps: [] },
        { do: 'person', deed: { on: 'outlook', what: 'edit', who: 1, values: { place: 'Room 2', word: 'Review' } } },
      ],
    },
  ],
];
