/** One line of iCalendar: `DTSTART;TZID=Asia/Tokyo:20260601T090000`. */
export interface Property {
  readonly name: string;
  readonly params: Readonly<Record<string, string>>;
  readonly value: string;
}

export interface Component {
  readonly name: string;
  readonly properties: readonly Property[];
  readonly components: readonly Component[];
}

interface Open {
  readonly name: string;
  readonly properties: Property[];
  readonly components: Component[];
}

/** The lines of a text, those that were folded put together again. */
export const unfolded = (text: string): readonly string[] =>
  text
    .replace(/\r?\n[ \t]/g, '')
    .split(/\r?\n/)
    .filter((line) => line !== '');

const unquoted = (text: string): string => text.replace(/^"(.*)"$/, '$1');

function property(line: string): Property | null {
  const match = /^([A-Za-z0-9-]+)((?:;[A-Za-z0-9-]+=(?:"[^"]*"|[^":;,]*)(?:,(?:"[^"]*"|[^":;,]*))*)*):(.*)$/s.exec(
    line,
  );
  if (!match) return null;
  const [, name = '', params = '', value = ''] = match;
  const pairs = [...params.matchAll(/;([A-Za-z0-9-]+)=((?:"[^"]*"|[^";])*)/g)];
  const read = pairs.map(([, key = '', text = '']) => [key.toUpperCase(), unquoted(text)]);
  return { name: name.toUpperCase(), params: Object.fromEntries(read) as Record<string, string>, value };
}

/** Reads a calendar object strictly; null when it is none: another root, a line without a colon, an end without a begin. */
export function readCalendar(text: string): Component | null {
  const stack: Open[] = [{ name: '', properties: [], components: [] }];
  for (const line of unfolded(text)) {
    const read = property(line);
    const top = stack[stack.length - 1];
    if (!read || !top) return null;
    const value = read.value.toUpperCase();
    if (read.name === 'BEGIN') stack.push({ name: value, properties: [], components: [] });
    else if (read.name !== 'END') top.properties.push(read);
    else {
      if (top.name !== value || stack.length < 2) return null;
      stack.pop();
      stack[stack.length - 1]?.components.push(top);
    }
  }
  const [root] = stack;
  const [calendar, ...others] = root?.components ?? [];
  const sound = stack.length === 1 && others.length === 0 && root?.properties.length === 0;
  return sound && calendar?.name === 'VCALENDAR' ? calendar : null;
}

export const all = (component: Component, name: string): readonly Property[] =>
  component.properties.filter((one) => one.name === name);
export const first = (component: Component, name: string): Property | undefined => all(component, name)[0];
export const valueOf = (component: Component, name: string): string => first(component, name)?.value ?? '';

/** What the object is about: everything but the time zones. */
export const itemsOf = ({ components }: Component): readonly Component[] =>
  components.filter(({ name }) => name !== 'VTIMEZONE');

/** A text with lines of 75 octets at most, as RFC 5545 wants it; never cut within a character. */
export function folded(line: string): string {
  const parts = [''];
  let size = 0;
  for (const char of line) {
    const bytes = Buffer.byteLength(char);
    if (size + bytes > 75) {
      parts.push(' ');
      size = 1;
    }
    parts[parts.length - 1] += char;
    size += bytes;
  }
  return parts.join('\r\n');
}
