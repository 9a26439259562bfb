import type { RequestListener } from 'node:http';

/** What a scrape gets, in whichever format. */
export type Scrape = { readonly contentType: string; readonly text: () => Promise<string> };

/** Answers `/metrics` on a listener of its own, which the outside need not reach. */
export const metricsHandler =
  ({ contentType, text }: Scrape): RequestListener =>
  (request, response) => {
    const { url = '', method = '' } = request;
    if (url.split('?', 1)[0] !== '/metrics' || !['GET', 'HEAD'].includes(method)) {
      response.writeHead(404, { 'Content-Type': 'text/plain' }).end('GET /metrics\n');
      return;
    }
    text().then(
      (scraped) => response.writeHead(200, { 'Content-Type': contentType }).end(scraped),
      () => response.writeHead(500).end(),
    );
  };
