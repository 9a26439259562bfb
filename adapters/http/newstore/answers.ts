import * as O from 'fp-ts/lib/Option.js';
import type { AnswerWriter } from '../../../application/ports/answer-writer.js';
import { boughtOf, type Booking, type Leg } from '../../../domain/booking.js';
import { addMoney, priceNumber, type Money } from '../../../domain/money.js';

/**
 * Writes NewStore's 201 of a booking. A return that is booked alone is told in the fields of an outbound: NewStore's
 * documents keep the `return_` ones for a return that was booked together with its outbound.
 */
export const makeAnswerWriter = (publicUrl: string): AnswerWriter => {
  const urlOf = (capability: string): string => `${publicUrl}/labels/${capability}.pdf`;

  const fields = (leg: Leg, prefix: '' | 'return_'): { readonly [field: string]: string } => {
    const bought = boughtOf(leg.state);
    return {
      ...(bought !== undefined && { [`${prefix}tracking_code`]: bought.trackingCode }),
      [`${prefix}label_url`]: urlOf(leg.plan.capability),
      ...(bought?.trackingUrl !== undefined && { [`${prefix}tracking_url`]: bought.trackingUrl }),
      ...(leg.plan.invoice !== undefined && { [`${prefix}commercial_invoice_url`]: urlOf(leg.plan.invoice) }),
    };
  };

  /** Of all legs; of the first alone where carriers of two currencies are used, since no sum is true. */
  const costOf = (booking: Booking): Money => {
    const [main, other] = booking.legs;
    const sum = other === undefined ? O.none : addMoney(main.plan.price, other.plan.price);
    return O.isSome(sum) ? sum.value : main.plan.price;
  };

  return {
    bookingAnswer: (booking) => {
      const [main, other] = booking.legs;
      const cost = costOf(booking);
      return JSON.stringify({
        ...fields(main, ''),
        ...(other !== undefined && fields(other, 'return_')),
        offer: main.plan.reference,
        cost: { price: priceNumber(cost), currency: cost.currency },
      });
    },
  };
};
