import { hash } from 'node:crypto';
import type { Sha256 } from '../../domain/fingerprint.js';

/** The real one: golden texts hold for every deployment. */
export const sha256: Sha256 = (text) => hash('sha256', text, 'hex');
