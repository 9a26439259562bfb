import { expect } from 'chai';
import * as E from 'fp-ts/lib/Either.js';
import * as O from 'fp-ts/lib/Option.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import { readRateCard } from '../../../../adapters/carriers/rate-card/card-file.js';
import { makeRateCardCarrier } from '../../../../adapters/carriers/rate-card/carrier.js';
import { makeSsccNumbers } from '../../../../adapters/carriers/rate-card/parcel-numbers.js';
import { makeClock } from '../../../../adapters/system/clock.js';
import type { HouseLedger } from '../../../../application/ports/house-ledger.js';
import { unavailable } from '../../../../application/ports/unavailable.js';
import { demoCardText } from '../../../../config/demo-card.js';
import type { CountryCode } from '../../../../domain/address.js';
import { parseCompanyPrefix, parseExtensionDigit } from '../../../../domain/sscc.js';
import { itIsACarrier, type OpenedCarrier } from '../../../contract/carrier.contract.js';
import { anAccountId } from '../../../support/bookings.js';
import { aQuoteRequest } from '../../../support/carrier-orders.js';
import { rightOf } from '../../../support/either.js';
import { openSqlite } from '../../../support/sqlite.js';

const read = readRateCard(demoCardText, 'rate-card.yaml', { country: (code) => O.some(code as CountryCode) });
const card = E.isRight(read) ? read.right : expect.fail('the demo card does not read');
const prefix = O.toUndefined(parseCompanyPrefix('9521234')) ?? expect.fail('no prefix');
const extension = O.toUndefined(parseExtensionDigit(0)) ?? expect.fail('no digit');

/** The rate card's carrier on a SQLite of its own, which can fall silent. */
const open = async (): Promise<OpenedCarrier> => {
  const { storage, close } = await openSqlite(({ houseLedger }) => houseLedger);
  let [isSilent, sold] = [false, new Set<string>()];
  const away = () => TE.left(unavailable('HouseLedger')('away'));
  const ledger: HouseLedger = {
    enter: (entry) =>
      isSilent
        ? away()
        : TE.map((entered: typeof entry) => {
            sold = sold.add(entered.number);
            return entered;
          })(storage.houseLedger.enter(entry)),
    find: (account, reference) => (isSilent ? away() : storage.houseLedger.find(account, reference)),
    cancel: (account, reference, at) => (isSilent ? away() : storage.houseLedger.cancel(account, reference, at)),
  };
  const numbers = makeSsccNumbers({ serials: storage.serials, prefix, extension });
  return {
    carrier: makeRateCardCarrier({
      ...{ account: anAccountId(), card, ledger, numbers },
      ...{ clock: makeClock(), settleDelay: 0, quoteTimeout: undefined },
    }),
    service: 'STANDARD',
    sold: () => Promise.resolve(sold.size),
    silence: () => {
      isSilent = true;
    },
    close,
  };
};

describe('the rate card as a carrier', () => {
  itIsACarrier(open);

  it('says that it does not fetch from a sender outside its card, and does not bring back from a customer there', async () => {
    const { carrier, close } = await open();
    const service = { carrier: 'rate-card', service: 'STANDARD' };
    const abroad = { ...aQuoteRequest().to, country: 'DE' as CountryCode };
    const reasonFor = async (over: Parameters<typeof aQuoteRequest>[0]): Promise<unknown> => {
      const [answer] = await rightOf(carrier.quote(aQuoteRequest(over), [service]));
      return answer?._tag === 'Declined' ? answer.reason._tag : answer?._tag;
    };
    const { from: house, to: customer } = aQuoteRequest();
    expect(await reasonFor({ from: abroad })).to.equal('SenderNotServed');
    expect(await reasonFor({ to: abroad })).to.equal('NotServed');
    expect(await reasonFor({ leg: 'return', from: abroad, to: house })).to.equal('SenderNotServed');
    expect(await reasonFor({ leg: 'return', from: customer, to: abroad })).to.equal('NotServed');
    await close();
  });
});
