/**
 * Faults a test can switch on. `…After` kinds let the request take effect first: they are how a lost reply is played.
 * Any other kind (such as `emptyPage`) is left for the simulated service itself to take by its name.
 */
export type FaultKind =
  | 'failBefore'
  | 'failAfter'
  | 'timeout'
  | 'timeoutAfter'
  | 'drop'
  | 'dropAfter'
  | 'status'
  | 'statusAfter'
  | 'badJson'
  | 'badJsonAfter'
  | 'delay'
  | 'emptyPage'
  | 'duplicatePage'
  | (string & {});

export interface Fault {
  /** All given parts must match. `path` and `body` are regular expressions, `path` is tested on path and query. */
  match?: { method?: string; path?: string; body?: string };
  kind: FaultKind;
  status?: number;
  headers?: Record<string, string>;
  body?: unknown;
  /** How many requests it strikes; 1 when absent. */
  count?: number;
  /** How many matching requests it lets pass first. */
  skip?: number;
  delayMs?: number;
}

export interface FaultRequest {
  readonly method: string;
  readonly path: string;
  readonly body: string;
}

export interface Faults {
  add(fault: Fault): void;
  clear(): void;
  /** Faults that can still strike, with the strikes and passes they have left. */
  list(): Fault[];
  /** Takes the first fault of this phase (or of this very kind) that matches, and uses up one strike of it. */
  take(phase: 'before' | 'after' | (string & {}), request: FaultRequest): Fault | null;
}

const PHASES: Record<string, readonly string[]> = {
  before: ['failBefore', 'timeout', 'drop', 'status', 'badJson', 'delay'],
  after: ['failAfter', 'timeoutAfter', 'dropAfter', 'statusAfter', 'badJsonAfter'],
};

function matches(fault: Fault, request: FaultRequest): boolean {
  const { method, path, body } = fault.match ?? {};
  if (method && method.toUpperCase() !== request.method.toUpperCase()) return false;
  if (path && !new RegExp(path, 'i').test(request.path)) return false;
  return !body || new RegExp(body).test(request.body);
}

/** Answers whether this fault strikes now; a fault still skipping uses up one pass instead. */
function strikes(fault: Fault): boolean {
  if (fault.skip) {
    fault.skip -= 1;
    return false;
  }
  fault.count = (fault.count ?? 1) - 1;
  return true;
}

export function makeFaults(): Faults {
  let faults: Fault[] = [];
  return {
    add: (fault) => void faults.push({ ...fault }),
    clear: () => void (faults = []),
    list: () => faults.map((fault) => ({ ...fault })),
    take: (phase, request) => {
      const kinds = PHASES[phase] ?? [phase];
      const struck = faults.find((fault) => kinds.includes(fault.kind) && matches(fault, request) && strikes(fault));
      faults = faults.filter((fault) => (fault.count ?? 1) > 0);
      return struck ?? null;
    },
  };
}
