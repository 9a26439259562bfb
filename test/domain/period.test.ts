import { expect } from 'chai';
import fc from 'fast-check';
import { addDays, type LocalDate } from '../../domain/calendar.js';
import { covers, heldOn, reversedFaults, sequenceFaults, type Period, type Placed } from '../../domain/period.js';

const day = (text: string): LocalDate => text as LocalDate;
const place = (from: string | undefined, to: string | undefined, field = 'x'): Placed => ({
  period: { ...(from && { from: day(from) }), ...(to && { to: day(to) }) },
  field,
});
const rulesOf = (...args: Parameters<typeof sequenceFaults>): readonly string[] =>
  sequenceFaults(...args).map(({ rule, field }) => `${field} ${rule}`);

describe('periods', () => {
  it('hold on their first and their last day', () => {
    const { period } = place('2026-07-01', '2026-12-31');
    const held = ['2026-06-30', '2026-07-01', '2026-12-31', '2027-01-01'].map((text) => covers(period, day(text)));
    expect(held).to.deep.equal([false, true, true, false]);
  });

  it('must not share a day, in whichever order they are written', () => {
    const [early, late] = [place(undefined, '2026-12-31', 'a'), place('2026-12-31', undefined, 'b')];
    expect(rulesOf([early, late], 'refused')).to.deep.equal(['b periods_overlap']);
    expect(rulesOf([late, early], 'refused')).to.deep.equal(['b periods_overlap']);
    expect(rulesOf([place(undefined, undefined, 'a'), late], 'allowed')).to.deep.equal(['b periods_overlap']);
  });

  it('leave no day out between them, where gaps are refused', () => {
    const placed = [place(undefined, '2026-12-31', 'a'), place('2027-01-02', undefined, 'b')];
    expect(sequenceFaults(placed, 'refused').map(({ field, expected }) => `${field} ${expected ?? ''}`)).to.deep.equal([
      'b.valid_from 2027-01-01: nothing holds from then to 2027-01-01',
    ]);
    expect(rulesOf(placed, 'allowed')).to.deep.equal([]);
  });

  it('end on or after the day on which they begin', () => {
    expect(reversedFaults(place('2027-01-01', '2026-12-31')).map(({ rule }) => rule)).to.deep.equal([
      'period_reversed',
    ]);
    expect(reversedFaults(place('2027-01-01', '2027-01-01'))).to.deep.equal([]);
  });

  it('without fault give every day between their ends exactly one', () => {
    const lengths = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(lengths, fc.nat({ max: 400 }), fc.boolean(), (days, asked, isOpen) => {
        const start = day('2026-01-01');
        let from = start;
        const chain = days.map((length, at): { period: Period } => {
          const to = addDays(from, length - 1);
          const period = at === days.length - 1 && isOpen ? { from } : { from, to };
          from = addDays(to, 1);
          return { period };
        });
        expect(
          sequenceFaults(
            chain.map((one, at) => ({ ...one, field: String(at) })),
            'refused',
          ),
        ).to.deep.equal([]);
        const when = addDays(start, asked);
        const covering = chain.filter(({ period }) => covers(period, when));
        const isCovered = isOpen || asked < days.reduce((sum, length) => sum + length, 0);
        expect(covering.length).to.equal(isCovered ? 1 : 0);
        expect(heldOn(chain, when)).to.equal(covering[0]);
      }),
    );
  });
});
