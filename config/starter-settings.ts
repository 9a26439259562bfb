/**
 * The settings that a first start writes: one demo account in Brisbane whose house courier is the demo rate card. 952 is the
 * GS1 prefix range for demonstrations and examples, so that no label of it can be mistaken for a real company's.
 */
export const starterSettingsText = `# Longshore's settings. Every other setting, with its default, is in longshore.example.yaml.
# After a change, start again; \`npx longshore check\` reports every fault of this file at once.

listen:
  host: 127.0.0.1
  port: 8080

# The address under which NewStore reaches this server: it fetches the labels from there. Set it before you go live.
# public_url: https://shipping.example.com

storage:
  folder: ./data # bookings, labels and keys; keep it, and back it up

# Your own courier's parcels are numbered with GS1 SSCC-18. 9521234 is for demonstrations only:
# put in the 7 to 10 digits that GS1 gave to your company before a parcel leaves your house.
house:
  gs1_company_prefix: '9521234'

accounts:
  # One entry per retailer. The id (demo) never changes: keys and bookings are kept under it.
  demo:
    name: Demo Store
    time_zone: Australia/Brisbane # where parcels are handed over

    newstore:
      # What NewStore calls a rate, and which of your carriers' services serve it, as carrier/service.
      provider_rates:
        STANDARD: [rate-card/STANDARD]
        EXPRESS: [rate-card/EXPRESS]
        INTERNATIONAL: [rate-card/INTERNATIONAL]
      # A rate that is not in the table gets no offer. all_services would offer everything.
      unmatched_rate: no_offer

    parcel:
      # Stands in where a request says neither weight nor size.
      default_box:
        weight: { amount: 500, unit: g }
        length: { amount: 30, unit: cm }
        width: { amount: 20, unit: cm }
        height: { amount: 10, unit: cm }

    carriers:
      rate-card:
        file: rate-card.yaml # your own prices, zones and services
`;
