/**
 * However people, phones and programs write an address, it is that address: for who takes part in a meeting on every side, for whom a
 * mail went to, for a contact's e-mail.
 */
import { readObject as readMeeting, writeObject } from '../../sides/caldav/object';
import { isInvited } from '../../sides/caldav/attendees';
import { parseObject } from '../../sides/caldav/ical';
import { toPatch as contactPatch } from '../../sides/outlook/contact/write';
import { toNeutral as readContact } from '../../sides/outlook/contact/record';
import { participantsWith } from '../../sides/zoho/event/record';
import { foldAddress } from '../../sync/compare';
import { kinds } from '../../sync/kinds';
import { selectRecipients } from '../../sync/mail/recipients';
import type { Write } from '../../sync/model';
import { calendar } from './caldav/parts';
import { byCalDav, byRecords, emptyEvent, emptyRecord } from '../support/eventLens';
import { created, cycle, type Raw } from '../support/lens';

const HANAKO = 'hanako.y@example.jp';
const forms = [
  'hanako.y@example.jp',
  ' Hanako.Y@Example.JP ',
  'Yamada Hanako <hanako.y@example.jp>',
  '"Yamada, Hanako" <Hanako.Y@example.jp>',
  '山田花子<hanako.y@example.jp>',
  '<hanako.y@example.jp>',
  "'hanako.y@example.jp'",
  'mailto:hanako.y@example.jp',
  'MAILTO:hanako.y@example.jp?subject=x',
  'SMTP:hanako.y@example.jp',
  'hanako.y@example.jp;',
  'hanako.y@example.jp.',
  'hanako.y@example.jp,',
  'ｈａｎａｋｏ．ｙ＠ｅｘａｍｐｌｅ．ｊｐ',
  'hanako.y＠example.jp',
  '\u200bhanako.y@example.jp\u200e',
  'hanako.y@example.jp\u00a0',
];
const others = ['Yamada Hanako', '/o=Org/cn=Recipients/cn=hanako', '', 'hanako@', '5545974000000500001', 'a b@c d'];

const times = {
  ...{ start: { dateTime: '2027-03-01T09:00:00.0000000', timeZone: 'UTC' } },
  end: { dateTime: '2027-03-01T10:00:00.0000000', timeZone: 'UTC' },
};
const event = (attendees: readonly string[], organizer = 'me@example.com'): Raw => ({
  ...{ ...emptyEvent, ...times, subject: 'Plan', organizer: { emailAddress: { address: organizer } } },
  attendees: attendees.map((address) => ({ type: 'required', emailAddress: { name: 'H', address } })),
});
const record = (participants: readonly Raw[]): Raw => ({
  ...{ ...emptyRecord, Event_Title: 'Plan', Start_DateTime: '2027-03-01T09:00:00+00:00' },
  ...{ End_DateTime: '2027-03-01T10:00:00+00:00', Participants: participants },
});
const at = { zone: 'Asia/Tokyo', user: ' Me@Example.com ', invite: false, now: 0 };
const icsOf = (lines: string): string =>
  calendar(
    '-//x//EN',
    `BEGIN:VEVENT\nUID:u\nDTSTAMP:20270101T000000Z\nDTSTART:20270301T090000Z\nDTEND:20270301T100000Z\nSUMMARY:Plan\n${lines}\nEND:VEVENT`,
  );
const meeting = (lines: string) => {
  const read = readMeeting(icsOf(lines), at);
  if ('unreadable' in read) throw new Error('unreadable');
  return read;
};
const me = 'ORGANIZER:mailto:me@example.com';

describe.each(forms)('%s', (form) => {
  test('is who takes part, on every side', () => {
    expect(byRecords.outlook.read(event([form])).fields.participants).toEqual([HANAKO]);
    for (const who of [
      { type: 'email', Email: form },
      { type: 'email', participant: form },
    ])
      expect(byRecords.zoho.read(record([who])).fields.participants).toEqual([HANAKO]);
    expect(meeting(`${me}\nATTENDEE:${form.trim()}`).fields.participants).toEqual([HANAKO]);
    expect(meeting(`${me}\nATTENDEE;EMAIL="${form.replaceAll('"', '')}":/users/7/`).fields.participants).toEqual([
      HANAKO,
    ]);
  });

  test('who organises the meeting does not take part, however that is written', () => {
    expect(byRecords.outlook.read(event(['bob@example.jp', HANAKO], form)).fields.participants).toEqual([
      'bob@example.jp',
    ]);
    const lines = `ORGANIZER:${form.trim()}\nATTENDEE:mailto:${HANAKO}\nATTENDEE:mailto:bob@example.jp`;
    expect(meeting(lines).fields.participants).toEqual(['bob@example.jp']);
  });

  test('is the user who was invited, and so may not change the meeting', () => {
    const text = `${me}\nATTENDEE:${form.trim()}\nATTENDEE:mailto:bob@example.jp`;
    const [main] = [parseObject(icsOf(text))].flatMap((one) => ('unreadable' in one ? [] : [one.main]));
    expect([HANAKO, ` ${HANAKO.toUpperCase()}`, 'me@example.com', ''].map((user) => isInvited(main!, user))).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });

  test('goes over once, and then nothing is written', () => {
    for (const lens of [byRecords, byCalDav]) {
      const linked = created(lens, 'outlook', event([form]));
      expect(lens.zoho.read(linked.zoho).fields.participants).toEqual([HANAKO]);
      expect(cycle(lens, linked).decision.writes).toEqual([]);
    }
  });

  test('stays as it is, with its record, beside somebody who joins; who leaves the one side leaves the other', () => {
    const there = [{ type: 'contact', participant: '7', Email: form }];
    expect(participantsWith(there, [HANAKO, 'bob@example.jp'])).toEqual([
      { type: 'contact', participant: '7' },
      { type: 'email', Email: 'bob@example.jp' },
    ]);
    expect(participantsWith(there, ['bob@example.jp'])).toEqual([{ type: 'email', Email: 'bob@example.jp' }]);
    expect(participantsWith([{ type: 'email', Email: form }], [HANAKO])).toEqual([{ type: 'email', Email: HANAKO }]);
    const put = (wanted: readonly string[]): string => {
      const write = { side: 'zoho', op: 'update', ref: 'r', fields: { participants: wanted } } as unknown as Write;
      const made = writeObject(write, { ...at, ics: icsOf(`${me}\nATTENDEE:${form.trim()}`), intent: null });
      return 'refused' in made ? '' : made.ics;
    };
    expect(put([HANAKO, 'bob@example.jp']).match(/ATTENDEE/g)).toHaveLength(2);
    expect(put(['bob@example.jp']).match(/ATTENDEE/g)).toHaveLength(1);
  });

  test('is whom a mail went to', () => {
    const lines = { to: [{ name: 'H', address: form }], cc: [], bcc: [] };
    const rules = { lines: ['to'] as const, own: [], internalDomains: [], ignored: [] };
    expect(selectRecipients(lines, rules).counted).toMatchObject([{ address: HANAKO }]);
  });

  test('is the e-mail of a contact: its key, and the same wherever it stands', () => {
    const emailAddresses = [{ address: 'first@example.jp' }, { name: 'H', address: form }];
    const { fields, aliases, extra } = readContact({ id: 'c', emailAddresses, givenName: 'A', surname: 'B' });
    expect(kinds.contact.keys({ fields, aliases }).strong).toContain(`e-mail:${HANAKO}`);
    const after = contactPatch({ fields: { email: HANAKO }, extra }).emailAddresses as readonly Raw[];
    expect(after.map(({ address }) => address)).toEqual([HANAKO, 'first@example.jp']);
  });

  test('is not lost as a further address of a contact, for Graph takes no such text back', () => {
    const emailAddresses = [{ address: 'first@example.jp' }, { name: 'H', address: form }];
    const { extra } = readContact({ id: 'c', emailAddresses, givenName: 'A', surname: 'B' });
    const after = contactPatch({ fields: { email: 'new@example.jp' }, extra }).emailAddresses as readonly Raw[];
    const [first, second, ...rest] = after.map(({ address }) => String(address));
    expect([first, foldAddress(second!), rest]).toEqual(['new@example.jp', HANAKO, []]);
    expect(second).toMatch(/^[^\s@,;]+[@＠][^\s@,;]+$/);
    expect(after[1]?.name).toBe('H');
  });
});

test.each(others)('%s is no address: nobody takes part by it', (text) => {
  expect(byRecords.outlook.read(event([text])).fields.participants).toBeNull();
  expect(
    byRecords.zoho.read(record([{ type: 'email', Email: text, participant: text }])).fields.participants,
  ).toBeNull();
  expect(meeting(`${me}\nATTENDEE:${text.replaceAll(':', '')}`).fields.participants).toBeNull();
});
