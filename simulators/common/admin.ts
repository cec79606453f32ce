import type { FastifyInstance } from 'fastify';
import type { Clock } from './clock';
import type { Fault, Faults } from './faults';
import type { RequestLog } from './requestLog';

export interface AdminPart {
  readonly clock: Clock;
  readonly faults: Faults;
  readonly log: RequestLog;
  readonly limits: Record<string, number | boolean>;
  readonly outbox: unknown[];
  reset(): void;
  seed(seed: unknown): void;
  dump(): unknown;
}

const time = (clock: Clock) => ({ now: new Date(clock.now()).toISOString() });

function moveClock(clock: Clock, body: { set?: string | number; advance?: number } | undefined): void {
  if (body?.set !== undefined) clock.set(body.set);
  if (body?.advance !== undefined) clock.advance(body.advance);
}

function addStateRoutes(app: FastifyInstance, part: AdminPart): void {
  app.post('/_simulator/reset', async ({ body }) => {
    part.reset();
    if (body) part.seed(body);
    return { ok: true };
  });
  app.post('/_simulator/seed', async ({ body }) => {
    part.seed(body ?? {});
    return { ok: true };
  });
  app.get('/_simulator/state', async () => part.dump());
  app.get('/_simulator/outbox', async () => part.outbox);
  app.delete('/_simulator/outbox', async () => {
    part.outbox.length = 0;
    return { ok: true };
  });
}

function addSwitchRoutes(app: FastifyInstance, { clock, faults, limits }: AdminPart): void {
  app.get('/_simulator/faults', async () => faults.list());
  app.post('/_simulator/faults', async ({ body }) => {
    for (const fault of [body].flat() as Fault[]) faults.add(fault);
    return faults.list();
  });
  app.delete('/_simulator/faults', async () => {
    faults.clear();
    return [];
  });
  app.get('/_simulator/clock', async () => time(clock));
  app.post('/_simulator/clock', async ({ body }) => {
    moveClock(clock, body as { set?: string; advance?: number });
    return time(clock);
  });
  app.delete('/_simulator/clock', async () => {
    clock.reset();
    return time(clock);
  });
  app.get('/_simulator/limits', async () => limits);
  app.post('/_simulator/limits', async ({ body }) => Object.assign(limits, body));
}

/** Adds the `/_simulator/…` routes; their answer shapes are written down in simulators/README.md. */
export function addAdminRoutes(app: FastifyInstance, part: AdminPart): void {
  addStateRoutes(app, part);
  addSwitchRoutes(app, part);
  app.get('/_simulator/requests', async () => part.log.list());
  app.delete('/_simulator/requests', async () => {
    part.log.clear();
    return [];
  });
}
