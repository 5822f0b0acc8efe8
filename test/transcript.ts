/**
 * Transcripts in Markdown: `console` blocks in which a line that begins with `$ ` is a command, which goes on as long as its
 * lines end with a backslash, and what follows is what it prints. `…` stands for anything; lines may be broken at blanks.
 */
import { spawn } from 'node:child_process';

export interface Step {
  readonly command: string;
  readonly printed: string;
}

/** All blocks that use curl, as one session: what one sets the next may use. */
export function stepsOf(markdown: string): readonly Step[] {
  const blocks = [...markdown.matchAll(/^```console\n([\s\S]*?)^```$/gm)].map(([, block = '']) => block);
  return blocks
    .filter((block) => block.includes('curl '))
    .flatMap((block) => block.split(/^\$ /m).slice(1))
    .map((text) => {
      const [command = ''] = /^(?:.*\\\n)*.*\n?/.exec(text) ?? [];
      return { command: command.trim(), printed: text.slice(command.length) };
    });
}

/** Runs the commands in one shell. @returns what each of them printed */
export function runCommands(
  commands: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<readonly string[]> {
  const mark = '\u0001';
  const script = commands.map((command) => `${command}\nprintf '\\001'\n`).join('');
  return new Promise((resolve, reject) => {
    const shell = spawn('bash', ['-s'], { env: { ...process.env, ...env }, stdio: ['pipe', 'pipe', 'inherit'] });
    let printed = '';
    shell.stdout.setEncoding('utf8').on('data', (text: string) => {
      printed += text;
    });
    shell.once('error', reject);
    shell.once('close', () => resolve(printed.split(mark).slice(0, commands.length)));
    shell.stdin.end(script);
  });
}

/** `printed` as a pattern of the whole of what a command may print. */
export function patternOf(printed: string): RegExp {
  const parts = oneLine(printed).split(/ ?… ?/);
  return new RegExp(`^${parts.map((part) => part.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&')).join('.*')}$`);
}

export const oneLine = (text: string) => text.replaceAll(/\s+/g, ' ').trim();
