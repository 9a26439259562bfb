import { ContainerModule } from 'inversify';
import { makeOfferShipping } from '../../application/shipping/offer-shipping.js';
import { makeQuoteCarriers } from '../../application/shipping/quote-carriers.js';
import { Token } from '../tokens.js';

export const offers = new ContainerModule(({ bind }) => {
  bind(Token.quoteCarriers)
    .toResolvedValue(
      (clock, metrics, settings) => makeQuoteCarriers({ clock, metrics, deadline: settings.offers.quoteDeadline }),
      [Token.clock, Token.metrics, Token.settings],
    )
    .inSingletonScope();
  bind(Token.offerShipping)
    .toResolvedValue(
      (places, quoteCarriers, seal, explanations, clock, sha256) =>
        makeOfferShipping({ places, quoteCarriers, seal, explanations, clock, sha256 }),
      [Token.places, Token.quoteCarriers, Token.seal, Token.explanations, Token.clock, Token.sha256],
    )
    .inSingletonScope();
});
