import { expect } from 'chai';
import * as TE from 'fp-ts/lib/TaskEither.js';
import { OffersBody } from '../../../adapters/http/newstore/codecs.js';
import { toOffersRequest } from '../../../adapters/http/newstore/mapping.js';
import type { Carrier } from '../../../application/ports/carrier.js';
import { offersExample } from '../../../config/commands/first-steps.js';
import type { StandIn } from '../../../domain/quote.js';
import { instant, rfc3339 } from '../../../domain/time.js';
import { dollars, MORNING } from '../../support/bookings.js';
import { rightOf } from '../../support/either.js';
import { aQuote } from '../../support/quotes.js';
import { aScriptedCarrier } from '../../support/scripted-carrier.js';
import { aRequest, openShop, type Shop } from '../../support/shop.js';
import { without } from '../../support/without.js';

const standIn: StandIn = { basis: 'last_known', since: instant(MORNING - 3_600_000), why: 'no answer in time' };

/** Gives offers a price of 1.00, of an hour ago where `isStandIn`; whoever books is asked for 20.00. */
const aCarrier = (isStandIn: boolean): Carrier => ({
  ...aScriptedCarrier(),
  quote: ({ forOffers }, services) =>
    TE.right(
      services.map((service) => ({
        ...aQuote('scripted/EXPRESS'),
        service,
        price: dollars(forOffers === true ? 100 : 2_000),
        ...(isStandIn && forOffers === true && { standIn }),
      })),
    ),
});

describe('an offer whose price stands in for another', () => {
  let shop: Shop;
  beforeEach(async () => {
    shop = await openShop();
  });
  afterEach(() => shop.close());

  /** What is offered, and what its booking costs: of the same parcel on the same route. */
  const offeredAndBooked = async (isStandIn: boolean) => {
    const { hub, desk, book } = await shop.start('serve:one', { carriers: [aCarrier(isStandIn)] });
    const asked = toOffersRequest(rightOf(OffersBody.decode(offersExample)));
    const { result, explanation } = await hub.offerShipping(desk, asked, 'request-1')();
    const [offer] = rightOf(result);
    rightOf(await book(without(aRequest('order', 'only_shipping', offer?.token), 'package')));
    const [booking] = await shop.ofOrder('order');
    return { offered: offer?.price, booked: booking?.legs[0].plan.price, explanation };
  };

  it('is rated anew by its booking, as no other of the same parcel is', async () => {
    expect(await offeredAndBooked(false)).to.deep.include({ offered: dollars(100), booked: dollars(100) });
    await shop.close();
    shop = await openShop();
    expect(await offeredAndBooked(true)).to.deep.include({ offered: dollars(100), booked: dollars(2_000) });
  });

  it('is marked in the explanation, with where its price is from and why', async () => {
    const { explanation } = await offeredAndBooked(true);
    expect(explanation.carriers[0]?.services[0]).to.have.deep.property('standIn', {
      ...{ basis: 'last_known', since: rfc3339(instant(MORNING - 3_600_000)) },
      why: 'no answer in time',
    });
  });
});
