import { expect } from 'chai';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { demoCardText } from '../../config/demo-card.js';
import { openHub } from '../../config/open-hub.js';
import { settingsPlace } from '../../config/settings-file.js';
import { leftOf, rightOf } from '../support/either.js';
import { aFolder } from '../support/folder.js';

const settingsText = (rateCard: string, cardService: string): string => `
house: { gs1_company_prefix: '9521234' }
accounts:
  demo:
    time_zone: Australia/Brisbane
    carriers:
      ${rateCard}
      starshipit:
        api_key: a-key
        subscription_key: another
        currency: AUD
        services: [{ code: FAST, name: Fast, carrier: AusPost, service_code: 7J85 }]
        fallback: rate_card
        fallback_services: { FAST: ${cardService} }
`;

const WITH_CARD = 'rate-card: { file: rate-card.yaml }';

describe('a rate card that stands in for Starshipit', () => {
  const { folder, remove } = aFolder();
  after(remove);

  const opened = (rateCard: string, cardService: string) => {
    writeFileSync(join(folder, 'longshore.yaml'), settingsText(rateCard, cardService));
    writeFileSync(join(folder, 'rate-card.yaml'), demoCardText);
    return openHub(settingsPlace({}, folder), {}, 'command');
  };

  it('is there, and has the services that stand in', async () => {
    const { close } = rightOf(await opened(WITH_CARD, 'EXPRESS'));
    await close();
  });

  for (const [what, rateCard, service] of [
    ['has no such service', WITH_CARD, 'NOBODYS'],
    ['is not the account’s', '', 'EXPRESS'],
  ] as const)
    it(`is a fault of the settings where it ${what}`, async () => {
      const fault = leftOf(await opened(rateCard, service));
      expect(fault).to.have.nested.property(
        'faults[0].path',
        'accounts.demo.carriers.starshipit.fallback_services.FAST',
      );
      expect(fault).to.have.nested.property('faults.length', 1);
    });
});
