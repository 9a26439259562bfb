import { expect } from 'chai';
import * as O from 'fp-ts/lib/Option.js';
import type { Labels, StoredLabel } from '../../application/ports/labels.js';
import { later } from '../../domain/time.js';
import { aKey, anAccountId, anOrder, MORNING } from '../support/bookings.js';
import { rightOf } from '../support/either.js';
import { oddStrings } from '../support/odd-strings.js';

export type OpenedLabels = {
  readonly labels: Labels;
  readonly reopen: () => Promise<Labels>;
  readonly close: () => Promise<void>;
};

const everyByte = Uint8Array.from({ length: 256 }, (_, byte) => byte);

const aLabel = (over: Partial<StoredLabel> = {}): StoredLabel => ({
  capability: 'cap-1',
  format: 'pdf',
  bytes: everyByte,
  booking: aKey(),
  leg: 'outbound',
  storedAt: MORNING,
  ...over,
});

/** What every `Labels` must do. */
export const itIsLabels = (open: () => Promise<OpenedLabels>): void => {
  let opened: OpenedLabels;
  let labels: Labels;
  beforeEach(async () => {
    opened = await open();
    labels = opened.labels;
  });
  afterEach(() => opened.close());

  it('gives back a label byte for byte, with the booking and the leg that it is of', async () => {
    const label = aLabel({ leg: 'return', booking: aKey({ generation: 3 }), storedAt: later(MORNING, 1) });
    await rightOf(labels.keep(label));
    expect(await rightOf(labels.find('cap-1', 'pdf'))).to.deep.equal(O.some(label));
  });

  it('finds nothing under a capability that it never had', async () => {
    await rightOf(labels.keep(aLabel()));
    expect(await rightOf(labels.find('CAP-1', 'pdf'))).to.deep.equal(O.none);
    expect(await rightOf(labels.find('cap', 'pdf'))).to.deep.equal(O.none);
  });

  it('keeps the first label and drops a later one', async () => {
    await rightOf(labels.keep(aLabel()));
    await rightOf(labels.keep(aLabel({ bytes: Uint8Array.of(1), storedAt: later(MORNING, 1) })));
    expect(await rightOf(labels.find('cap-1', 'pdf'))).to.deep.equal(O.some(aLabel()));
  });

  it('keeps the formats of a label apart, and the first of each', async () => {
    const formats = ['pdf', 'zpl-203', 'zpl-300', 'png-203', 'png-300'] as const;
    const all = formats.map((format, n) => aLabel({ format, bytes: Uint8Array.of(n) }));
    for (const label of all.slice(1)) await rightOf(labels.keep(label));
    expect(await rightOf(labels.find('cap-1', 'pdf'))).to.deep.equal(O.none);
    await rightOf(labels.keep(aLabel({ bytes: Uint8Array.of(0) })));
    for (const label of all) await rightOf(labels.keep({ ...label, bytes: Uint8Array.of(99) }));
    for (const label of all) expect(await rightOf(labels.find('cap-1', label.format))).to.deep.equal(O.some(label));
  });

  it('keeps one of 64 labels that come at once', async () => {
    await Promise.all(Array.from({ length: 64 }, (_, n) => rightOf(labels.keep(aLabel({ bytes: Uint8Array.of(n) })))));
    const found = O.toUndefined(await rightOf(labels.find('cap-1', 'pdf')));
    expect(found?.bytes).to.have.length(1);
    const again = O.toUndefined(await rightOf(labels.find('cap-1', 'pdf')));
    expect(again?.bytes).to.deep.equal(found?.bytes);
  });

  it('keeps odd strings whole and apart', async () => {
    const odd = oddStrings.map((text) =>
      aLabel({
        capability: `cap-${text}`,
        booking: aKey({ account: anAccountId(text), order: anOrder(text), fingerprint: text }),
      }),
    );
    for (const label of odd) await rightOf(labels.keep(label));
    for (const label of odd) {
      expect(await rightOf(labels.find(label.capability, 'pdf'))).to.deep.equal(O.some(label));
    }
  });

  it('keeps a label of two megabytes, and an empty one', async () => {
    const big = aLabel({ capability: 'big', bytes: new Uint8Array(2_000_000).fill(7) });
    const empty = aLabel({ capability: 'empty', bytes: new Uint8Array() });
    await rightOf(labels.keep(big));
    await rightOf(labels.keep(empty));
    const found = O.toUndefined(await rightOf(labels.find('big', 'pdf')));
    expect(Buffer.compare(found?.bytes ?? Uint8Array.of(), big.bytes)).to.equal(0);
    expect(await rightOf(labels.find('empty', 'pdf'))).to.deep.equal(O.some(empty));
  });

  it('has every label that it answered for when it is opened again', async () => {
    await rightOf(labels.keep(aLabel()));
    const again = await opened.reopen();
    await rightOf(again.keep(aLabel({ bytes: Uint8Array.of(1) })));
    expect(await rightOf(again.find('cap-1', 'pdf'))).to.deep.equal(O.some(aLabel()));
  });
};
