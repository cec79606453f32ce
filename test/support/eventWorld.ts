import template from '../../workflows/events.json';
import type { Life } from './death';
import type { Raw } from './fixture';
import { startFixture } from './fixture';
import type { Settings } from './pipeline';

type Decided = { readonly decision?: { readonly mailCounts?: Readonly<Record<string, number>> } };

const day = 86_400_000;
/** A date so many days from today: the sync looks at a window around today. */
export const date = (days: number): string => new Date(Date.now() + days * day).toISOString().slice(0, 10);

/** A meeting in Outlook and one in the CRM, at the same time of day unless told. */
export const meeting = (subject: string, days: number, more: object = {}): Raw => ({
  ...{ subject, categories: ['Zoho'] },
  start: { dateTime: `${date(days)}T09:00:00`, timeZone: 'UTC' },
  end: { dateTime: `${date(days)}T10:00:00`, timeZone: 'UTC' },
  ...more,
});
export const crmMeeting = (Event_Title: string, days: number, more: object = {}): Raw => ({
  ...{ Event_Title, Start_DateTime: `${date(days)}T09:00:00+00:00`, End_DateTime: `${date(days)}T10:00:00+00:00` },
  Meeting_Venue__s: 'In-office',
  ...more,
});
export const attendees = (...names: readonly string[]): Raw => ({
  attendees: names.map((name) => ({ type: 'required', emailAddress: { name, address: `${name}@example.com` } })),
});
export const participants = (...names: readonly string[]): Raw => ({
  Participants: names.map((name) => ({
    ...{ type: 'email', participant: `${name}@example.com`, Email: `${name}@example.com` },
  })),
});

/** Zoho makes one record of each occurrence of a series, all with its rule: the one on the rule's first day stands for it. */
function isOfItsOwn({ Recurring_Activity: rule, Start_DateTime: start }: Raw): boolean {
  const first = /DTSTART=(\d{4})-?(\d\d)-?(\d\d)/.exec(JSON.stringify(rule ?? null));
  return !first || tokyoDate(String(start)) === first.slice(1).join('-');
}
const tokyoDate = (time: string): string => new Date(Date.parse(time) + 9 * 3_600_000).toISOString().slice(0, 10);

/** Both services with meetings, and the meetings template to run on them, without n8n around. */
export async function startEventWorld() {
  const fixture = await startFixture(template);
  const { services, ask, later } = fixture;
  let decided: readonly Decided[] = [];

  const inOutlook = (): readonly Raw[] => [...services.graph.state.events.values()].map(({ fields }) => fields);
  const inZoho = (): readonly Raw[] => fixture.records('Events').filter(isOfItsOwn);
  const eventPath = (subject: string): string => {
    const found = [...services.graph.state.events.values()].find(({ fields }) => fields.subject === subject);
    return `/v1.0/me/events/${encodeURIComponent(String(found?.restId))}`;
  };
  const idOf = (title: string): string => String(inZoho().find(({ Event_Title }) => Event_Title === title)?.id);

  return {
    ...fixture,
    /** Empty services and an empty archive, then the meetings given. */
    reset(events: readonly Raw[] = [], Events: readonly Raw[] = [], more: { graph?: Raw; zoho?: Raw } = {}): void {
      fixture.clear();
      const mailbox = { timeZone: 'Tokyo Standard Time' };
      services.graph.seed({ mailbox, calendars: [{ name: 'Calendar', events }], ...more.graph } as never);
      services.zoho.seed({ ...more.zoho, records: { Events, ...(more.zoho?.records as object) } } as never);
    },
    run(settings: Settings = {}, life?: Life) {
      decided = [];
      return fixture.run(settings, life, (node, items) => {
        if (node === 'Conflict Resolver') decided = items.map(({ json }) => json as unknown as Decided);
      });
    },
    undo: (parameters: Raw = {}) => fixture.undo({ sync: 'Events', ...parameters }),
    /** How many mails the decisions of the last run would send, sort by sort. */
    mailsDecided(): Readonly<Record<string, number>> {
      const sum: Record<string, number> = {};
      for (const { decision } of decided)
        for (const [sort, count] of Object.entries(decision?.mailCounts ?? {})) sum[sort] = (sum[sort] ?? 0) + count;
      return sum;
    },
    inOutlook,
    inZoho,
    outlook: (subject: string): Raw => inOutlook().find((event) => event.subject === subject) ?? {},
    crm: (title: string): Raw => inZoho().find(({ Event_Title }) => Event_Title === title) ?? {},
    /** What people do. */
    editOutlook: (subject: string, body: Raw) => ask('outlook', 'PATCH', eventPath(subject), body),
    deleteOutlook: (subject: string) => ask('outlook', 'DELETE', eventPath(subject)),
    async editCrm(title: string, body: Raw): Promise<void> {
      later();
      await ask('zoho', 'PUT', `/crm/v8/Events/${idOf(title)}`, { data: [body], trigger: [] });
    },
    async deleteCrm(title: string): Promise<void> {
      later();
      await ask('zoho', 'DELETE', `/crm/v8/Events/${idOf(title)}`);
    },
  };
}

export type EventWorld = Awaited<ReturnType<typeof startEventWorld>>;
