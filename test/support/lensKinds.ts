import fc from 'fast-check';
import { toCreate, toPatch } from '../../sides/outlook/contact/write';
import { toNeutral } from '../../sides/outlook/contact/record';
import * as todo from '../../sides/outlook/task/record';
import { contacts } from '../../sides/zoho/contact/module';
import { tasks } from '../../sides/zoho/task/module';
import { fieldByField, nothingFound } from '../../sides/zoho/job';
import type { Module } from '../../sides/zoho/module';
import { vendorNames } from '../../sync/kinds/contact';
import type { Fields, Side, Write } from '../../sync/model';
import { lengthOf, type LensKind, type LensSide, type Raw } from './lens';

type Extended = readonly { readonly id: string; readonly value: string }[];

/** An org whose long texts are short, so that many of them are tried. */
const limits = { notes: 200, description: 200 };

const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const filled = (...values: readonly unknown[]) => values.filter(Boolean).map(String);
const blankToNull = (row: Raw): Raw =>
  Object.fromEntries(Object.entries(row).map(([name, value]) => [name, value === '' ? null : value]));

// ---- texts as people have them ----

const words = fc.constantFrom(
  'Tokyo',
  '営業部',
  'Ünïcode',
  '𠮷野家',
  '😀',
  'R&D',
  '<b>',
  'a\u200bb',
  'Ａ',
  'ｱｼﾞｱ',
  '…',
  'O’Neil',
);
const sentence = (most: number) => fc.array(words, { minLength: 1, maxLength: most }).map((all) => all.join(' '));
const lines = fc.array(sentence(4), { minLength: 2, maxLength: 4 });
const long = (length: number) =>
  fc.tuple(sentence(6), fc.constantFrom(' ', '', '𠮷')).map(([text, between]) => {
    const numbered = Array.from({ length: Math.ceil(length / 8) + 9 }, (_, n) => `${text}${between}${n}`);
    return numbered
      .join(' ')
      .slice(0, length + 40)
      .replace(/[\uD800-\uDBFF]$/, '');
  });
const around = (text: fc.Arbitrary<string>) =>
  fc.tuple(fc.constantFrom('', ' ', '  '), text, fc.constantFrom('', ' ')).map((parts) => parts.join(''));

const nth = (text: string, n: number) => [...text].slice(0, n % ([...text].length + 1)).join('').length;
/** What a person does to a text that is there: a word put in, taken out, the end or the whole replaced. */
const edits = (now: string) =>
  fc.record({ at: fc.nat(), to: fc.nat(), word: words }).chain(({ at, to, word }) => {
    const [from, until] = [nth(now, at), nth(now, to)].sort((a, b) => a - b) as [number, number];
    const short = Math.min(until, from + 12);
    return fc.constantFrom(
      `${now.slice(0, from)}${word}${now.slice(from)}`,
      `${now.slice(0, from)}${now.slice(short).replace(/^[\uDC00-\uDFFF]/, '')}`,
      `${word} ${now}`,
      `${now} ${word}`,
    );
  });

const text = (length: number, multiline: boolean, now: string | null): fc.Arbitrary<string | null> =>
  fc.oneof(
    fc.constantFrom(null, ' '),
    around(sentence(3)),
    long(length),
    ...(multiline ? [lines.map((all) => all.join('\n')), lines.map((all) => all.join('\r\n\r\n'))] : []),
    ...(now ? [edits(now), edits(now)] : []),
  );

const simple = {
  email: fc.constantFrom(null, 'a@example.jp', 'B@Example.jp', 'c.d@docomo.ne.jp', 'e@example.jp'),
  phone: fc.constantFrom(null, '03-1234-5678', '0312345678', '+81 3 9999 0000', '(03) 5555-1111', '090 1111 2222'),
  date: fc.constantFrom(null, '1980-02-29', '2024-12-31', '2025-01-01'),
};

/** Nobody types more into the CRM than it takes; half of a character is none. */
const fit = (side: Side, length: number) => (value: string | null) =>
  side === 'zoho' && value ? value.slice(0, length).replace(/[\uD800-\uDBFF]$/, '') : value;

function valuesOf(kind: LensKind['kind']): LensKind['values'] {
  const { fields } = kind;
  return (side, name, now) => {
    const field = fields.find((one) => one.name === name);
    const length = Math.min(lengthOf({ kind, limits }, name), 400);
    const type = field?.type ?? 'text';
    if (type in simple) return simple[type as keyof typeof simple];
    if (type === 'choice') return fc.constantFrom(...(field?.choices?.[side] ?? []));
    if (type === 'instant') return fc.constantFrom(null, '2027-01-01T09:00:00.000Z', '2027-07-01T00:30:00.000Z');
    return text(length, type === 'multiline', now).map(fit(side, length));
  };
}

/** A row whose fields hold such values, each typed into an empty one. */
function rowsOf(of: () => LensKind, side: Side, empty: fc.Arbitrary<Raw>): fc.Arbitrary<Raw> {
  return fc.tuple(empty, fc.gen()).map(([first, gen]) => {
    const { kind, values } = of();
    const names = kind.fields.map(({ name }) => name).filter((name) => name !== 'recurrence');
    const some = gen(fc.subarray, names);
    return some.reduce(
      (row, name) =>
        of()[side].typed(
          row,
          name,
          gen(() => values(side, name, null)),
        ),
      first,
    );
  });
}

// ---- Zoho CRM ----

function zohoSide(
  module: Module,
  must: string,
  typed: LensSide['typed'],
  hidden: LensSide['hidden'],
  empty: Raw,
): LensSide {
  const places = module.fieldMapOf(() => true, new Map());
  const found = (fields: Fields) =>
    Object.fromEntries(Object.entries(fields).flatMap(([name, value]) => (value ? [[name, `id of ${value}`]] : [])));
  const shown = (value: unknown) => {
    const id = (value as { id?: string } | null)?.id;
    return id ? { id, name: id.replace(/^id of /, '') } : value;
  };
  return {
    read: (row) => module.toNeutral(row, places),
    written(row, write) {
      const resolved = { ...nothingFound, found: found(write.fields) };
      const composer = fieldByField(places, { prepare: async () => undefined, of: () => resolved });
      const before = row ? module.toNeutral(row, places).fields : {};
      const { body } = composer.of({ write, intent: null, before });
      const sent = Object.fromEntries(Object.entries(body).map(([name, value]) => [name, shown(value)]));
      const after = blankToNull({ ...empty, ...row, ...sent });
      if (typeof after[must] !== 'string' || !after[must].trim()) throw new Error(`MANDATORY_NOT_FOUND ${must}`);
      for (const [name, { api }] of Object.entries(places))
        if (String(after[api] ?? '').length > lengthOf({ kind: module.kind, limits }, name))
          throw new Error(`INVALID_DATA: ${api} is too long`);
      return after;
    },
    typed,
    hidden,
    rows: fc.constant(empty),
  };
}

// ---- contacts ----

const addressPart = (row: Raw, property: string, part: string, value: string | null) => ({
  ...row,
  [property]: { ...(row[property] as Raw), [part]: value ?? '' },
});

/** The first entry becomes another one; where it stood further down, the two change places. */
function firstEntry<T>(old: readonly T[], entry: T | null, same: (a: T, b: T) => boolean): readonly T[] {
  if (entry === null) return old.slice(1);
  const at = old.findIndex((one, n) => n > 0 && same(one, entry));
  return at < 0
    ? [entry, ...old.slice(1)]
    : [entry, ...old.slice(1).map((one, n) => (n + 1 === at ? (old[0] as T) : one))];
}

function typedInOutlook(row: Raw, name: string, value: string | null): Raw {
  const place = vendorNames[name]?.outlook ?? name;
  const [property = '', part] = place.split('/');
  if (part) return addressPart(row, property, part, value);
  if (place.startsWith('String ')) {
    const rest = (list(row.singleValueExtendedProperties) as Extended).filter(({ id }) => id !== place);
    return { ...row, singleValueExtendedProperties: value ? [...rest, { id: place, value }] : rest };
  }
  if (property === 'emailAddresses') {
    const entry = value?.trim() ? { name: value, address: value } : null;
    const same = (a: Raw, b: Raw) => String(a.address).toLowerCase() === String(b.address).toLowerCase();
    return { ...row, [property]: firstEntry(list(row[property]) as Raw[], entry, same) };
  }
  if (property.endsWith('Phones'))
    return { ...row, [property]: firstEntry(list(row[property]) as string[], value, (a, b) => a === b) };
  if (property === 'birthday') return { ...row, birthday: value ? `${value}T11:59:00Z` : null };
  return { ...row, [property]: value || (property === 'personalNotes' ? '' : null) };
}

function patchedContact(row: Raw, { singleValueExtendedProperties: sent, ...body }: Raw): Raw {
  const marks = new Map((list(row.singleValueExtendedProperties) as Extended).map((one) => [one.id, one.value]));
  for (const { id, value } of list(sent) as Extended)
    if (value) marks.set(id, value);
    else marks.delete(id);
  return { ...row, ...body, singleValueExtendedProperties: [...marks].map(([id, value]) => ({ id, value })) };
}

const emptyContact: Raw = {
  ...{ id: 'c', parentFolderId: '', lastModifiedDateTime: '2026-01-01T00:00:00Z', categories: ['Zoho', 'Friends'] },
  ...{ displayName: '', fileAs: '', personalNotes: '', emailAddresses: [], businessPhones: [], homePhones: [] },
};

/** Parts of a contact that the CRM has no place for, odd birthdays among them. */
const outlookContact: fc.Arbitrary<Raw> = fc
  .record({
    displayName: fc.constantFrom('', 'Shown So', '山田商店'),
    middleName: fc.constantFrom(null, 'Q.'),
    businessPhones: fc.constantFrom([], ['03-1234-5678', '090 1111 2222'], ['+81 3 9999 0000', '(03) 5555-1111']),
    homePhones: fc.constantFrom([], ['03-1234-5678', '0312345678']),
    emailAddresses: fc.constantFrom(
      [],
      ['a@example.jp', 'e@example.jp', 'f@example.jp'].map((address) => ({ address, name: address })),
    ),
    birthday: fc.constantFrom(
      null,
      '1604-03-01T11:59:00Z',
      '4501-01-01T00:00:00Z',
      '0001-01-01T00:00:00Z',
      '1990-05-01T15:00:00Z',
    ),
    homeAddress: fc.constantFrom({}, { city: 'Kyoto' }),
  })
  .map((some) => ({ ...emptyContact, ...some }));

const plainZoho = (row: Raw, api: string, value: string | null): Raw => ({
  ...row,
  [api]: value?.trim() ? value : null,
});

function typedInZohoContact(row: Raw, name: string, value: string | null): Raw {
  const api = vendorNames[name]?.zoho ?? name;
  if (api === 'Account_Name' || api === 'Reporting_To')
    return { ...row, [api]: value?.trim() ? { id: `id of ${value}`, name: value } : null };
  if (api === 'Last_Name' && !value?.trim()) return row;
  return plainZoho(row, api, value);
}

export const contactLens: LensKind = {
  kind: contacts.kind,
  limits,
  values: valuesOf(contacts.kind),
  together: [['firstName', 'lastName', 'companyName', 'email', 'displayName']],
  outlook: {
    read: (row) => toNeutral(row),
    written: (row, write) => patchedContact(row ?? emptyContact, row ? toPatch(write) : toCreate(write.fields, null)),
    typed: typedInOutlook,
    hidden: (row) => [
      ...(list(row.emailAddresses) as Raw[]).slice(1).map(({ address }) => String(address).toLowerCase()),
      ...[...list(row.businessPhones).slice(1), ...list(row.homePhones).slice(1)].map(String),
      ...list(row.categories).map(String),
      ...filled(row.middleName, (row.homeAddress as Raw | undefined)?.city),
    ],
    rows: rowsOf(() => contactLens, 'outlook', outlookContact),
  },
  zoho: {
    ...zohoSide(contacts, 'Last_Name', typedInZohoContact, (row) => filled(row.Secondary_Email, row.Skype_ID), {
      id: '1',
      Modified_Time: '2026-01-01T00:00:00Z',
      Skype_ID: 'kept',
      Secondary_Email: null,
    }),
    rows: rowsOf(
      () => contactLens,
      'zoho',
      fc
        .record({ Last_Name: sentence(2), Secondary_Email: fc.constantFrom(null, 'e@example.jp', 's@example.jp') })
        .map((some) => ({
          ...{ id: '1', Modified_Time: '2026-01-01T00:00:00Z', Skype_ID: 'kept', ...some },
        })),
    ),
  },
};

// ---- tasks ----

const ZONE = 'Tokyo Standard Time';
const emptyTask: Raw = {
  ...{ id: 't', title: '', status: 'notStarted', importance: 'normal', categories: ['Zoho', 'Friends'] },
  ...{ body: { content: '', contentType: 'text' }, isReminderOn: false, linkedResources: [] },
};

const bodies = fc.constantFrom<Raw>(
  { content: '', contentType: 'text' },
  { content: 'one\r\ntwo', contentType: 'text' },
  { content: '<div>one</div><div>two <b>bold</b></div>', contentType: 'html' },
);

const asTyped: Readonly<Record<string, (value: string | null, row: Raw) => Raw>> = {
  subject: (value) => ({ title: value ?? '' }),
  dueDate: (value) => ({ dueDateTime: value ? { dateTime: `${value}T00:00:00.0000000`, timeZone: ZONE } : null }),
  status: (value) => ({ status: value ?? 'notStarted' }),
  priority: (value) => ({ importance: value ?? 'normal' }),
  description: (value) => ({ body: { content: value ?? '', contentType: 'text' } }),
  reminder: (value) =>
    value
      ? { isReminderOn: true, reminderDateTime: { dateTime: value.slice(0, 19), timeZone: 'UTC' } }
      : { isReminderOn: false },
};

const crmNames: Readonly<Record<string, string>> = {
  ...{ subject: 'Subject', dueDate: 'Due_Date', status: 'Status', priority: 'Priority', description: 'Description' },
  reminder: 'Remind_At',
};
const crmWords: Readonly<Record<string, string>> = {
  ...{
    notStarted: 'Not Started',
    inProgress: 'In Progress',
    completed: 'Completed',
    waitingOnOthers: 'Waiting for input',
  },
  ...{ deferred: 'Deferred', highest: 'Highest', high: 'High', normal: 'Normal', low: 'Low', lowest: 'Lowest' },
};

function typedInZohoTask(row: Raw, name: string, value: string | null): Raw {
  const api = crmNames[name] ?? name;
  if (name === 'subject' && !value?.trim()) return row;
  if (name === 'status' || name === 'priority') return { ...row, [api]: value === null ? null : crmWords[value] };
  if (name === 'reminder')
    return {
      ...row,
      [api]: value && { ALARM: `FREQ=NONE;ACTION=EMAIL;TRIGGER=DATE-TIME:${value.slice(0, 19)}+00:00` },
    };
  return plainZoho(row, api, value);
}

const noTask: Raw = {
  id: '1',
  Modified_Time: '2026-01-01T00:00:00Z',
  What_Id: { id: '9' },
  Status: 'Not Started',
  Priority: 'Normal',
};

export const taskLens: LensKind = {
  kind: tasks.kind,
  limits,
  values: valuesOf(tasks.kind),
  together: [],
  outlook: {
    read: (row) => todo.toNeutral(row, ZONE),
    written(row, write: Write) {
      const body = row ? todo.toPatch(write, ZONE) : todo.toCreate(write, ZONE, null);
      return { ...emptyTask, ...row, ...body };
    },
    typed: (row, name, value) => ({ ...row, ...asTyped[name]?.(value, row) }),
    hidden: (row) => list(row.categories).map(String),
    rows: rowsOf(
      () => taskLens,
      'outlook',
      bodies.map((body) => ({ ...emptyTask, body })),
    ),
  },
  zoho: {
    ...zohoSide(tasks, 'Subject', typedInZohoTask, (row) => filled((row.What_Id as Raw).id), noTask),
    rows: rowsOf(
      () => taskLens,
      'zoho',
      sentence(2).map((Subject) => ({ ...noTask, Subject })),
    ),
  },
};
