import { externalOrderId, type BookingRequest } from '../../../domain/booking-request.js';
import type { CustomsInfo } from '../../../domain/customs.js';
import type { RawProduct } from '../../../domain/item.js';
import { priceNumber } from '../../../domain/money.js';
import type { OffersRequest } from '../../../domain/offers-request.js';
import type { RawAddress } from '../../../domain/places.js';
import { instant, rfc3339Texts } from '../../../domain/time.js';
import type { SignedOffer } from '../../../application/shipping/offers-inquiry.js';
import type { BookingBody, OffersBody, WireAddress, WireItem } from './codecs.js';

const toAddress = (address: WireAddress): RawAddress => ({
  country: address.country_code,
  state: address.state,
  city: address.city,
  postcode: address.zip_code,
  line1: address.address_line_1,
  line2: address.address_line_2,
  company: address.company,
  firstName: address.first_name,
  lastName: address.last_name,
  email: address.email,
  phone: address.phone,
});

const toProduct = ({ identifier, price, weight, dimensions, customs_info: customs }: WireItem): RawProduct => ({
  identifiers: identifier ?? {},
  price,
  weight,
  dimensions,
  customs: customs && {
    description: customs.description ?? '',
    hsNumber: customs.hs_number ?? '',
    originCountry: customs.origin_country ?? '',
  },
});

/** An empty text is what NewStore has where nobody has filled one in. */
const toCustoms = ({ customs_signer: signer, itn }: NonNullable<BookingBody['customs_info']>): CustomsInfo => ({
  ...(signer !== undefined && signer.trim() !== '' && { signer: signer.trim() }),
  ...(itn !== undefined && itn.trim() !== '' && { itn: itn.trim() }),
});

export const toOffersRequest = (body: OffersBody): OffersRequest => ({
  sender: toAddress(body.sender_address),
  receiver: toAddress(body.shipping_address),
  deliverables: body.deliverables.map(({ quantity, item }) => ({ quantity, ...toProduct(item) })),
  ...(body.fulfillment_node_id !== undefined && { nodeId: body.fulfillment_node_id }),
  readyBy: instant(body.ready_by),
  providerRate: body.provider_rate,
  serviceLevel: body.service_level,
});

export const toBookingRequest = (body: BookingBody): BookingRequest => ({
  order: externalOrderId(body.external_order_id),
  carrierCode: body.carrier_code,
  rate: body.rate,
  method: body.booking_method,
  sender: toAddress(body.sender_address),
  receiver: toAddress(body.shipping_address),
  items: body.items.map(toProduct),
  ...(body.fulfillment_node_id !== undefined && { nodeId: body.fulfillment_node_id }),
  // An empty offer is what NewStore has when it has none.
  ...(body.offer !== undefined && body.offer !== '' && { offer: body.offer }),
  ...(body.package_option !== undefined && { package: body.package_option }),
  ...(body.customs_info !== undefined && { customs: toCustoms(body.customs_info) }),
});

/** Offers on the wire; NewStore allows no member of one beside these. */
export const fromOffers = (offers: readonly SignedOffer[], serviceLevel: string) => {
  const text = rfc3339Texts();
  return offers.map(({ token, providerRate, window, expiresAt, price }) => ({
    offer: token,
    provider_rate: providerRate,
    service_level: serviceLevel,
    delivery_estimate: {
      starts_at: text(window.startsAt),
      ends_at: text(window.endsAt),
      expires_at: text(expiresAt),
    },
    quote: { price: priceNumber(price), currency: price.currency },
  }));
};
