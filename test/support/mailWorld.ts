import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { INode, INodeExecutionData } from 'n8n-workflow';
import * as archive from '../../archive';
import type { Finished, Report } from '../../archive';
import { startSimulators } from '../../simulators/start';
import template from '../../workflows/sent-mail.json';
import { runNode } from './fakeN8n';
import type { Settings } from './pipeline';
import { makeStepper } from './stepper';

export type Raw = Readonly<Record<string, unknown>>;
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
  return { ...found, parameters: { ...found.parameters, ...(settings[name] as INode['parameters']) } };
};

/** Both services without anything, an archive of its own, and the sent-mail template without n8n around. */
export async function startMailWorld() {
  const services = await startSimulators({ seed: 'empty' });
  let folder = mkdtempSync(join(tmpdir(), 'mail-'));
  let stepper = makeStepper();
  let { connection } = services;
  const file = () => join(folder, 'storage', 'zoho-outlook-sync', 'archive.sqlite');
  const house = () => ({ folder, connection, stepper });

  async function run(settings: Settings = {}): Promise<MailRun> {
    const outputs: Record<string, INodeExecutionData[][]> = {};
    let items: INodeExecutionData[] = [{ json: {} }];
    for (const name of chain) {
      outputs[name] = await runNode(house(), nodeOf(name, settings), [items]);
      items = outputs[name][0] ?? [];
      if (items.length === 0) throw new Error(`${name} gave out nothing`);
    }
    return { finish: items[0]?.json as unknown as MailFinish, outputs };
  }

  async function freeLease(): Promise<void> {
    const opened = await archive.openArchive(file());
    await opened.db.updateTable('sync').set({ holder: null, lease_until: 0 }).execute();
    await opened.close();
  }

  return {
    services,
    run,
    file,
    /** Other accounts in the same credentials; without any, the first ones again. */
    connect: (to: Partial<typeof connection> = {}): void => void (connection = { ...services.connection, ...to }),
    /** A new world on both sides, and an archive that has never seen it. */
    seed(graph: object, zoho: object = {}): void {
      services.graph.reset();
      services.zoho.reset();
      services.graph.seed(graph as never);
      services.zoho.seed(zoho as never);
      services.graph.log.clear();
      services.zoho.log.clear();
      rmSync(folder, { recursive: true, force: true });
      folder = mkdtempSync(join(tmpdir(), 'mail-'));
    },
    /** A run that dies at a moment; true when it lived to its end. A later one need not wait for its lease. */
    async runAndDie(fatal: number, settings: Settings = {}, watch?: (one: typeof stepper) => void): Promise<boolean> {
      stepper = makeStepper(fatal);
      watch?.(stepper);
      const ended = await stepper.live(() => run(settings));
      stepper = makeStepper();
      watch?.(stepper);
      await freeLease();
      return ended !== 'died';
    },
    freeLease,
    /** A person changes a contact in the CRM. */
    async editContact(id: string, fields: Raw): Promise<void> {
      const { api, accessToken } = services.connection.zoho;
      const answer = await fetch(`${api}/crm/v8/Contacts/${id}`, {
        method: 'PUT',
        headers: { Authorization: `Bearer ${accessToken}`, 'Content-Type': 'application/json' },
        body: JSON.stringify({ data: [fields], trigger: [] }),
      });
      if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`);
    },
    /** Everything is due at once: what waits does not wait in a test. */
    async hasten(): Promise<void> {
      const opened = await archive.openArchive(file());
      await opened.db.updateTable('record').set({ next_try: 0 }).execute();
      await opened.close();
    },
    async archived(): Promise<readonly Raw[]> {
      const opened = await archive.openArchive(file());
      const rows = await opened.db.selectFrom('record').selectAll().execute();
      await opened.close();
      return rows as unknown as readonly Raw[];
    },
    async journal(): Promise<readonly archive.JournalEntry[]> {
      const opened = await archive.openArchive(file());
      const entries = await archive.journalOf(opened, 'Sent Mail');
      await opened.close();
      return entries;
    },
    /** The requests since the last time, batches' items left out. */
    requests(): readonly { readonly method: string; readonly path: string; readonly status: number }[] {
      const all = [...services.graph.log.list(), ...services.zoho.log.list()].filter(
        (one) => !('inner' in one && one.inner),
      );
      services.graph.log.clear();
      services.zoho.log.clear();
      return all as never;
    },
    /** Mails as they show on CRM records, by the record's id. */
    attached(): ReadonlyMap<string, readonly Raw[]> {
      return services.zoho.state.mail.mails as never;
    },
    records: (module: string): readonly Raw[] => {
      const all = services.zoho.state.records.get(module);
      return all ? ([...all.values()].map((one) => ({ id: one.id, ...one.values })) as never) : [];
    },
    async stop(): Promise<void> {
      await services.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
export type MailWorld = Awaited<ReturnType<typeof startMailWorld>>;
