import type { Raw } from './fixture';
import { startFixture } from './fixture';
import type { Finished } from './finished';
import { runInSteps, type Settings } from './pipeline';

/** Users of the org, as the standard org has them; Hanako is the administrator whose credential all syncs have. */
export const crmUsers = {
  hanako: '5545974000000001001',
  ken: '5545974000000001002',
  mary: '5545974000000001003',
} as const;
export type Person = keyof typeof crmUsers;
export const team = Object.keys(crmUsers) as readonly Person[];

export const ownedBy = (person: Person): Raw => ({ Owner: { id: crmUsers[person] } });

interface Chosen {
  readonly scope?: string;
  readonly owner?: string;
  readonly settings?: Settings;
  readonly between?: (node: string) => unknown;
}

/** What everybody has of each kind, by their name, in the one mailbox there is. */
const places = { folder: 'contactFolders', calendar: 'calendars', taskList: 'todo/lists' } as const;
type Place = keyof typeof places;

/** Both services for several people: each has a folder (or calendar, or list), an owner in the CRM and a sync of their own. */
export async function startTeamWorld(template: { readonly nodes: unknown }, place: Place) {
  const fixture = await startFixture(template);
  const { services, ask } = fixture;
  let ids = new Map<string, string>();

  function settingsFor(person: Person, { scope = 'mine', owner = crmUsers[person], settings = {} }: Chosen): Settings {
    const own: Settings = {
      'Start Cycle': { sync: person },
      'Outlook Changes': { [place]: ids.get(person) },
      'Zoho CRM Changes': { owner, scope },
      'Write to Zoho CRM': { owner },
    };
    const names = [...new Set([...Object.keys(own), ...Object.keys(settings)])];
    return Object.fromEntries(names.map((name) => [name, { ...own[name], ...settings[name] }]));
  }

  return {
    ...fixture,
    /** Empty services and an empty archive, then what is given: of Outlook by person. */
    async reset(outlook: Partial<Record<Person, readonly Raw[]>> = {}, zoho: Raw = {}): Promise<void> {
      fixture.clear();
      const of = (person: Person): readonly Raw[] =>
        (outlook[person] ?? []).map((one) => ({ categories: ['Zoho'], ...one }));
      services.graph.seed({
        mailbox: { timeZone: 'Tokyo Standard Time' },
        ...(place === 'folder' && {
          folders: team.map((displayName) => ({ displayName })),
          contacts: team.flatMap((folder) => of(folder).map((one) => ({ ...one, folder }))),
        }),
        ...(place === 'calendar' && { calendars: team.map((name) => ({ name, events: of(name) })) }),
        ...(place === 'taskList' && { lists: team.map((displayName) => ({ displayName, tasks: of(displayName) })) }),
      } as never);
      services.zoho.seed(zoho as never);
      const { value } = (await ask('outlook', 'GET', `/v1.0/me/${places[place]}`)) as { value: readonly Raw[] };
      ids = new Map(value.map(({ id, displayName, name }) => [String(displayName ?? name), String(id)]));
    },
    placeOf: (person: Person): string => ids.get(person) ?? '',
    /** One run of a person's sync, as the administrator signs in for all. `between`: is told each node once it has run, and waited for. */
    async runFor(person: Person, { between, ...chosen }: Chosen = {}): Promise<Finished> {
      fixture.later();
      const settings = settingsFor(person, chosen);
      if (!between) return fixture.run(settings);
      const finished = await runInSteps(() => fixture.house(), settings, template, between);
      if (!finished) throw new Error('another cycle held the lease');
      return finished;
    },
    /** Records of a module with whose they are. */
    owned: (module: string) =>
      [...(services.zoho.state.records.get(module)?.values() ?? [])].map(({ id, owner, values }) => ({
        ...{ id, ...values },
        owner: team.find((person) => crmUsers[person] === owner),
      })) as readonly Raw[],
    /** Contacts of a person's folder. */
    async contactsOf(person: Person): Promise<readonly Raw[]> {
      const path = `/v1.0/me/contactFolders/${encodeURIComponent(ids.get(person) ?? '')}/contacts?$top=100`;
      return ((await ask('outlook', 'GET', path)) as { value: readonly Raw[] }).value;
    },
    /** As an administrator does in Zoho CRM: Setup › Users. */
    setUser(person: Person, more: Raw): void {
      services.zoho.state.users = services.zoho.state.users.map((user) =>
        user.id === crmUsers[person] ? { ...user, ...more } : user,
      );
    },
  };
}
export type TeamWorld = Awaited<ReturnType<typeof startTeamWorld>>;
