import type { Fields } from '../../sync/model';
import { startSimulators } from '../../simulators/start';
import type { RunningSimulators } from '../../simulators/start';
import { rows } from '../e2e/harness/contactRows';
import type { Raw } from '../e2e/harness/contactRows';
import type { Row } from '../scenario/tables';
import { graphForm, zohoForm } from './vendorForms';

/** Both services with one contact per scenario, told apart by e-mail, and what a person does to them. */
export interface ScenarioWorld {
  readonly services: RunningSimulators;
  /** Everything back to how it was before the first run. */
  seed(befores: readonly Row[]): void;
  /** What people did on each side since both last agreed. */
  edit(befores: readonly Row[]): Promise<void>;
  /** The one contact of a scenario; null when it is not there. Two of them are an error. */
  contact(side: 'outlook' | 'zoho', n: number): Promise<Raw | null>;
  /** Requests since the last `seed`, batch items counted one by one. */
  writes(): number;
}

const emailOf = (n: number): string => `person${n}@example.jp`;
export const own = (n: number, fields: Fields): Fields => ({ ...fields, email: emailOf(n) });

interface State {
  readonly contacts?: readonly Raw[];
  readonly modules?: { readonly Contacts?: readonly Raw[] };
}

const authorized = (token: string) => ({ Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' });

/** Only what the person changed; an empty edit is no edit. */
const changed = (base: Fields, now: Fields): Fields => {
  const names = [...new Set([...Object.keys(base), ...Object.keys(now)])];
  return Object.fromEntries(names.filter((name) => base[name] !== now[name]).map((name) => [name, now[name] ?? null]));
};

export async function startScenarioWorld(): Promise<ScenarioWorld> {
  const services = await startSimulators({ seed: 'empty' });
  const { graph, zoho } = services.connection;

  const email = rows.find(({ name }) => name === 'e-mail')!;
  async function contacts(side: 'outlook' | 'zoho'): Promise<readonly Raw[]> {
    const base = side === 'outlook' ? graph.api : zoho.api;
    const state = (await (await fetch(`${base}/_simulator/state`)).json()) as State;
    return (side === 'outlook' ? state.contacts : state.modules?.Contacts) ?? [];
  }
  async function contact(side: 'outlook' | 'zoho', n: number): Promise<Raw | null> {
    const found = (await contacts(side)).filter((one) => email[side](one) === emailOf(n));
    if (found.length > 1) throw new Error(`${found.length} contacts of scenario ${n} in ${side}`);
    return found[0] ?? null;
  }

  async function ask(url: string, method: string, token: string, body?: unknown): Promise<void> {
    const answer = await fetch(url, {
      method,
      headers: authorized(token),
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`${method} ${url}: ${answer.status} ${await answer.text()}`);
  }

  async function editOutlook(n: number, base: Fields, now: Fields | null): Promise<void> {
    const url = `${graph.api}/v1.0/me/contacts/${encodeURIComponent(String((await contact('outlook', n))?.id))}`;
    if (now === null) return ask(url, 'DELETE', graph.accessToken);
    const body = graphForm(changed(base, now));
    if (Object.keys(body).length > 0) await ask(url, 'PATCH', graph.accessToken, body);
  }

  async function editZoho(n: number, base: Fields, now: Fields | null): Promise<void> {
    const url = `${zoho.api}/crm/v8/Contacts/${String((await contact('zoho', n))?.id)}`;
    if (now === null) return ask(url, 'DELETE', zoho.accessToken);
    const body = zohoForm(changed(base, now));
    if (Object.keys(body).length > 0) await ask(url, 'PUT', zoho.accessToken, { data: [body], trigger: [] });
  }

  return {
    services,
    seed(befores) {
      services.graph.reset();
      services.zoho.reset();
      const first = (row: Row, side: 'outlook' | 'zoho', n: number) => own(n, row.base ?? row[side] ?? {});
      services.graph.seed({
        contacts: befores.map((row, n) => ({ ...graphForm(first(row, 'outlook', n)), categories: ['Zoho'] })),
      } as never);
      services.zoho.seed({ records: { Contacts: befores.map((row, n) => zohoForm(first(row, 'zoho', n))) } } as never);
    },
    async edit(befores) {
      for (const [n, row] of befores.entries()) {
        if (!row.base) continue;
        await editOutlook(n, row.base, row.outlook);
        await editZoho(n, row.base, row.zoho);
      }
    },
    contact,
    writes: () => {
      const isWrite = ({ method, path }: { method: string; path: string }) =>
        method !== 'GET' && !/\/(coql|\$batch|token)$/.test(path);
      return [...services.graph.log.list(), ...services.zoho.log.list()].filter(isWrite).length;
    },
  };
}
