/**
 * A note is kept twice: as plain text, which is searched, and as HTML, which is shown. Whichever is written, the other is
 * derived. The HTML is stored as it was given: whoever renders it must sanitize it.
 */
import { Parser } from 'htmlparser2';
import { textOf } from '../value/input.ts';
import { fold } from '../value/text.ts';

export interface Note {
  readonly note: string;
  readonly note_folded: string;
  readonly note_html: string | null;
}

export interface NoteInput {
  readonly note?: string | null;
  readonly noteHtml?: string | null;
}

/**
 * What a note becomes; nothing when neither form says anything new. Programs send back whole objects with one form
 * edited: of two forms, the one that differs from what is stored counts, and the HTML if both do. What is stored already is
 * taken however long it is: the HTML that was derived of a long text may be longer than a text may be.
 */
export function noteAfter(current: Pick<Note, 'note' | 'note_html'>, { note, noteHtml }: NoteInput): Partial<Note> {
  const html = noteHtml || null;
  if (noteHtml !== undefined && html !== current.note_html) return fromHtml(html && textOf('noteHtml', html));
  const text = note ?? '';
  return note !== undefined && text !== current.note ? fromText(textOf('note', text)) : {};
}

export const noNote: Note = { note: '', note_folded: '', note_html: null };

function fromText(note: string): Note {
  return { note, note_folded: fold(note), note_html: htmlOfText(note) };
}

/** What is derived of a plain note. */
export function htmlOfText(note: string): string | null {
  const lines = escaped(note).split('\n');
  return note === '' ? null : `<body>${lines.map((line) => `<p>${line || '<br>'}</p>`).join('')}</body>`;
}

function fromHtml(html: string | null): Note {
  const note = textOfHtml(html ?? '');
  return { note, note_folded: fold(note), note_html: html };
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

function escaped(text: string): string {
  return text.replaceAll(/[&<>"]/g, (character) => entities[character] ?? character);
}

const blocks = new Set(
  'address article blockquote body div dl dt dd h1 h2 h3 h4 h5 h6 li ol p pre table tr ul'.split(' '),
);
const unseen = new Set(['head', 'script', 'style', 'template', 'title']);

/** What a reader sees: tags are gone, entities are characters, blocks are lines, blanks are one. */
export function textOfHtml(html: string): string {
  const lines = [''];
  let hidden = 0;
  const newLine = () => {
    // Blanks between blocks are the writer's indentation.
    if (lines.at(-1)?.trim() === '') lines.pop();
    lines.push('');
  };
  const parser = new Parser({
    onopentag(name) {
      if (unseen.has(name)) hidden += 1;
      if (name === 'br') lines.push('');
      else if (blocks.has(name)) newLine();
    },
    ontext(text) {
      if (hidden === 0) lines.push((lines.pop() ?? '') + text);
    },
    onclosetag(name) {
      if (unseen.has(name)) hidden -= 1;
      else if (blocks.has(name)) newLine();
    },
  });
  parser.end(html);
  return lines
    .map((line) => line.replaceAll(/[\t\n\f\r ]+/g, ' ').trim())
    .join('\n')
    .trim();
}
