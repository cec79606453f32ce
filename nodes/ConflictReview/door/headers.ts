import { randomBytes } from 'node:crypto';

/** A word that lets this one answer's own style and script through, and nothing else. */
export const newNonce = (): string => randomBytes(16).toString('base64');

/**
 * The page shows customers' data on the address of the n8n editor, so nothing may be loaded, framed, sniffed or kept.
 * `same-origin` keeps the Origin of our own forms, which `no-referrer` would blank.
 */
export const headersFor = (nonce: string): Readonly<Record<string, string>> => ({
  'Content-Security-Policy': [
    "default-src 'none'",
    `style-src 'nonce-${nonce}'`,
    `script-src 'nonce-${nonce}'`,
    "form-action 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ].join('; '),
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'Referrer-Policy': 'same-origin',
  'Cache-Control': 'no-store',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Permissions-Policy': 'camera=(), microphone=(), geolocation=()',
});
