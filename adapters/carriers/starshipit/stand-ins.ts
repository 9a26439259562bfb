import * as E from 'fp-ts/lib/Either.js';
import type { Carrier } from '../../../application/ports/carrier.js';
import type { ServiceRef } from '../../../domain/account.js';
import type { Currency } from '../../../domain/currency.js';
import type { Quote, QuoteRequest } from '../../../domain/quote.js';
import { STARSHIPIT, type StarshipitService } from './settings.js';

/** A price from the account's rate card, by the code of a service of Starshipit's. */
export type CardPrices = (
  request: QuoteRequest,
  services: readonly ServiceRef[],
) => Promise<ReadonlyMap<string, { readonly quote: Quote; readonly cardService: string }>>;

/** Asks the rate card for what stands in for each service; a price in another currency, or none at all, is left out. */
export const makeCardPrices =
  (card: Carrier, cardServices: ReadonlyMap<string, string>, currency: Currency): CardPrices =>
  async (request, services) => {
    const wanted = services.flatMap(({ service }) => {
      const cardService = cardServices.get(service);
      return cardService === undefined ? [] : [{ service, cardService }];
    });
    const refs = [...new Set(wanted.map(({ cardService }) => cardService))].map((service) => ({
      carrier: card.id,
      service,
    }));
    const answers = await card.quote(request, refs)();
    const quotes = E.isRight(answers) ? answers.right : [];
    return new Map(
      wanted.flatMap(({ service, cardService }) => {
        const quote = quotes.find((one) => one._tag === 'Quoted' && one.service.service === cardService);
        const isUsable = quote?._tag === 'Quoted' && quote.price.currency === currency && quote.price.minor > 0n;
        return isUsable ? [[service, { quote, cardService }] as const] : [];
      }),
    );
  };

/** The card's price under Starshipit's service, delivered when that delivers. */
export const fromCard = (
  service: StarshipitService,
  { quote, cardService }: { readonly quote: Quote; readonly cardService: string },
  window: Quote['window'],
  why: string,
): Quote => ({
  ...quote,
  service: { carrier: STARSHIPIT, service: service.code },
  serviceName: service.name,
  window,
  standIn: { basis: 'rate_card', service: cardService, why },
});
