import type { Order } from './codecs.js';

/** The labels that an order shows, as base64; undefined where it lacks one of them, so that no parcel goes without. */
export const labelsIn = ({ packages }: Pick<Order, 'packages'>): readonly string[] | undefined => {
  const labels = packages.map((one) => one.labels.flatMap(({ label_base64_string: label }) => label ?? []));
  const isWhole = packages.every((one, at) => one.labels.length > 0 && one.labels.length === labels[at]?.length);
  return packages.length > 0 && isWhole ? labels.flat() : undefined;
};

/** The PDFs that Starshipit gives as base64; undefined where one of them is none. */
export const decodedPdfs = (labels: readonly string[]): readonly Uint8Array[] | undefined => {
  const pdfs = labels.map((label) => Uint8Array.from(Buffer.from(label, 'base64')));
  return pdfs.length > 0 && pdfs.every(isPdf) ? pdfs : undefined;
};

const isPdf = (bytes: Uint8Array): boolean => Buffer.from(bytes.subarray(0, 1_024)).includes('%PDF-');

/** One document of all pages in order. A single one stays byte for byte as it came. Rejects where one cannot be read. */
export const mergedPdf = async (pdfs: readonly Uint8Array[]): Promise<Uint8Array> => {
  const [only, ...others] = pdfs;
  if (only !== undefined && others.length === 0) return only;
  // Few parcels come with several labels, and the library is large.
  const { PDFDocument } = await import('@cantoo/pdf-lib');
  const merged = await PDFDocument.create({ updateMetadata: false });
  for (const pdf of pdfs) {
    const one = await PDFDocument.load(pdf, { updateMetadata: false, ignoreEncryption: true });
    for (const page of await merged.copyPages(one, one.getPageIndices())) merged.addPage(page);
  }
  return merged.save();
};
