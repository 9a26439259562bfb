import { styleText } from 'node:util';
import { ExitCode } from './exit-codes.js';

/**
 * Whoever reads may stop reading, as `| head -1` does: what was begun is done all the same, and no trace is printed. Anything
 * else that takes no words, such as a full disk, is told by the exit code.
 */
export const outliveReaders = (): void => {
  for (const stream of [process.stdout, process.stderr])
    stream.on('error', (fault: NodeJS.ErrnoException) => {
      if (fault.code !== 'EPIPE') process.exitCode ||= ExitCode.notDone;
    });
};

type Stream = NodeJS.WriteStream;
type Style = Parameters<typeof styleText>[0];

/** Colour only where a person looks at it, and not against NO_COLOR. */
const styled =
  (style: Style, stream: Stream) =>
  (text: string): string =>
    stream.isTTY && process.env['NO_COLOR'] === undefined ? styleText(style, text) : text;

export const bold = styled('bold', process.stdout);
export const dim = styled('dim', process.stdout);
export const green = styled('green', process.stdout);
export const red = styled('red', process.stdout);

export const print = (text = ''): void => void process.stdout.write(`${text}\n`);
export const complain = (text: string): void => void process.stderr.write(`${text}\n`);

export const printJson = (value: unknown): void =>
  print(JSON.stringify(value, (_, one: unknown) => (typeof one === 'bigint' ? String(one) : one), 2));

/** Rows under their heads, as wide as they need to be. */
export const printTable = (heads: readonly string[], rows: readonly (readonly string[])[]): void => {
  const widths = heads.map((head, at) => Math.max(head.length, ...rows.map((row) => (row[at] ?? '').length)));
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, at) => cell.padEnd(widths[at] ?? 0))
      .join('  ')
      .trimEnd();
  print(bold(line(heads)));
  for (const row of rows) print(line(row));
};
