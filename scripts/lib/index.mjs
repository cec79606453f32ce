export { ensureChromium } from './chromium.mjs';
export { ensureModules } from './modules.mjs';
export { ensureNode24 } from './node24.mjs';
export { ensureN8n } from './n8n.mjs';
export { ensurePostgres, ensureQueueServices } from './queue.mjs';
export { ensureRadicale } from './radicale.mjs';
export { cacheRoot, preloads, root } from './paths.mjs';
export { run, say } from './run.mjs';
