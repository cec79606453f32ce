import { badRequest } from './errors';

export type Extension = Record<string, unknown>;

const TYPE = '#microsoft.graph.openTypeExtension';
const PREFIX = 'microsoft.graph.openTypeExtension.';

/** Brings an open extension into the form it is read back in [docs: extended properties]. */
export function newExtension(body: unknown): Extension {
  const { '@odata.type': _type, id: _id, extensionName, ...own } = (body ?? {}) as Extension;
  if (typeof extensionName !== 'string')
    throw badRequest("The property 'extensionName' is required.", 'RequestBodyRead');
  return { '@odata.type': TYPE, id: `${PREFIX}${extensionName}`, extensionName, ...own };
}

/** Matches an extension by its name, its id, or the id of older days. */
export const isNamed = (name: string) => (extension: Extension) =>
  extension.extensionName === name ||
  extension.id === name ||
  `Microsoft.OutlookServices.OpenTypeExtension.${String(extension.extensionName)}` === name;
