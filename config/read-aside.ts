import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { ReadProducts } from '../adapters/products/products-file.js';
import type { ReloadedFile } from '../application/ports/file-standing.js';
import type { ReadCard } from './read-card.js';

type Read = { readonly card: ReadCard; readonly products: ReadProducts };

export type AsideJob = { readonly what: ReloadedFile; readonly file: string };

/** Reads a file on a thread of its own: offers are answered while a long one is read. Rejects where the thread fails. */
export const readAside = <W extends ReloadedFile>(what: W, file: string): Promise<Read[W]> =>
  new Promise((resolve, reject) => {
    const workerData: AsideJob = { what, file };
    const worker = new Worker(fileURLToPath(new URL('./read-aside-worker.js', import.meta.url)), { workerData });
    worker.once('message', resolve);
    worker.once('error', reject);
    worker.once('exit', (code) => {
      reject(new Error(`the thread that reads ${file} ended with ${code}`));
    });
  });
