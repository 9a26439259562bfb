import { ContainerModule } from 'inversify';
import { makeAuthenticate } from '../../application/access/authenticate.js';
import { makeManageKeys } from '../../application/access/manage-keys.js';
import { Token } from '../tokens.js';

export const access = new ContainerModule(({ bind }) => {
  bind(Token.authenticate)
    .toResolvedValue(
      (keys, desks, clock, sha256, settings) =>
        makeAuthenticate({ keys, desks, clock, sha256, knownFor: settings.offers.knownKeysWithoutStorage }),
      [Token.apiKeys, Token.desks, Token.clock, Token.sha256, Token.settings],
    )
    .inSingletonScope();
  bind(Token.manageKeys)
    .toResolvedValue(
      (keys, chance, clock, sha256) => makeManageKeys({ keys, chance, clock, sha256 }),
      [Token.apiKeys, Token.chance, Token.clock, Token.sha256],
    )
    .inSingletonScope();
});
