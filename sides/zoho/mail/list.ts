import { zohoPath, type ZohoClient, type ZohoPage } from '../../../clients/zoho';

/** Mails that show on a record, ten a page (v8 docs: "Get emails of a record"). Throws ApiError. */
export async function* listMails(zoho: ZohoClient, module: string, id: string): AsyncGenerator<ZohoPage> {
  const path = zohoPath`/${module}/${id}/Emails`;
  let index: unknown;
  do {
    const reply = await zoho.get(path, { query: { index: index as string | undefined } });
    const next: unknown = reply?.info?.more_records === true ? reply.info.next_index : undefined;
    yield { data: reply?.Emails ?? reply?.email_related_list ?? [], more: next !== undefined };
    if (next === index) return;
    index = next;
  } while (index !== undefined && index !== null);
}
