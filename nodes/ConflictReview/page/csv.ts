/**
 * What a program of tables may take for a formula begins with a mark that makes it a text (OWASP: "CSV Injection"); quotes are
 * doubled. Lines end as RFC 4180 says.
 */
function cell(value: string | number): string {
  const text = String(value);
  const safe = typeof value === 'string' && /^[\s\u0000]*[=+\-@＝＋－＠]|^[\t\r\n]/.test(text) ? `'${text}` : text;
  return `"${safe.replace(/"/g, '""')}"`;
}

/** Rows as a file that Excel and others open as it is meant; the mark at its start tells them that it is UTF-8. */
export const csvOf = (rows: readonly (readonly (string | number)[])[]): string =>
  `\ufeff${rows.map((row) => row.map(cell).join(',')).join('\r\n')}\r\n`;
