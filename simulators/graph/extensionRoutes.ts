import type { Handler } from './call';
import { noContent, ok } from './call';
import { contactOf } from './contactRoutes';
import { graphError, notFound } from './errors';
import type { Extension } from './openExtensions';
import { isNamed, newExtension } from './openExtensions';
import { contextOf } from './render';
import { touchContact } from './store';

export const listExtensions: Handler = (call) =>
  ok(call, { ...contextOf(call, 'contacts/extensions'), value: contactOf(call).extensions });

export const addExtension: Handler = (call) => {
  const contact = contactOf(call);
  const extension = newExtension(call.body);
  if (contact.extensions.some(isNamed(String(extension.extensionName))))
    throw graphError(409, 'ErrorExtensionExists', 'An extension with this name already exists on the item.');
  contact.extensions.push(extension);
  touchContact(call.state, contact, [], call.now);
  return ok(call, extension, 201);
};

export const getExtension: Handler = (call) => {
  const extension = contactOf(call).extensions.find(isNamed(call.params.name ?? ''));
  if (!extension) throw notFound();
  return ok(call, extension);
};

export const patchExtension: Handler = (call) => {
  const contact = contactOf(call);
  const extension = contact.extensions.find(isNamed(call.params.name ?? ''));
  if (!extension) throw notFound();
  Object.assign(extension, newExtension({ ...(call.body as Extension), extensionName: extension.extensionName }));
  touchContact(call.state, contact, [], call.now);
  return ok(call, extension);
};

export const removeExtension: Handler = (call) => {
  const contact = contactOf(call);
  const kept = contact.extensions.filter((extension) => !isNamed(call.params.name ?? '')(extension));
  if (kept.length === contact.extensions.length) throw notFound();
  contact.extensions = kept;
  touchContact(call.state, contact, [], call.now);
  return noContent;
};
