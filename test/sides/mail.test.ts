import fc from 'fast-check';
import { toPlainText, fitBody, MOST_BODY } from '../../sides/mail';

const html = (content: string) => fitBody({ format: 'html', content });

describe("a mail's text for the CRM", () => {
  test('stays as it is where it fits', () => {
    expect(html('<p>Hello</p>')).toEqual({ format: 'html', content: '<p>Hello</p>', cut: false });
  });

  test("first loses Word's style sheets, comments and scripts, which say nothing", () => {
    const style = `<STYLE>${'p {color: red} '.repeat(3000)}</STYLE><!-- ${'x'.repeat(9000)} --><script>bad()</script>`;
    const fitted = html(`<html><head>${style}</head><body>${style}<p>Dear Hanako</p></body></html>`);
    expect(fitted).toMatchObject({ cut: false });
    expect(fitted.content).toContain('Dear Hanako');
    expect(fitted.content).not.toMatch(/style|script|xxx/i);
  });

  test('keeps what only looks like a head, a comment or a style sheet', () => {
    const long = `<!-- ${'x'.repeat(40_000)} -->`;
    const kept = '<header>Offer</header><p title="<style> <!--">for <a title="x > y">Hanako</a></p>';
    expect(html(long + kept)).toEqual({ format: 'html', content: kept, cut: false });
  });

  test('of several megabytes is not read to its end, and says so', () => {
    const fitted = html(`<p>Dear Hanako</p><!-- ${'x'.repeat(3_000_000)} --><p>Taro</p>`);
    expect(fitted.cut).toBe(true);
    expect(fitted.content).toMatch(/^<p>Dear Hanako<\/p>.*only in Outlook/);
  });

  test('is cut with a mark, in text as in HTML', () => {
    const text = fitBody({ format: 'text', content: 'line\n'.repeat(10_000) });
    expect(text.cut).toBe(true);
    expect(text.content).toMatch(/\[… The rest of this mail is only in Outlook\.\]$/);
    expect(text.content.length).toBeLessThanOrEqual(MOST_BODY);
  });

  test('is cut in no time, whatever two megabytes hold', () => {
    const began = Date.now();
    for (const part of ['<!--', '<style', '<', '&', '😀', '<script><', ' \n'])
      html(part.repeat(2_000_000 / part.length));
    expect(Date.now() - began).toBeLessThan(5000);
  });

  test('is never cut within a tag, an entity or a letter', () => {
    const part = fc.constantFrom('<p class="a">', '&amp;', '😀', 'text ', '</p>', '&#128512;', 'ｶﾅ');
    const content = fc.array(part, { minLength: 12_000, maxLength: 14_000 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(content, (whole) => {
        const fitted = html(whole);
        const end = fitted.cut
          ? fitted.content.slice(0, -'<p><b>[… The rest of this mail is only in Outlook.]</b></p>'.length)
          : '';
        expect(fitted.content.length).toBeLessThanOrEqual(MOST_BODY);
        expect(() => encodeURIComponent(end)).not.toThrow();
        expect(end.lastIndexOf('<')).toBeLessThanOrEqual(end.lastIndexOf('>'));
        expect(end).not.toMatch(/&[#\w]*$/);
      }),
      { numRuns: 10 },
    );
  });

  test('may go without formatting', () => {
    expect(toPlainText({ format: 'html', content: '<p>One</p><p>Two &amp; three</p>' }).content).toMatch(
      /One\s+Two & three/,
    );
  });
});
