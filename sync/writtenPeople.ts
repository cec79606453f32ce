import type { Person } from './recipients';

/** Commas and semicolons part people, but not within quotes or angle brackets ("Yamada, Taro" <taro@example.jp>). */
const parts = (text: string): readonly string[] => text.match(/(?:"[^"]*"|<[^>]*>|[^,;"<]|["<])+/g) ?? [];

const whole = /^\s*(.*?)\s*<([^<>]*)>\s*$/s;

function personIn(part: string): Person | null {
  const [, name = '', inside] = whole.exec(part) ?? [];
  const address = (inside ?? part).trim();
  return address ? { name: name.replace(/^"(.*)"$/, '$1').trim(), address } : null;
}

/** `Taro <taro@example.jp>, hanako@example.jp`, as people and mail programs write recipients. */
export const writtenPeople = (text: string): readonly Person[] => parts(text).flatMap((part) => personIn(part) ?? []);
