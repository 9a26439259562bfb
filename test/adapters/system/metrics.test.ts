import { expect } from 'chai';
import { makeMetrics } from '../../../adapters/system/metrics.js';

describe('the metrics', () => {
  it('count what they are told, in the format of Prometheus', async () => {
    const { metrics, text, contentType } = makeMetrics();
    metrics.requestAnswered('/shipping_offers', 'POST', 201, 12);
    metrics.carrierAsked('rate-card', 'answered', 1500);
    metrics.offersMade('rate-card', 3);
    metrics.bookingAnswered('booked');
    metrics.cancelAnswered('refused');
    metrics.explanationsDropped(2);
    metrics.journalDropped(4);
    const lines = (await text()).split('\n');
    expect(contentType).to.match(/^text\/plain/);
    expect(lines).to.include.members([
      'longshore_http_request_duration_seconds_count{route="/shipping_offers",method="POST",status="201"} 1',
      'longshore_carrier_quote_duration_seconds_sum{carrier="rate-card",outcome="answered"} 1.5',
      'longshore_offers_total{carrier="rate-card"} 3',
      'longshore_bookings_total{outcome="booked"} 1',
      'longshore_cancels_total{outcome="refused"} 1',
      'longshore_explanations_dropped_total 2',
      'longshore_journal_dropped_total 4',
    ]);
  });

  it('know what is running, and count an end once', async () => {
    const { metrics, text } = makeMetrics();
    const end = metrics.begin('booking');
    metrics.begin('booking');
    expect(await text()).to.contain('longshore_work_running{work="booking"} 2');
    end();
    end();
    expect(await text()).to.contain('longshore_work_running{work="booking"} 1');
  });

  it('tell the delay of the event loop and the memory', async () => {
    const text = await makeMetrics().text();
    expect(text).to.contain('nodejs_eventloop_lag_p99_seconds');
    expect(text).to.contain('process_resident_memory_bytes');
  });

  it('have no label for an account', async () => {
    const { metrics, text } = makeMetrics();
    metrics.requestAnswered('/shipments', 'POST', 400, 1);
    expect(await text()).to.not.match(/account|order|key/i);
  });
});
