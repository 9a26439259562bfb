import { cpus } from 'node:os';
import { isPinned } from './processes.js';

export const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? 0)) / 2;
};

/** `12345.6` as `12 346`. */
export const whole = (value: number): string => String(Math.round(value)).replace(/\B(?=(\d{3})+$)/g, ' ');

/** A Markdown table whose columns line up. */
export const table = (head: readonly string[], rows: readonly (readonly string[])[]): string => {
  const widths = head.map((name, column) => Math.max(name.length, ...rows.map((row) => row[column]?.length ?? 0)));
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0))).join(' | ')} |`;
  const rule = `| ${widths.map((width, column) => (column === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`)).join(' | ')} |`;
  return [line(head), rule, ...rows.map(line)].join('\n');
};

export const print = (text: string): void => void process.stdout.write(`${text}\n`);

/** What these figures were measured on. */
export const machine = (isApart = isPinned): string => {
  const [first] = cpus();
  const pinned = isApart ? 'server and load on a processor each' : 'server and load not kept apart';
  return `Node ${process.versions.node}, ${cpus().length} x ${first?.model ?? 'unknown processor'}, ${pinned}`;
};

const argument = (name: string): string | undefined =>
  process.argv.find((one) => one.startsWith(`--${name}=`))?.slice(name.length + 3);

/** A whole number from the command line, as `--seconds=5`. */
export const option = (name: string, otherwise: number): number => Number(argument(name) ?? otherwise);

/** Options of Node for the server that is measured, as `--node=--cpu-prof,--cpu-prof-dir=/tmp/profile`. */
export const nodeOptions = (): readonly string[] => argument('node')?.split(',') ?? [];
