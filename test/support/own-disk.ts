import { spawnSync } from 'node:child_process';

/** Whether a test may mount a disk of its own, in a namespace that ends with it. */
export const canMount = spawnSync('unshare', ['-rm', 'mount', '-t', 'tmpfs', 'none', '/mnt']).status === 0;

/** Words of a shell that begin `command` where `folder` is a disk of its own of that size; `prepare` runs on it before. */
export const onOwnDisk = (folder: string, size: string, prepare: string, command: string): readonly string[] => [
  '-rm',
  'sh',
  '-c',
  `mount -t tmpfs -o size=${size} none "${folder}" && ${prepare} && exec ${command}`,
];
