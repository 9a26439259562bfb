import type { Booking } from '../../domain/booking.js';

/** Writes the body of a 201 in the caller's own format, once; what it wrote is replayed byte for byte. */
export interface AnswerWriter {
  /** `booking` has every leg bought. */
  readonly bookingAnswer: (booking: Booking) => string;
}
