import { chunk } from 'lodash';
import type { ZohoClient } from '../../../clients/zoho';
import { MAX_IN_LIST, inList } from '../values';

/** A deal that is not closed. */
export interface OpenDeal {
  readonly id: string;
  readonly name: string;
  /** Id of its contact. */
  readonly contact: string;
}

type Row = Readonly<Record<string, unknown>>;
interface Stage {
  readonly actual_value?: string;
  readonly display_value?: string;
  readonly forecast_type?: string;
  readonly forecast_category?: unknown;
}

const closedWord = /^closed|^(won|lost)$/i;
const isClosed = ({ forecast_type: type, actual_value: value = '' }: Stage): boolean =>
  type ? closedWord.test(type) : closedWord.test(value);

/** An org calls its stages as it likes; its metadata says which of them are the end. */
async function closedStages(zoho: ZohoClient): Promise<ReadonlySet<string>> {
  const reply = await zoho.get('/settings/fields', { query: { module: 'Deals' } });
  const fields = (reply?.fields ?? []) as readonly (Row & { readonly pick_list_values?: readonly Stage[] })[];
  const stages = fields.find(({ api_name }) => api_name === 'Stage')?.pick_list_values ?? [];
  const closed = stages.filter(isClosed);
  return new Set(closed.flatMap((one) => [one.actual_value ?? '', one.display_value ?? '']));
}

const contactOf = ({ Contact_Name }: Row): string => String((Contact_Name as { id?: unknown } | null)?.id ?? '');

/** The open deals of these contacts. Throws ApiError. */
export async function findOpenDeals(zoho: ZohoClient, contacts: readonly string[]): Promise<readonly OpenDeal[]> {
  if (contacts.length === 0) return [];
  const closed = await closedStages(zoho);
  const isOpen = ({ Stage: stage }: Row): boolean => !closed.has(String(stage)) && !closedWord.test(String(stage));
  const found: OpenDeal[] = [];
  for (const part of chunk([...new Set(contacts)], MAX_IN_LIST)) {
    const select = `select Deal_Name, Stage, Contact_Name from Deals where ${inList('Contact_Name', part)} order by id asc`;
    for await (const page of zoho.coql({ select, limit: 200 }))
      for (const row of (page.data as readonly Row[]).filter(isOpen))
        found.push({ id: String(row.id), name: String(row.Deal_Name ?? ''), contact: contactOf(row) });
  }
  return found;
}
