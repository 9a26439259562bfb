import type { Collection, Filter } from 'mongodb';
import type { DocumentFault } from '../../codec/stored.js';
import type { StoredDocument } from './documents.js';

/** What a caller is told who would have changed a document that only a newer release understands. */
export class NewerDocumentError extends Error {
  override readonly name = 'NewerDocumentError';
  constructor(override readonly cause: DocumentFault) {
    super('a newer release wrote this document');
  }
}

/** Nothing was changed. That must not be for want of understanding: a newer document among those that were meant rejects. */
export const refuseNewer = async (
  documents: Collection<StoredDocument>,
  meant: Filter<StoredDocument>,
  known: number,
  maxTimeMS: number,
): Promise<void> => {
  const newer = await documents.findOne({ ...meant, docVersion: { $gt: known } }, { maxTimeMS });
  if (newer === null) return;
  throw new NewerDocumentError({ _tag: 'NewerDocument', found: Number(newer['docVersion']), known });
};
