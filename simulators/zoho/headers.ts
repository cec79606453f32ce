import { createHash } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import type { World } from './state';
import { userOf } from './state';
import { zohoTime } from './times';

/** Programs that read these by another program's numbers would fail at the real service, too. */
const FIXED = {
  server: 'ZGS',
  'referrer-policy': 'strict-origin',
  'content-security-policy':
    "default-src 'none';frame-ancestors 'self'; report-uri https://logsapi.zoho.com/csplog?service=crm",
  'cache-control': 'no-store, no-cache, must-revalidate, private',
  pragma: 'no-cache',
  expires: 'Thu, 01 Jan 1970 00:00:00 GMT',
  clientversion: '13385089',
  clientsubversion: '7432b849c14b9f458689de05f79d175e',
  'content-disposition': 'attachment; filename=response.json',
  'content-language': 'en-US',
};

/** One id for both cookies of an answer. */
function cookieId(text: string): string {
  const hex = createHash('md5').update(text).digest('hex');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** When the token ends, in its user's zone; nothing where there is no such token. */
function tokenEnd(world: World, authorization = ''): Record<string, string> {
  const text = authorization.split(' ')[1];
  const token = world.state.tokens.find((one) => one.token === text);
  const zone = token && userOf(world.state, token.user)?.time_zone;
  return zone ? { 'x-accesstoken-reset': zohoTime(token.expires, zone) } : {};
}

/** What each answer of the CRM carries (recorded answers of 2026). */
export function usualHeaders(world: World, request: FastifyRequest) {
  const id = cookieId(request.id);
  return {
    ...FIXED,
    'set-cookie': [
      `crmcsr=${id};path=/;SameSite=None;Secure;priority=high`,
      `_zcsr_tmp=${id};path=/;SameSite=Strict;Secure;priority=high`,
    ],
    'server-timing': 'cpuTime;desc="CPU Time";dur=1, totalTime;desc="Total Execution Time";dur=1',
    ...tokenEnd(world, request.headers.authorization),
  };
}
