import type { ServiceIdentifier } from 'inversify';
import type { Authenticate } from '../application/access/authenticate.js';
import type { ManageKeys } from '../application/access/manage-keys.js';
import type { Hub } from '../application/hub.js';
import type { AddressLines } from '../application/ports/address-lines.js';
import type { AnswerWriter } from '../application/ports/answer-writer.js';
import type { ApiKeys } from '../application/ports/api-keys.js';
import type { Bookings } from '../application/ports/bookings.js';
import type { Chance } from '../application/ports/chance.js';
import type { Clock } from '../application/ports/clock.js';
import type { Desks } from '../application/ports/desks.js';
import type { Errands } from '../application/ports/errands.js';
import type { Explanations } from '../application/ports/explanations.js';
import type { HouseLedger } from '../application/ports/house-ledger.js';
import type { Journal } from '../application/ports/journal.js';
import type { LabelPress } from '../application/ports/label-press.js';
import type { Labels } from '../application/ports/labels.js';
import type { Log } from '../application/ports/log.js';
import type { Metrics } from '../application/ports/metrics.js';
import type { OfferSeal } from '../application/ports/offer-seal.js';
import type { Printers } from '../application/ports/printers.js';
import type { Retirement } from '../application/ports/retirement.js';
import type { Serials } from '../application/ports/serials.js';
import type { Unavailable } from '../application/ports/unavailable.js';
import type { BookShipment } from '../application/shipping/book-shipment.js';
import type { BuyLegs } from '../application/shipping/buy-legs.js';
import type { CancelShipment } from '../application/shipping/cancel-shipment.js';
import type { DraftBooking } from '../application/shipping/draft-booking.js';
import type { FindLabel } from '../application/shipping/find-label.js';
import type { GiveAnswer } from '../application/shipping/give-answer.js';
import type { FinishBooking } from '../application/shipping/finish-booking.js';
import type { Holds } from '../application/shipping/hold.js';
import type { Lapse } from '../application/shipping/lapse.js';
import type { OfferShipping } from '../application/shipping/offer-shipping.js';
import type { PlanBooking } from '../application/shipping/plan-booking.js';
import type { PrintLabel } from '../application/shipping/print-label.js';
import type { QuoteCarriers } from '../application/shipping/quote-carriers.js';
import type { ResumeBooking } from '../application/shipping/resume-booking.js';
import type { CancelLegs, SettleCancel } from '../application/shipping/settle-cancel.js';
import type { SettleParked } from '../application/shipping/settle-parked.js';
import type { ShowBookings } from '../application/shipping/show-bookings.js';
import type { TrackParcel } from '../application/shipping/track-parcel.js';
import type { SettleBooking } from '../application/shipping/settle-booking.js';
import type { Turns } from '../application/shipping/turns.js';
import type { AskParcel } from '../application/tracking/ask-parcel.js';
import type { BeginPolling } from '../application/tracking/begin-polling.js';
import type { FindParcel } from '../application/tracking/find-parcel.js';
import type { MoveParcel } from '../application/tracking/move-parcel.js';
import type { SeeParcel } from '../application/tracking/see-parcel.js';
import type { TakeNotice } from '../application/tracking/take-notice.js';
import type { ListUnknown } from '../application/tracking/unknown-parcels.js';
import type { Bell } from '../application/work/bell.js';
import type { Handlers } from '../application/work/handler.js';
import type { RunJob } from '../application/work/run-job.js';
import type { Runner } from '../application/work/runner.js';
import type { ShowWork } from '../application/work/show-work.js';
import type { Subjects } from '../application/work/subjects.js';
import type { PurgeBookings } from '../application/upkeep/purge-bookings.js';
import type { Sha256 } from '../domain/fingerprint.js';
import type { Places } from '../domain/places.js';
import type { TaskEither } from 'fp-ts/lib/TaskEither.js';
import type { Settings } from './settings.js';

const token = <A>(name: string): ServiceIdentifier<A> => Symbol.for(`longshore/${name}`);

/** Every part of the hub by its type: a factory that is given the wrong ones does not compile. */
export const Token = {
  settings: token<Settings>('settings'),
  /** The name of this process, as leases carry it. */
  owner: token<string>('owner'),

  clock: token<Clock>('clock'),
  chance: token<Chance>('chance'),
  log: token<Log>('log'),
  metrics: token<Metrics>('metrics'),
  sha256: token<Sha256>('sha256'),
  seal: token<OfferSeal>('seal'),
  places: token<Places>('places'),
  lines: token<AddressLines>('lines'),
  press: token<LabelPress>('press'),
  printers: token<Printers>('printers'),
  answers: token<AnswerWriter>('answers'),

  bookings: token<Bookings>('bookings'),
  errands: token<Errands>('errands'),
  labels: token<Labels>('labels'),
  apiKeys: token<ApiKeys>('apiKeys'),
  journal: token<Journal>('journal'),
  explanations: token<Explanations>('explanations'),
  serials: token<Serials>('serials'),
  houseLedger: token<HouseLedger>('houseLedger'),
  retirement: token<Retirement>('retirement'),
  storageReady: token<TaskEither<Unavailable, void>>('storageReady'),

  desks: token<Desks>('desks'),
  authenticate: token<Authenticate>('authenticate'),
  manageKeys: token<ManageKeys>('manageKeys'),
  quoteCarriers: token<QuoteCarriers>('quoteCarriers'),
  offerShipping: token<OfferShipping>('offerShipping'),
  holds: token<Holds>('holds'),
  lapse: token<Lapse>('lapse'),
  turns: token<Turns>('turns'),
  planBooking: token<PlanBooking>('planBooking'),
  draftBooking: token<DraftBooking>('draftBooking'),
  giveAnswer: token<GiveAnswer>('giveAnswer'),
  finishBooking: token<FinishBooking>('finishBooking'),
  buyLegs: token<BuyLegs>('buyLegs'),
  cancelLegs: token<CancelLegs>('cancelLegs'),
  settleCancel: token<SettleCancel>('settleCancel'),
  resumeBooking: token<ResumeBooking>('resumeBooking'),
  bookShipment: token<BookShipment>('bookShipment'),
  cancelShipment: token<CancelShipment>('cancelShipment'),
  findLabel: token<FindLabel>('findLabel'),
  printLabel: token<PrintLabel>('printLabel'),
  trackParcel: token<TrackParcel>('trackParcel'),
  settleParked: token<SettleParked>('settleParked'),
  showBookings: token<ShowBookings>('showBookings'),
  handlers: token<Handlers>('handlers'),
  bell: token<Bell>('bell'),
  subjects: token<Subjects>('subjects'),
  settleBooking: token<SettleBooking>('settleBooking'),
  runJob: token<RunJob>('runJob'),
  runner: token<Runner>('runner'),
  showWork: token<ShowWork>('showWork'),
  findParcel: token<FindParcel>('findParcel'),
  moveParcel: token<MoveParcel>('moveParcel'),
  seeParcel: token<SeeParcel>('seeParcel'),
  askParcel: token<AskParcel>('askParcel'),
  takeNotice: token<TakeNotice>('takeNotice'),
  listUnknown: token<ListUnknown>('listUnknown'),
  beginPolling: token<BeginPolling>('beginPolling'),
  purgeBookings: token<PurgeBookings>('purgeBookings'),
  hub: token<Hub>('hub'),
};
