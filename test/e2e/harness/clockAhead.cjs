// Preloaded into a process whose host's clock is to be wrong: CLOCK_AHEAD says by how many milliseconds.
const ahead = Number(process.env.CLOCK_AHEAD);
const { now } = Date;
const wrong = () => now() + ahead;

globalThis.Date = new Proxy(Date, {
  construct: (real, given, made) => Reflect.construct(real, given.length > 0 ? given : [wrong()], made),
  apply: (real) => new real(wrong()).toString(),
  get: (real, name) => (name === 'now' ? wrong : Reflect.get(real, name)),
});
