/** Events over CalDAV: the meetings template signed in by an app-specific password, in a real n8n, against Radicale. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { assertCalendarAlone, assertSessionKept } from './calDav/account';
import { calDavMeetings, crowd, inOutlook, outlookMeetings, soon } from './calDav/meetings';
import type { CalDavLab } from './calDav/lab';
import { addSync, appPassword, shown, startCalDavLab, untilQuiet, user } from './calDav/lab';
import { calendarText, eventLines, timeLine } from './calDav/texts';
import { letLeaseLapse, letParkedBeDue } from './harness/archiveFile';
import { runCycle } from './harness/cycles';
import { objectsIn, putObject, removeObject } from './harness/radicale';
import { killAndRestart } from './harness/restart';
import type { Workflow } from './harness/rest';
import { importCredentials, runManually, testCredential } from './harness/rest';
import type { Secret } from './harness/secrets';
import { databaseText, leaks, secretsOf } from './harness/secrets';
import { manualTriggerOf } from './harness/templates';
import { until } from './harness/until';

let house: CalDavLab;
let sync: Workflow;
let sessions: readonly Secret[] = [];

before(async () => {
  house = await startCalDavLab();
  const { connection } = house.lab;
  sync = await addSync(house, 'calDavEvents', appPassword('radicale', connection, house.radicale.url), {
    'Conflict Resolver': { deletes: 'delete' },
  });
  const mailbox = { timeZone: 'Tokyo Standard Time' };
  fillOutlook(outlookMeetings, { mailbox, categories: [{ displayName: 'Zoho' }] });
  for (const [name, text] of calDavMeetings) await putObject(house.radicale, name, text);
});

after(async () => {
  await house?.lab.stop();
  await house?.radicale.stop();
});

const fillOutlook = (events: readonly object[], more: object = {}): void =>
  house.lab.simulators.graph.seed({ calendars: [{ name: 'Calendar', events }], ...more } as never);

/** A change by a person in Outlook; `date` names one meeting of a series. */
const inOutlookEdit = (event: string, what: object): void => fillOutlook([], { eventEdits: [{ event, ...what }] });

/** A change by a person in another calendar program: the object's text rewritten. */
async function edit(part: string, change: (text: string) => string): Promise<void> {
  const [name, text] = [...objectsIn(house.radicale)].find(([, one]) => one.includes(part)) ?? [];
  assert.ok(name && text, `no object holds ${part}`);
  const changed = change(text);
  assert.notEqual(changed, text);
  await putObject(house.radicale, name, changed);
}

async function assertInStep(): Promise<readonly string[]> {
  const { outlook, calDav } = await shown(house);
  assert.deepEqual(outlook, calDav);
  return outlook;
}

const has = (lines: readonly string[], ...parts: readonly string[]): boolean =>
  lines.some((line) => parts.every((part) => line.includes(part)));

const wall = (at: string) => ({ dateTime: `${at}:00`, timeZone: 'Tokyo Standard Time' });

test('n8n’s own test of the credential passes, and says what to do about a wrong password', async () => {
  const { lab, radicale } = house;
  const good = await testCredential(lab.client, 'radicale');
  assert.equal(good.status, 'OK', good.message);
  await importCredentials(lab.n8n, [appPassword('wrongPassword', lab.connection, radicale.url, 'not the password')]);
  const bad = await testCredential(lab.client, 'wrongPassword');
  assert.equal(bad.status, 'Error');
  assert.match(bad.message ?? '', /app-specific password/i);
});

test('both calendars come into step: series with moved and cancelled meetings, whole days, zones, Japanese names', async () => {
  const finishes = await untilQuiet(house.lab, sync);
  assert.deepEqual(
    finishes.flatMap(({ parkedRecords, left }) => [...parkedRecords, ...left]),
    [],
  );
  const lines = await assertInStep();
  assert.ok(lines.length >= 40, `${lines.length} meetings`);
  for (const name of [
    '商談：東京（第一回）',
    '株式会社東商事 様 訪問',
    'Jour fixe',
    'Wartung, verlegt',
    'Inventur',
    'Zahltag',
    '昼食',
  ])
    assert.ok(has(lines, name), name);
  assert.ok(has(lines, '第２会議室') && has(lines, 'Room 7; east, "blue"'));
});

test('another run right after writes nothing and asks little', async () => {
  const { graph } = house.lab.simulators;
  const before = objectsIn(house.radicale);
  const [asked, told] = [graph.log.list().length, logged().length];
  const { report } = await runCycle(house.lab.client, sync);
  assert.deepEqual([report.written, report.pending], [0, 0]);
  assert.deepEqual(objectsIn(house.radicale), before);
  const made = { graph: graph.log.list().length - asked, calDav: logged().slice(told) };
  const asksLittle = made.graph <= 2 && made.calDav.length > 0 && made.calDav.length <= 4;
  assert.ok(asksLittle, JSON.stringify(made));
  assert.deepEqual(
    made.calDav.filter((line) => /^(PUT|DELETE|POST)/.test(line)),
    [],
  );
});

test('edits of either side reach the other, also of one meeting of a series, and nothing else of the object is touched', async () => {
  inOutlookEdit('Budget', { set: { subject: 'Budget 2027', location: { displayName: '本社' } } });
  inOutlookEdit('定例会議', { date: soon(9), set: { start: wall(`${soon(9)}T20:00`), end: wall(`${soon(9)}T20:45`) } });
  inOutlookEdit('Inventur', { date: soon(26), delete: true });
  inOutlookEdit('Vertragsgespräch', { set: { location: { displayName: 'Besucherraum' } } });
  await edit('UID:crm-utc', (text) => text.replace('SUMMARY:Webinar', 'SUMMARY:Webinar für alle'));
  await edit('UID:crm-day-series', (text) =>
    text.replace(/(EXDATE;VALUE=DATE:\d+)/, `$1\r\n${timeLine('EXDATE', `${soon(24)}T00:00`, 'day')}`),
  );
  await edit('UID:crm-morning', (text) => text.replace('END:VCALENDAR', `${movedMorning}END:VCALENDAR`));
  await untilQuiet(house.lab, sync);
  const lines = await assertInStep();
  for (const part of ['Budget 2027 | 本社', 'Webinar für alle', '朝会（延長）', 'Besucherraum'])
    assert.ok(has(lines, part), part);
  assert.ok(has(lines, `${soon(9)}T11:00:00Z | ${soon(9)}T11:45:00Z | 定例会議`));
  assert.ok(!has(lines, 'Inventur', soon(26)) && !has(lines, 'Zahltag', soon(24)));
  const guests = [...objectsIn(house.radicale).values()].find((text) => text.includes('UID:crm-guests')) ?? '';
  assert.match(guests, /X-OTHER-PROGRAM:keep me/);
  assert.match(guests, /CN="?Carla\\?, Einkauf"?;PARTSTAT=ACCEPTED|PARTSTAT=ACCEPTED;CN="?Carla/);
});

const lastMorning = soon(7);
const movedMorning = ['BEGIN:VEVENT']
  .concat(
    eventLines(
      ...(['crm-morning', '朝会（延長）', [`${lastMorning}T08:30`, `${lastMorning}T09:30`], 'Asia/Tokyo'] as const),
      timeLine('RECURRENCE-ID', `${lastMorning}T08:30`, 'Asia/Tokyo'),
    ),
    'END:VEVENT',
    '',
  )
  .join('\r\n');

test('what is new or gone on either side is made or deleted on the other', async () => {
  fillOutlook([inOutlook('新規（Outlook）', [`${soon(13)}T10:00`, `${soon(13)}T11:00`], 'Asia/Tokyo')]);
  const mine = eventLines('crm-new', '新規（カレンダー）', [`${soon(14)}T10:00`, `${soon(14)}T11:00`], 'Asia/Tokyo');
  await putObject(house.radicale, 'crm-new.ics', calendarText(['Asia/Tokyo'], [mine]));
  inOutlookEdit('Messe', { delete: true });
  await removeObject(house.radicale, 'crm-tokyo.ics');
  await untilQuiet(house.lab, sync);
  const lines = await assertInStep();
  assert.ok(has(lines, '新規（Outlook）') && has(lines, '新規（カレンダー）'));
  assert.ok(!has(lines, 'Messe') && !has(lines, '株式会社東商事'));
});

test('nobody is mailed: what Outlook would mail is left and told, and a server that mails by itself is told not to', async () => {
  const rename = (from: string, to: string) => edit(`SUMMARY:${from}`, (text) => text.replace(from, to));
  await rename('Mit Gästen', 'Mit allen Gästen');
  const { parkedRecords } = await runCycle(house.lab.client, sync);
  assert.match(JSON.stringify(parkedRecords), /2 participants, to whom Outlook would mail an update/);
  await rename('Mit allen Gästen', 'Mit Gästen');
  letParkedBeDue(house.lab.n8n.home);
  await untilQuiet(house.lab, sync);
  await assertInStep();
  assert.deepEqual(house.lab.simulators.graph.outbox, []);
  const own = [...objectsIn(house.radicale).values()].filter((text) => text.includes('SUMMARY:Mit Gästen')).join('');
  const lines = own.replace(/\r?\n[ \t]/g, '').split(/\r?\n/);
  const attendees = lines.filter((line) => line.startsWith('ATTENDEE'));
  assert.equal(attendees.length, 2);
  for (const line of attendees) assert.match(line, /SCHEDULE-AGENT=CLIENT/);
});

test('with a server that mails by itself nobody is mailed either, and its calendar comes into step as well', async () => {
  const { connection, simulators } = house.lab;
  const { url, appPassword: secret } = connection.zoho.calDav;
  simulators.zoho.seed({ calDav: { objects: calDavMeetings.map(([name, data]) => ({ name, data })) } });
  const other = await addSync(house, 'calDavZoho', appPassword('zohoCalendar', connection, url, secret));
  await untilQuiet(house.lab, other);
  const { objects } = simulators.zoho.state.calDav.calendars[0] as { objects: ReadonlyMap<string, { data: string }> };
  assert.ok([...objects.values()].some(({ data }) => data.includes('SUMMARY:Mit G')));
  assert.deepEqual([simulators.zoho.outbox, simulators.graph.outbox], [[], []]);
  await untilQuiet(house.lab, sync);
});

test('n8n killed in the middle of a run, once at each side: the next runs end in step, without doubles', async () => {
  const { outlook, calDav } = crowd(40);
  fillOutlook(outlook);
  for (const [name, text] of calDav) await putObject(house.radicale, name, text);
  const { faults } = house.lab.simulators.graph;
  const size = objectsIn(house.radicale).size;
  await runManually(house.lab.client, sync.id, manualTriggerOf(sync));
  await until('some meetings to have been put', () => objectsIn(house.radicale).size > size + 5, 60_000, 5);
  await restart();
  assert.ok(objectsIn(house.radicale).size < size + outlook.length, 'it was done before it was killed');
  faults.add({ kind: 'delay', delayMs: 1000, match: { path: '/\\$batch$', body: '"POST"' } });
  await runManually(house.lab.client, sync.id, manualTriggerOf(sync));
  await until('the call to Outlook that is to be the last', () => faults.list().length === 0, 60_000);
  await restart();
  await untilQuiet(house.lab, sync);
  const lines = await assertInStep();
  for (const name of ['Outlook 7', 'Kalender 7'])
    assert.equal(lines.filter((line) => line.includes(`${name} |`)).length, 1, name);
});

async function restart(): Promise<void> {
  house = { ...house, lab: await killAndRestart(house.lab) };
  letLeaseLapse(house.lab.n8n.home);
}

/** What Radicale was asked, as it wrote it down. */
const logged = (): readonly string[] =>
  [...readLog().matchAll(/\] (\w+) request for '([^']*)'/g)].map(([, method, path]) => `${method} ${path}`);

function readLog(): string {
  return readFileSync(house.radicale.logFile, 'utf8');
}

test('Account: Check says that the password opens the calendar and that the CRM takes it no longer', () =>
  assertCalendarAlone(house.lab, appPassword('radicale', house.lab.connection, house.radicale.url)));

test('a host that still gives out session tokens is asked for one only, and gets it back', async () => {
  const { url, appPassword: secret } = house.lab.connection.zoho.calDav;
  sessions = await assertSessionKept(house.lab, appPassword('zohoCalendar', house.lab.connection, url, secret));
});

test('password and session tokens are nowhere but in the encrypted credential: no database, log, file or execution has them', () => {
  assert.equal(new Set(sessions.map(({ value }) => value)).size, 2);
  const secrets = [
    { name: 'app-specific password', value: user.password },
    { name: 'wrong password', value: 'not the password' },
    ...sessions,
  ];
  assert.match(databaseText(house.lab.n8n.home), /zohoCrmSyncAppPasswordApi/);
  assert.deepEqual(leaks(house.lab, [...secretsOf(house.lab), ...secrets]), []);
});
