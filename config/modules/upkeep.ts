import { ContainerModule } from 'inversify';
import { makePurgeBookings } from '../../application/upkeep/purge-bookings.js';
import { Token } from '../tokens.js';

export const upkeep = new ContainerModule(({ bind }) => {
  bind(Token.purgeBookings)
    .toResolvedValue(
      (bookings, retirement, clock, chance) => makePurgeBookings({ bookings, retirement, clock, chance }),
      [Token.bookings, Token.retirement, Token.clock, Token.chance],
    )
    .inSingletonScope();
});
