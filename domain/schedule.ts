import {
  deliveryWindow,
  pickupDay,
  type BusinessDays,
  type DeliveryHours,
  type DeliveryWindow,
  type LocalDate,
  type MinuteOfDay,
  type TimeZone,
  type Transit,
} from './calendar.js';
import type { Instant } from './time.js';

/** When one parcel is collected and delivered. */
export type Schedule = {
  /** See `pickupDay`. */
  readonly pickup: (cutOff: MinuteOfDay, days: BusinessDays) => LocalDate;
  /** See `deliveryWindow`. */
  readonly window: (pickup: LocalDate, transit: Transit, hours: DeliveryHours, days: BusinessDays) => DeliveryWindow;
};

type Pickup = { readonly cutOff: MinuteOfDay; readonly days: BusinessDays; readonly day: LocalDate };

type Delivery = {
  readonly pickup: LocalDate;
  readonly transit: Transit;
  readonly hours: DeliveryHours;
  readonly days: BusinessDays;
  readonly window: DeliveryWindow;
};

/** Most services of a card have the hours of another: what was worked out for one of them is given to the next. */
export const makeSchedule = (readyAt: Instant, zone: TimeZone): Schedule => {
  const pickups: Pickup[] = [];
  const deliveries: Delivery[] = [];
  return {
    pickup: (cutOff, days) => {
      const known = pickups.find((one) => one.cutOff === cutOff && one.days === days);
      if (known !== undefined) return known.day;
      const day = pickupDay(readyAt, cutOff, zone, days);
      pickups.push({ cutOff, days, day });
      return day;
    },
    window: (pickup, transit, hours, days) => {
      const known = deliveries.find(
        (one) =>
          one.pickup === pickup &&
          one.transit.min === transit.min &&
          one.transit.max === transit.max &&
          one.hours.opens === hours.opens &&
          one.hours.closes === hours.closes &&
          one.days === days,
      );
      if (known !== undefined) return known.window;
      const window = deliveryWindow(pickup, readyAt, transit, hours, zone, days);
      deliveries.push({ pickup, transit, hours, days, window });
      return window;
    },
  };
};
