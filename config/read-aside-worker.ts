import { parentPort, workerData } from 'node:worker_threads';
import { makePlaces } from '../adapters/places/places.js';
import { readProducts } from '../adapters/products/products-file.js';
import type { AsideJob } from './read-aside.js';
import { readCard } from './read-card.js';

/** A thread that reads one file and ends. A compiled card and products are plain data, so that they can be handed over. */
const { what, file } = workerData as AsideJob;
parentPort?.postMessage(what === 'card' ? readCard(file, makePlaces()) : readProducts(file));
