/** Counts the moments at which a process may die, and lets it die at one of them: from then on nothing more gets through. */
export interface Stepper {
  /** A moment has come. Before the fatal one it passes; at it, and ever after, it never returns. */
  step(): Promise<void>;
  /** Runs `work` until it ends or the process dies. */
  live<T>(work: () => Promise<T>): Promise<'died' | { readonly value: T }>;
  readonly taken: number;
}

const forever = new Promise<never>(() => undefined);

/** `fatal`: the number of the moment to die at; 0 lives on. */
export function makeStepper(fatal = 0): Stepper {
  let taken = 0;
  let die: (() => void) | null = null;
  const death = new Promise<'died'>((resolve) => (die = () => resolve('died')));
  return {
    async step() {
      taken += 1;
      if (fatal === 0 || taken < fatal) return;
      die?.();
      await forever;
    },
    live: async (work) => await Promise.race([work().then((value) => ({ value })), death]),
    get taken() {
      return taken;
    },
  };
}
