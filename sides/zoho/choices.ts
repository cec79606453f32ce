import type { ZohoClient } from '../../clients/zoho';
import { pageOf } from '../choices';
import type { Choice, Choices } from '../types';

interface Module {
  readonly api_name: string;
  readonly plural_label?: string;
  readonly api_supported?: boolean;
  readonly visible?: boolean;
}

interface FieldLabel {
  readonly api_name: string;
  readonly field_label?: string;
  readonly data_type?: string;
}

interface View {
  readonly id: string;
  readonly display_value?: string;
  readonly name?: string;
  readonly system_defined?: boolean;
}

const byName = (a: Choice, b: Choice): number => a.name.localeCompare(b.name);

/** The org's modules that have an API, by API name. */
export async function chooseModule(zoho: ZohoClient, search?: string, token?: string): Promise<Choices> {
  const reply = await zoho.get('/settings/modules');
  const modules = ((reply?.modules ?? []) as readonly Module[]).filter(({ api_supported }) => api_supported !== false);
  const choices = modules.map(({ api_name, plural_label }) => ({ name: plural_label ?? api_name, value: api_name }));
  return pageOf([...choices].sort(byName), search, token);
}

/** The fields of a module, by API name. */
export async function chooseField(zoho: ZohoClient, module: string, search?: string, token?: string): Promise<Choices> {
  const reply = await zoho.get('/settings/fields', { query: { module } });
  const fields = (reply?.fields ?? []) as readonly FieldLabel[];
  const choices = fields.map(({ api_name, field_label, data_type }) => ({
    name: field_label ?? api_name,
    value: api_name,
    description: `${api_name}${data_type ? `, ${data_type}` : ''}`,
  }));
  return pageOf([...choices].sort(byName), search, token);
}

/** The custom views of a module, by id. */
export async function chooseView(zoho: ZohoClient, module: string, search?: string, token?: string): Promise<Choices> {
  const reply = await zoho.get('/settings/custom_views', { query: { module } });
  const views = (reply?.custom_views ?? []) as readonly View[];
  const choices = views.map(({ id, display_value, name }) => ({ name: display_value ?? name ?? id, value: id }));
  return pageOf(choices, search, token);
}
