import { createHash } from 'node:crypto';
import type { ZohoClient } from '../../clients/zoho';
import {
  zohoChangeFingerprints,
  readOwnership,
  removeChannel,
  ensureChannel,
  type ZohoChannel,
} from '../../sides/zoho';
import { zohoClient } from '../shared/clients';
import type { TriggerContext } from '../shared/context';
import { chosenPerson } from '../shared/parameters';
import { UsageError } from '../../engine/errors';
import type { Notifier, Endpoint, Notification } from '../shared/trigger/notifier';
import { secretFingerprint, matchesSecret, numberFromSecret, type SecretOf } from '../shared/trigger/notifier';

const modulesOf = (context: TriggerContext): readonly string[] => {
  const value = context.getNodeParameter('modules', []) as string[] | string;
  const names = typeof value === 'string' ? value.split(',') : value;
  return [...new Set(names.map((name) => name.trim()).filter(Boolean))];
};

/** Other modules make another channel with another token; so a channel never has to be changed. */
const tokenOf = (context: TriggerContext, secretOf: SecretOf): string =>
  secretOf(JSON.stringify([...modulesOf(context)].sort()));

function channelOf(context: TriggerContext, { url, secretOf }: Endpoint): ZohoChannel {
  const modules = modulesOf(context);
  if (modules.length === 0)
    throw new UsageError('The trigger is to watch nothing.', 'Choose at least one of the Modules.');
  const token = tokenOf(context, secretOf);
  // the address is part of the number, so that a copy of this n8n elsewhere does not take the channel over
  return { id: numberFromSecret(`${token} ${url}`), modules, token, url: `${url}?w=${secretFingerprint(token)}` };
}

type Body = Readonly<Record<string, unknown>>;
const isBody = (value: unknown): value is Body => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Zoho numbers nothing, but says to the millisecond when it happened. */
const idOf = ({ server_time, module, operation, ids }: Body): string | null =>
  typeof server_time === 'number'
    ? createHash('sha256')
        .update(JSON.stringify([server_time, module, operation, Array.isArray(ids) ? ids.slice(0, 100) : null]))
        .digest('hex')
    : null;

function readNotifications(context: TriggerContext, body: unknown, secretOf: SecretOf): readonly Notification[] {
  const given = isBody(body) ? body : {};
  if (!matchesSecret(given.token, tokenOf(context, secretOf))) return [];
  const modules = modulesOf(context);
  const named = modules.filter((module) => module === given.module);
  const id = idOf(given);
  return (named.length > 0 ? named : modules).map((topic) => ({
    topic,
    isLifecycle: false,
    id: id && `${topic} ${id}`,
  }));
}

/** The id of the owner whose records are looked at; '' for all that the signed-in user sees. */
async function ownerOf(context: TriggerContext, zoho: ZohoClient): Promise<string> {
  const chosen = chosenPerson(context.getNodeParameter('owner', ''), 'Owner');
  if (chosen === '') return '';
  return (await readOwnership(zoho, chosen))?.owner.id ?? '';
}

/** One notification channel of Zoho CRM for all chosen modules. */
export const zohoNotifier: Notifier = {
  side: 'zoho',
  name: 'modules',
  topics: modulesOf,
  readNotifications,
  // Zoho tests no address
  handshake: () => null,
  untold: () => [],
  async changeFingerprint(context, modules) {
    const zoho = await zohoClient(context);
    const texts = await zohoChangeFingerprints(zoho, modules, await ownerOf(context, zoho));
    return new Map(modules.map((module, at) => [module, texts[at] ?? '']));
  },
  async ensureSubscriptions(context, endpoint, eager) {
    return await ensureChannel(await zohoClient(context), channelOf(context, endpoint), Date.now(), eager);
  },
  async removeSubscriptions(context, endpoint) {
    await removeChannel(await zohoClient(context), channelOf(context, endpoint).id);
  },
};
