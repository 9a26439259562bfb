/** The rate card that a first start writes: a sender in Brisbane. Its comments are the manual of the format. */
export const demoCardText = `# A rate card: what your own courier costs, where it goes and how long it takes.
#
# Money is written as decimals (12.40) in the card's currency. Weights and lengths have a unit (500 g, 22 kg, 105 cm).
# A key that is not known is a fault, with its line: a typing mistake never goes unnoticed.

# The carrier's name on labels and in the console.
carrier: House Courier
currency: AUD

# Read, as cut-offs and delivery hours are, on the clocks of the account's time_zone.
workdays: [mon, tue, wed, thu, fri]
holidays:
  - 2026-12-25 # Christmas Day
  - 2026-12-28 # Boxing Day, moved
  - 2027-01-01 # New Year's Day
  - 2027-01-26 # Australia Day
  - 2027-03-26 # Good Friday
  - 2027-03-29 # Easter Monday
  - 2027-04-26 # Anzac Day, moved
  - 2027-05-03 # Labour Day
  - 2027-08-11 # Royal Queensland Show, Brisbane
  - 2027-10-04 # King's Birthday
  - 2027-12-27 # Christmas Day, moved
  - 2027-12-28 # Boxing Day, moved

# The countries that parcels are sent from.
origins: [AU]

# Where a parcel can be followed, if you have such a page:
# tracking_url: https://www.example.com/track/{tracking_code}

# Zones. An address is in the zone that names its postcode; if none does, its state; if none does, its country. Postcodes
# are whole (4000), a range (4000-4179) or a beginning (40*); the one with more characters goes first, so that "4*" takes
# whatever no longer entry takes. '*' is every country that no zone names. "routing" is printed on the label for sorting.
zones:
  - name: brisbane
    routing: BNE
    country: AU
    postcodes: [4000-4179, 4205-4207, 4300-4305, 4500-4509, 9000-9499]

  - name: capitals
    routing: CAP
    country: AU
    postcodes:
      - 0200-0299 # Canberra
      - 2600-2618
      - 2900-2914
      - 1000-1999 # Sydney
      - 2000-2234
      - 2740-2774
      - 3000-3207 # Melbourne
      - 8000-8999
      - 5000-5199 # Adelaide
      - 5800-5999
      - 6000-6199 # Perth
      - 6800-6999
      - 7000-7019 # Hobart

  - name: regional
    routing: REG
    country: AU
    postcodes: [2*, 3*, 4*, 5*, 6*, 7*, 9*]

  - name: remote
    routing: RMT
    country: AU
    postcodes:
      - 0800-0999 # Northern Territory
      - 2898-2899 # Lord Howe and Norfolk Island
      - 4470-4499 # western Queensland
      - 4730-4737
      - 4816-4830
      - 4871-4876 # Cape York and Torres Strait
      - 5710-5734 # outback South Australia
      - 6431-6447 # Western Australia's goldfields
      - 6701-6799 # Pilbara, Kimberley, Christmas and Cocos Islands
      - 7255-7257 # Flinders and King Island

  - name: new-zealand
    routing: NZ
    country: NZ

  - name: world
    routing: INT
    country: '*'

# Services. The price is that of the first break that the weight does not exceed; beyond the last break each started step
# (1 kg unless "step" says otherwise) costs its part of per_kg; without per_kg the service ends at the last break. Then
# "minimum", then the surcharges in their order (a percentage is of the freight alone), then the tax, rounded once, half
# up. The weight is the larger of the real one and the volume's: cubic centimetres by "divisor" are kilograms.
# "transit_days" are business days from pickup; what is ready by the cut-off is picked up the same business day.
services:
  - code: STANDARD
    name: Standard
    max_weight: 22 kg
    max_side: 105 cm
    divisor: 4000
    cut_off: 15:00
    delivery_hours: 08:00-18:00
    tax: &gst { name: GST, percent: 10, included: true }
    surcharges:
      - { name: Fuel, percent: 6.5 }
      - { name: Remote area, flat: 9.50, zones: [remote] }
    rates:
      - zone: brisbane
        transit_days: 1-2
        breaks: [{ up_to: 500 g, price: 7.95 }, { up_to: 1 kg, price: 8.95 }, { up_to: 3 kg, price: 10.40 }, { up_to: 5 kg, price: 11.90 }]
        per_kg: 0.70
      - zone: capitals
        transit_days: 2-4
        breaks: [{ up_to: 500 g, price: 9.70 }, { up_to: 1 kg, price: 11.95 }, { up_to: 3 kg, price: 15.20 }, { up_to: 5 kg, price: 18.45 }]
        per_kg: 1.60
      - zone: regional
        transit_days: 3-6
        breaks: [{ up_to: 500 g, price: 10.60 }, { up_to: 1 kg, price: 13.85 }, { up_to: 3 kg, price: 18.30 }, { up_to: 5 kg, price: 22.75 }]
        per_kg: 2.15
      - zone: remote
        transit_days: 5-10
        breaks: [{ up_to: 500 g, price: 12.40 }, { up_to: 1 kg, price: 17.10 }, { up_to: 3 kg, price: 25.60 }, { up_to: 5 kg, price: 33.90 }]
        per_kg: 3.80

  - code: EXPRESS
    name: Express
    max_weight: 22 kg
    max_side: 105 cm
    divisor: 4000
    cut_off: 14:00
    delivery_hours: 08:00-18:00
    tax: *gst
    surcharges:
      - { name: Fuel, percent: 8.5 }
    rates:
      - zone: brisbane
        transit_days: 1
        breaks: [{ up_to: 500 g, price: 10.95 }, { up_to: 1 kg, price: 12.80 }, { up_to: 3 kg, price: 15.60 }, { up_to: 5 kg, price: 18.90 }]
        per_kg: 1.35
      - zone: capitals
        transit_days: 1-2
        breaks: [{ up_to: 500 g, price: 13.40 }, { up_to: 1 kg, price: 17.25 }, { up_to: 3 kg, price: 24.10 }, { up_to: 5 kg, price: 31.80 }]
        per_kg: 4.25
      - zone: regional
        transit_days: 2-3
        breaks: [{ up_to: 500 g, price: 14.60 }, { up_to: 1 kg, price: 19.90 }, { up_to: 3 kg, price: 29.75 }, { up_to: 5 kg, price: 40.20 }]
        per_kg: 5.60

  - code: SAME_DAY
    name: Same day
    max_weight: 15 kg
    max_side: 60 cm
    cut_off: 11:00
    delivery_hours: 12:00-19:00
    tax: *gst
    rates:
      - zone: brisbane
        transit_days: 0
        breaks: [{ up_to: 5 kg, price: 19.50 }, { up_to: 15 kg, price: 27.00 }]

  - code: INTERNATIONAL
    name: International
    max_weight: 20 kg
    max_side: 105 cm
    max_girth: 140 cm
    divisor: 5000
    cut_off: 13:00
    delivery_hours: 09:00-17:00
    # Exports carry no GST.
    surcharges:
      - { name: Fuel, percent: 12 }
      - { name: Security, flat: 2.30 }
    rates:
      - zone: new-zealand
        transit_days: 3-6
        breaks: [{ up_to: 500 g, price: 16.90 }, { up_to: 1 kg, price: 22.40 }, { up_to: 2 kg, price: 30.75 }]
        per_kg: 8.20
        step: 500 g
      - zone: world
        transit_days: 6-12
        breaks: [{ up_to: 500 g, price: 28.60 }, { up_to: 1 kg, price: 41.30 }, { up_to: 2 kg, price: 63.90 }]
        per_kg: 21.40
        step: 500 g
`;
