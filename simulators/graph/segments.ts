import { badRequest } from './errors';

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    throw badRequest('The request URL is not properly encoded.');
  }
}

/** Brings the ways to write one path together: key in brackets, deep child folders, `delta()`. */
export function segmentsOf(path: string): string[] {
  const segments = path
    .split('/')
    .filter(Boolean)
    .map(decode)
    .flatMap((part) => /^(\w+)\((?:'(.*)'|(.*))\)$/.exec(part)?.slice(1).filter(Boolean) ?? [part])
    .map((part) => part.replace(/^microsoft\.graph\./, ''));
  const [user, folders, , child, id, ...rest] = segments;
  const isDeep = /^(contact|mail)folders$/i.test(folders ?? '') && child?.toLowerCase() === 'childfolders' && id;
  return isDeep
    ? segmentsOf([user, folders, id, ...rest].map((part) => encodeURIComponent(part ?? '')).join('/'))
    : segments;
}
