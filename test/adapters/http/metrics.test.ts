import { expect } from 'chai';
import { metricsHandler } from '../../../adapters/http/metrics.js';
import { listen } from '../../../adapters/http/server.js';

describe('the metrics', () => {
  const scraped = async (
    text: () => Promise<string>,
    path: string,
    init: RequestInit = {},
  ): Promise<readonly [number, string | null, string]> => {
    const timeouts = { headers: 1_000, request: 1_000, idle: 1_000 };
    const listening = await listen(metricsHandler({ contentType: 'text/plain', text }), '127.0.0.1', 0, timeouts);
    try {
      const answer = await fetch(`http://127.0.0.1:${listening.port}${path}`, init);
      return [answer.status, answer.headers.get('Content-Type'), await answer.text()];
    } finally {
      await listening.stop();
    }
  };
  const one = () => Promise.resolve('one 1\n');

  it('are given to whoever scrapes them, with a query or without, and to nobody who asks for something else', async () => {
    expect(await scraped(one, '/metrics')).to.deep.equal([200, 'text/plain', 'one 1\n']);
    expect(await scraped(one, '/metrics?format=prometheus')).to.deep.equal([200, 'text/plain', 'one 1\n']);
    expect(await scraped(one, '/metrics', { method: 'HEAD' })).to.deep.equal([200, 'text/plain', '']);
    expect((await scraped(one, '/metrics', { method: 'POST' }))[0]).to.equal(404);
    expect((await scraped(one, '/health/live'))[0]).to.equal(404);
  });

  it('that cannot be gathered are 500, and the listener goes on', async () => {
    expect((await scraped(() => Promise.reject(new Error('no')), '/metrics'))[0]).to.equal(500);
  });
});
