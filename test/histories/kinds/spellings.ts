/** Ways in which people, phones and programs write an address in Outlook. */
const spellings: Readonly<Record<string, (address: string) => string>> = {
  plain: (address) => address,
  upper: (address) => address.toUpperCase(),
  named: (address) => `Person, A. <${address}>`,
  quoted: (address) => `'${address}'`,
  link: (address) => `mailto:${address}`,
  dot: (address) => `${address}.;`,
  wide: (address) => address.replace(/[@a-z]/g, (one) => String.fromCharCode(one.charCodeAt(0) + 0xfee0)),
  marks: (address) => `\u200b${address}\u00a0`,
  idn: (address) => address.replace('example.jp', '例え.jp'),
};

export const ways = Object.keys(spellings);
export const spelt = (address: string, way: string): string => spellings[way]!(address);
