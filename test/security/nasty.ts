import fc from 'fast-check';

/** Pieces that mean something to one of the languages a value passes through, and must mean nothing. */
export const pieces: readonly string[] = [
  ...[
    "'",
    "''",
    '"',
    '`',
    '\\',
    "\\'",
    "') or (id is not null",
    "'; drop table record; --",
    "' or '1'='1",
    '%',
    '_',
    '*',
  ],
  ...[
    'limit 0',
    'order by id',
    '/*',
    '*/',
    '--',
    '#',
    '?a=b',
    '&trigger=1',
    '$filter=true',
    '$select',
    '..',
    '../..',
    '/',
  ],
  ...['%27', '%00', '%2e%2e%2f', '%0d%0aX-Evil: 1', '+', '=', ';', ':', '|', '~', '^', '@odata.type', '@', 'Bearer'],
  ...[
    '<script>alert(1)</script>',
    '<img src=x onerror=alert(1)>',
    '&lt;b&gt;',
    '&amp;',
    '&#39;',
    '<!--',
    ']]>',
    '</body>',
  ],
  ...[
    '{{ $json.secret }}',
    '={{ 1+1 }}',
    '=1+1',
    '${7*7}',
    '$(id)',
    '#{1}',
    '<%= 1 %>',
    '[x](javascript:alert(1))',
    '**b**',
  ],
  ...[
    '__proto__',
    'constructor',
    'prototype',
    'toString',
    'hasOwnProperty',
    'null',
    'undefined',
    'NaN',
    'true',
    '0',
    '[]',
    '{}',
  ],
  ...['é', 'ß', '日本語', '田中', '😀', '👨‍👩‍👧', 'مرحبا', '\u200d', '“x”', '·', 'ﬁ', 'Ａ'],
];

/** A nasty text of at most so many signs on one line, without space at its ends: services trim. */
export const nasty = (longest: number): fc.Arbitrary<string> =>
  fc
    .array(
      fc.oneof(
        { weight: 4, arbitrary: fc.constantFrom(...pieces) },
        { weight: 1, arbitrary: fc.string({ maxLength: 8 }) },
      ),
      {
        minLength: 1,
        maxLength: 4,
      },
    )
    .map((parts) =>
      parts
        .join(' ')
        .replace(/[\p{Cc}\u2028\u2029]/gu, ' ')
        .replace(/\s+/g, ' ')
        .slice(0, longest)
        .trim(),
    )
    // a cut may leave half a sign
    .map((text) => text.replace(/\p{Surrogate}/gu, '').trim())
    .filter((text) => /[\p{L}\p{N}]/u.test(text));
