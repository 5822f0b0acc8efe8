import fc from 'fast-check';
import { expect, test } from 'vitest';
import { noNote, noteAfter, textOfHtml } from '../../src/opportunity/note.ts';
import { cpuMilliseconds } from '../cpu-time.ts';

test.each([
  ['<body><p>text</p></body>', 'text'],
  ['<p>a &amp; b &lt;c&gt; &eacute; &#x1F680;</p>', 'a & b <c> é 🚀'],
  ['<p>one</p>\n  <p>two<br>three</p>', 'one\ntwo\nthree'],
  ['<ul><li>a</li><li>b</li></ul>', 'a\nb'],
  ['plain <b>bold</b> text', 'plain bold text'],
  ['<style>p { color: red }</style><script>alert("x")</script><p>seen</p>', 'seen'],
  ['<!-- hidden --><p>a\n   b\t c</p>', 'a b c'],
  ['<p>never closed <b>at all', 'never closed at all'],
  ['a < b and <notatag', 'a < b and'],
  ['', ''],
])('%s reads as %j', (html, text) => {
  expect(textOfHtml(html)).toBe(text);
});

test('text becomes paragraphs, and nothing in it becomes markup', () => {
  expect(noteAfter(noNote, { note: 'a <script>\n\n"b" & c' }).note_html).toBe(
    '<body><p>a &lt;script&gt;</p><p><br></p><p>&quot;b&quot; &amp; c</p></body>',
  );
  expect(noteAfter(noNote, { note: 'x' })).toEqual({ note: 'x', note_folded: 'x', note_html: '<body><p>x</p></body>' });
});

test('text survives the way to HTML and back, but for the blanks that HTML does not show', () => {
  const line = fc.stringMatching(/^[a-zé<>&"'/;#\p{Emoji}]+( [a-z<>&]+)*$/u);
  const note = fc.array(line, { minLength: 1, maxLength: 4 }).map((lines) => lines.join('\n'));
  fc.assert(
    fc.property(note, (text) => {
      expect(textOfHtml(noteAfter(noNote, { note: text }).note_html ?? '')).toBe(text);
    }),
  );
});

test('HTML of any kind is read in time that grows with its length', () => {
  for (const bad of ['<', '<a', '&', '<!--', '</p>', '<p>']) {
    expect(cpuMilliseconds(() => textOfHtml(bad.repeat(100_000 / bad.length)))).toBeLessThan(1000);
  }
});

const stored = { note: 'old', note_html: '<p>old</p>' };

test('of two forms the one that says something new counts, and the HTML if both do', () => {
  expect(noteAfter(stored, {})).toEqual({});
  expect(noteAfter(stored, { note: 'old', noteHtml: '<p>old</p>' })).toEqual({});
  expect(noteAfter(stored, { note: 'new', noteHtml: '<p>old</p>' })).toMatchObject({ note: 'new' });
  expect(noteAfter(stored, { note: 'old', noteHtml: '<p>New</p>' })).toEqual({
    ...{ note: 'New', note_folded: 'new', note_html: '<p>New</p>' },
  });
  expect(noteAfter(stored, { note: 'text', noteHtml: '<p>html</p>' })).toMatchObject({ note: 'html' });
});

test('what was read can be written back, however long its HTML became', () => {
  for (const note of ['<'.repeat(100_000), '\n'.repeat(100_000), '"'.repeat(100_000)]) {
    const long = { ...noNote, ...noteAfter(noNote, { note }) };
    expect(long.note_html?.length).toBeGreaterThan(400_000);
    expect(noteAfter(long, { note: long.note, noteHtml: long.note_html })).toEqual({});
    expect(noteAfter(long, { note: 'edited', noteHtml: long.note_html })).toMatchObject({ note: 'edited' });
  }
  // What is new is bounded all the same.
  const tooLong = 'x'.repeat(100_001);
  expect(() => noteAfter(noNote, { note: tooLong })).toThrow('at most 100000');
  expect(() => noteAfter(noNote, { noteHtml: tooLong })).toThrow('at most 100000');
});

test('either form empties both', () => {
  const empty = { note: '', note_folded: '', note_html: null };
  for (const input of [{ note: null }, { note: '' }, { noteHtml: null }, { noteHtml: '' }]) {
    expect(noteAfter(stored, input)).toEqual(empty);
  }
});
