/** What start.ts left to be done. */
export default (): Promise<void> | undefined => (globalThis as { stopPostgres?: () => Promise<void> }).stopPostgres?.();
