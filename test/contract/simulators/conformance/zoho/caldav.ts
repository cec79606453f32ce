/** Zoho's calendar server: elements of XML, lines of iCalendar and statuses, by what others recorded. */
import type { Capture } from '../suite';
import type { calDavUnderTest, Dav } from '../../zohoCalDavHarness';
import { EVENTS, HOME, hour } from '../../zohoCalDavHarness';

export type CalDav = ReturnType<typeof calDavUnderTest>;

const LOCAL = /^(?:[\w-]+:)?/;
const TOKEN = /<(\/?)([\w:-]+)([^>]*?)(\/?)>/g;

/** Paths of the elements of an answer without their prefixes, each once; what lies in no response is left out. */
function elementsIn(xml: string): readonly string[] {
  const [open, found] = [[] as string[], new Set<string>()];
  for (const [, closing, name = '', , empty] of xml.replace(/<\?.*?\?>|<!--[\s\S]*?-->/g, '').matchAll(TOKEN)) {
    if (closing) open.pop();
    else {
      found.add([...open, name.replace(LOCAL, '')].join('/'));
      if (!empty) open.push(name.replace(LOCAL, ''));
    }
  }
  return [...found].sort();
}

/** Responses of a multistatus, each by the last part of its address: what is told of it, in which state. */
const responsesOf = (xml: string): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    [...xml.matchAll(/<[\w:]*response>([\s\S]*?)<\/[\w:]*response>/g)].map(([, one = '']) => [
      nameOf(one),
      { statuses: [...new Set(one.match(/HTTP\/1\.1 \d{3}/g))], elements: elementsIn(one) },
    ]),
  );

const KINDS = /\/(events|inbox|outbox|user|holidays)\/?$/;
function nameOf(response: string): string {
  const href = /href>([^<]+)</.exec(response)?.[1] ?? '';
  return href.endsWith('.ics') ? 'meeting' : (KINDS.exec(href)?.[1] ?? 'home');
}

const life = (xml: string): unknown => responsesOf(xml);
const ask = (
  file: string,
  own: (dav: CalDav) => Promise<Dav>,
  listed?: Capture<CalDav>['listed'],
): Capture<CalDav> => ({
  file,
  own: async (dav) => responsesOf((await own(dav)).text),
  life,
  ...(listed && { listed }),
});

/** As a client finds it: from the place that the address without a slash names. */
async function principal(dav: CalDav): Promise<string> {
  const { text } = await dav.ask('/caldav', '<D:current-user-principal/>');
  return /current-user-principal[^>]*>\s*<[^>]*href>([^<]+)/.exec(text)?.[1] ?? '';
}

const MEETING = 'a@x.example.ics';
const kept = async (dav: CalDav): Promise<void> =>
  void (await dav.put(MEETING, hour('a@x.example', '20270301T090000Z', 'LOCATION:L', 'DESCRIPTION:D')));

const SECOND = { 'holidays: life missing, simulator object': 'the simulated account has a second calendar' };

export const CALENDARS: readonly Capture<CalDav>[] = [
  ask('kashcal-02-calendar-home-set.xml', async (dav) => dav.ask(await principal(dav), '<C:calendar-home-set/>')),
  ask(
    'kashcal-03-calendar-list.xml',
    (dav) => dav.ask(HOME, '<D:displayname/><D:resourcetype/><D:sync-token/><CS:getctag/>', '1'),
    SECOND,
  ),
  ask('kashcal-05-calendar-query-no-data.xml', async (dav) => {
    await kept(dav);
    return dav.report(
      'C:calendar-query',
      '<D:prop><D:getetag/><C:calendar-data/></D:prop><C:filter><C:comp-filter name="VCALENDAR"/></C:filter>',
    );
  }),
  ask('kashcal-07-calendar-user-address-set.xml', async (dav) =>
    dav.ask(await principal(dav), '<C:schedule-inbox-URL/><C:schedule-outbox-URL/><C:calendar-user-address-set/>'),
  ),
  ask('orgcaldav-propfind-unknown-prop.xml', (dav) => dav.ask(HOME, '<C:calendar-data/>', '1'), SECOND),
  ask('kashcal-06-calendar-multiget.xml', async (dav) => {
    await kept(dav);
    const asked = `<D:prop><D:getetag/><C:calendar-data/></D:prop><D:href>${EVENTS}${MEETING}</D:href>`;
    return dav.report('C:calendar-multiget', asked);
  }),
  {
    file: 'zoho-propfind-root-501.txt',
    own: async (dav) => {
      await kept(dav);
      const places = ['/', '/caldav/', EVENTS + MEETING];
      const answers = await Promise.all(places.map((place) => dav.ask(place, '<D:getetag/>')));
      return answers.map(({ status, text }) => ({ status, text }));
    },
    life: () => [1, 2, 3].map(() => ({ status: 501, text: '' })),
  },
];
