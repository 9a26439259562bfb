import { hash } from 'node:crypto';
import type { Sha256 } from '../../domain/fingerprint.js';

/** SHA-256 of the text's UTF-8 bytes. */
export const sha256: Sha256 = (text) => hash('sha256', text, 'hex');
