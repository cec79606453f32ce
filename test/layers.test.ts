import { posix } from 'node:path';
import { filesIn, importsOf, textOf } from './support/sourceTree';

type Layer = 'reasons' | 'sync' | 'clients' | 'archive' | 'sides' | 'engine' | 'nodes' | 'credentials' | 'simulators';

/** Which of our folders, and which packages, each layer may import. */
const rules: Readonly<Record<Layer, { readonly ours: readonly Layer[]; readonly packages: RegExp }>> = {
  reasons: { ours: [], packages: /^lodash.*$/ },
  sync: { ours: ['reasons'], packages: /^(diff|email-providers\/all\.json|tldts-icann)$/ },
  clients: {
    ours: ['reasons'],
    packages: /^(node:(crypto|stream)|@microsoft\/microsoft-graph-client|cockatiel|lodash.*|luxon|tsdav)$/,
  },
  archive: { ours: ['reasons', 'sync'], packages: /^(node:.*|kysely|lodash.*|pg)$/ },
  sides: {
    ours: ['clients', 'reasons', 'sync'],
    packages: /^(node:crypto|diff|entities\/escape|htmlparser2|ical\.js|lodash.*|luxon|windows-iana)$/,
  },
  engine: { ours: ['archive', 'clients', 'reasons', 'sides', 'sync'], packages: /^(node:.*|diff|lodash.*|luxon)$/ },
  nodes: {
    ours: ['archive', 'clients', 'credentials', 'engine', 'reasons', 'sides', 'sync'],
    packages: /^(node:.*|n8n-workflow|diff|lodash.*|luxon)$/,
  },
  credentials: { ours: ['clients', 'reasons'], packages: /^(node:.*|n8n-workflow)$/ },
  simulators: { ours: [], packages: /^(node:.*|fastify|@faker-js\/faker|lodash.*|luxon)$/ },
};
const layers = Object.keys(rules) as Layer[];

function breach(layer: Layer, file: string, name: string): string | null {
  const { ours, packages } = rules[layer];
  if (!name.startsWith('.')) return packages.test(name) ? null : `${file} imports the package ${name}`;
  const target = posix.join(posix.dirname(file), name).split('/')[0] as Layer;
  return target === layer || ours.includes(target) ? null : `${file} imports ${name}`;
}

test.each(layers)('%s imports only what it may', (layer) => {
  const breaches = filesIn(layer).flatMap((file) => importsOf(file).flatMap((name) => breach(layer, file, name) ?? []));
  expect(breaches).toEqual([]);
});

test.each(filesIn('sync'))('%s knows no clock and no chance', (file) => {
  expect(textOf(file)).not.toMatch(/Date\.now\(|new Date\(\)|Math\.random|process\.|globalThis/);
});

const tooLong = (file: string) => textOf(file).split('\n').length > 301;
test.each(layers)('no file of %s is longer than 300 lines', (layer) => {
  expect(filesIn(layer).filter(tooLong)).toEqual([]);
});
