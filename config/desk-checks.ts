import type { StarshipitSettings } from '../adapters/carriers/starshipit/settings.js';
import type { Carrier } from '../application/ports/carrier.js';
import { sameService, serviceKey, type Account, type ServiceRef } from '../domain/account.js';
import type { SettingsFault } from './settings-fault.js';

/** What is wrong with a file that the settings name, or with the settings once those files are read. */
export type DeskFault = SettingsFault & { readonly file: string };

/** Services of a rate card that are to stand in for Starshipit's and are not there. */
export const missingStandIns = (
  settingsFile: string,
  account: Account,
  { fallback }: StarshipitSettings,
  card: Carrier | undefined,
): readonly DeskFault[] => {
  const there = card?.services.map(({ ref }) => ref.service) ?? [];
  const standIns = fallback._tag === 'RateCard' ? [...fallback.services] : [];
  return standIns
    .filter(([, service]) => !there.includes(service))
    .map(([code, service]) => ({
      file: settingsFile,
      path: `accounts.${account.id}.carriers.starshipit.fallback_services.${code}`,
      found: `the service ${service}, which no rate card of the account has`,
      mend:
        there.length === 0
          ? 'give the account a rate card, or set fallback otherwise'
          : `name one of ${there.join(', ')}`,
    }));
};

/** Services that the account's tables name and no carrier of it has. */
export const unknownServices = (
  settingsFile: string,
  account: Account,
  carriers: readonly Carrier[],
): readonly DeskFault[] => {
  const offered = carriers.flatMap(({ services }) => services.map(({ ref }) => ref));
  const unknown = (path: string, refs: Iterable<ServiceRef>): readonly DeskFault[] =>
    [...refs]
      .filter((wanted) => !offered.some((service) => sameService(service, wanted)))
      .map((wanted) => ({
        file: settingsFile,
        path: `accounts.${account.id}.${path}`,
        found: `the service ${serviceKey(wanted)}, which no carrier of the account has`,
        mend: `name one of ${offered.map(serviceKey).join(', ')}`,
      }));
  return [
    ...[...account.rates].flatMap(([rate, refs]) => unknown(`newstore.provider_rates.${rate}`, refs)),
    ...[...account.serviceLevels].flatMap(([level, refs]) => unknown(`newstore.service_levels.${level}`, refs)),
    ...[...account.returns.services].flatMap(([service, ref]) => unknown(`returns.services.${service}`, [ref])),
  ];
};
