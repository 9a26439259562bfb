import type { Duty, Outcome } from '../../domain/work.js';

export type Work = 'request' | 'booking' | 'cancel';

export type BookingOutcome = 'booked' | 'refused' | 'invalid' | 'pending' | 'parked' | 'unavailable';

export type CancelOutcome = 'cancelled' | 'refused' | 'not_found' | 'pending' | 'unavailable';

/** Counts for whoever watches the deployment. Nothing here names an account, an order or a person. */
export interface Metrics {
  /** `route` is the declared one, of which there are few: never a path. */
  readonly requestAnswered: (route: string, method: string, status: number, milliseconds: number) => void;
  readonly carrierAsked: (carrier: string, outcome: 'answered' | 'failed' | 'late', milliseconds: number) => void;
  /** Services that a carrier had a price for. */
  readonly offersMade: (carrier: string, count: number) => void;
  readonly bookingAnswered: (outcome: BookingOutcome) => void;
  readonly cancelAnswered: (outcome: CancelOutcome) => void;
  /** A run of a job, or the settling of a booking, by how it ended. */
  readonly jobEnded: (kind: Duty['kind'], outcome: Outcome['_tag'] | 'settled' | 'unsettled' | 'left') => void;
  /** Aggregates with something parked, and for how many milliseconds the longest due one has been due. */
  readonly backlogSeen: (parked: number, oldestAge: number) => void;
  readonly explanationsDropped: (count: number) => void;
  readonly journalDropped: (count: number) => void;
  /** Counts the work as running until what it gives back is called; calling that again changes nothing. */
  readonly begin: (work: Work) => () => void;
}
