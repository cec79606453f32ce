import type { INode, INodeExecutionData } from 'n8n-workflow';
import * as archive from '../../archive';
import type { Report } from '../../archive';
import type { Finished } from './finished';
import template from '../../workflows/sent-mail.json';
import type { Life } from './death';
import { runNode } from './fakeN8n';
import type { Raw } from './fixture';
import { startFixture } from './fixture';
import { unasked, type Settings } from './pipeline';

/** What the node Finish says of a run of the sent-mail template. */
export type MailFinish = Pick<Finished, 'reviews' | 'parkedRecords' | 'left'> & {
  readonly report: Report;
  readonly attachedTo: NonNullable<Finished['attachedTo']>;
  readonly skippedMails: NonNullable<Finished['skippedMails']>;
};

export interface MailRun {
  readonly finish: MailFinish;
  /** Items that each node gave out, output by output. */
  readonly outputs: Readonly<Record<string, INodeExecutionData[][]>>;
}

const chain = ['Start Cycle', 'Sent Mail', 'CRM Matcher', 'Attach to Zoho CRM', 'Finish'];

const nodeOf = (name: string, settings: Settings): INode => {
  const found = (template.nodes as unknown as readonly INode[]).find((one) => one.name === name)!;
  const own = { ...unasked(found), ...(settings[name] as INode['parameters']) };
  return { ...found, parameters: { ...found.parameters, ...own } };
};

/** Both services without anything, an archive of its own, and the sent-mail template without n8n around. */
export async function startMailWorld() {
  const fixture = await startFixture(template);
  const { services, withArchive } = fixture;

  /** `before`: is told each node before it runs, and waited for. */
  async function run(settings: Settings = {}, life?: Life, before?: (node: string) => unknown): Promise<MailRun> {
    const outputs: Record<string, INodeExecutionData[][]> = {};
    let items: INodeExecutionData[] = [{ json: {} }];
    for (const name of chain) {
      await before?.(name);
      outputs[name] = await runNode(fixture.house(life), nodeOf(name, settings), [items]);
      items = outputs[name][0] ?? [];
      if (items.length === 0) throw new Error(`${name} gave out nothing`);
    }
    return { finish: items[0]?.json as unknown as MailFinish, outputs };
  }

  return {
    ...fixture,
    run,
    /** A new world on both sides, and an archive that has never seen it. */
    seed(graph: object, zoho: object = {}): void {
      fixture.clear();
      services.graph.seed(graph as never);
      services.zoho.seed(zoho as never);
      fixture.clearLogs();
    },
    /** A person changes a contact in the CRM. */
    async editContact(id: string, fields: Raw): Promise<void> {
      await fixture.ask('zoho', 'PUT', `/crm/v8/Contacts/${id}`, { data: [fields], trigger: [] });
    },
    /** Everything is due at once: what waits does not wait in a test. */
    hasten: (): Promise<unknown> => withArchive(({ db }) => db.updateTable('record').set({ next_try: 0 }).execute()),
    archived: (): Promise<readonly Raw[]> =>
      withArchive(({ db }) => db.selectFrom('record').selectAll().execute()) as Promise<unknown> as Promise<
        readonly Raw[]
      >,
    journal: (): Promise<readonly archive.JournalEntry[]> =>
      withArchive((opened) => archive.journalOf(opened, 'Sent Mail')),
    /** The requests since the last time, batches' items left out. */
    requests(): readonly { readonly method: string; readonly path: string; readonly status: number }[] {
      const all = fixture.requests().filter(({ inner }) => !inner);
      fixture.clearLogs();
      return all;
    },
    /** Mails as they show on CRM records, by the record's id. */
    attached(): ReadonlyMap<string, readonly Raw[]> {
      return services.zoho.state.mail.mails as never;
    },
  };
}
export type MailWorld = Awaited<ReturnType<typeof startMailWorld>>;
