import { parentPort, workerData } from 'node:worker_threads';
import { makePlaces } from '../adapters/places/places.js';
import { readCard } from './read-card.js';

/** A thread that reads one card and ends. A compiled card is plain data, so that it can be handed over. */
if (typeof workerData === 'string') parentPort?.postMessage(readCard(workerData, makePlaces()));
