/** One order as the simulated Starshipit has it. */
export type SimulatedOrder = {
  readonly order_id: number;
  readonly order_number: string;
  reference: string;
  carrier: string;
  carrier_service_code: string;
  status: string;
  archived: boolean;
  manifested: boolean;
  /** How often a courier was paid for it. */
  purchases: number;
  numbers: string[];
  /** Until when, in milliseconds of the simulator's clock, numbers are answered as null. */
  numbersFrom: number;
  labels: string[];
  /** What became of it, oldest first; `at` as Starshipit writes it. */
  readonly events: { readonly status: string; readonly at: string }[];
  readonly created: Readonly<Record<string, unknown>>;
};

/** A one-page PDF that says `text`; small, and enough for any reader. */
export const aPdf = (text: string): string => {
  const stream = `BT /F1 24 Tf 40 100 Td (${text.replaceAll(/[()\\]/g, '')}) Tj ET`;
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 288 432] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>',
    `<< /Length ${stream.length} >>\nstream\n${stream}\nendstream`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
  ];
  let pdf = '%PDF-1.4\n';
  const offsets = objects.map((object, at) => {
    const offset = pdf.length;
    pdf += `${at + 1} 0 obj\n${object}\nendobj\n`;
    return offset;
  });
  const rows = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
  const start = pdf.length;
  pdf += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${rows}`;
  return `${pdf}trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${start}\n%%EOF\n`;
};

type Body = Readonly<Record<string, unknown>>;

export const refusal = (message: string, details = ''): Body => ({ success: false, errors: [{ message, details }] });

const text = (value: unknown): string => (typeof value === 'string' || typeof value === 'number' ? String(value) : '');

export type BookRules = {
  /** Packages that the courier makes of one: each has a label and a number. */
  labelsPerOrder: number;
  /** Milliseconds after a print until tracking numbers are there. */
  numbersAfter: number;
  /** What the courier says to a print; undefined: yes. */
  courierRefuses: string | undefined;
  /** Whether the courier manifests as it prints. */
  manifestsAtPrint: boolean;
  /** Rows of a page, whatever is asked for. */
  mostRows: number;
  /** Whether a list of what was shipped has orders as they are documented, and not rows as they were seen. */
  wholeOrders: boolean;
  /** Whether a list says how many pages there are. */
  saysPages: boolean;
};

/** Starshipit's orders and what may be done with them, by the contract's sections 4 and 5. */
export class SimulatedBooks {
  readonly orders: SimulatedOrder[] = [];
  readonly rules: BookRules = {
    labelsPerOrder: 1,
    numbersAfter: 0,
    courierRefuses: undefined,
    manifestsAtPrint: false,
    mostRows: 250,
    wholeOrders: false,
    saysPages: true,
  };
  private next = 408_418_800;

  constructor(private readonly now: () => number) {}

  /** Every time that a courier was paid. */
  get purchases(): number {
    return this.orders.reduce((sum, { purchases }) => sum + purchases, 0);
  }

  /** What the read model says: an order as the API answers it. */
  shown(order: SimulatedOrder): Body {
    const numbers = this.now() < order.numbersFrom ? order.numbers.map(() => null) : order.numbers;
    const { order_id, order_number, reference, carrier, carrier_service_code, status, archived, manifested } = order;
    return {
      ...{ order_id, order_number, reference, carrier, carrier_service_code, status, archived, manifested },
      tracking_number: numbers[0] ?? null,
      packages: (numbers.length === 0 ? [null] : numbers).map((number, at) => ({
        package_id: order_id * 10 + at,
        tracking_number: number,
        tracking_url: number === null ? null : `https://track.example/${number}`,
      })),
    };
  }

  /** Puts an order in that somebody else made. */
  add(order: Body): SimulatedOrder {
    this.next += 1;
    const made: SimulatedOrder = {
      order_id: this.next,
      order_number: text(order['order_number']),
      reference: text(order['reference']),
      carrier: text(order['carrier']),
      carrier_service_code: text(order['carrier_service_code']),
      status: 'Unshipped',
      archived: false,
      manifested: false,
      purchases: 0,
      numbers: [],
      numbersFrom: 0,
      labels: [],
      events: [],
      created: order,
    };
    this.orders.push(made);
    return made;
  }

  find(query: Body): SimulatedOrder | undefined {
    const [id, number] = [text(query['order_id']), text(query['order_number'])];
    return this.orders.find((order) => (id === '' ? order.order_number === number : String(order.order_id) === id));
  }

  create(body: Body): Body {
    const order = (body['order'] ?? {}) as Body;
    const number = text(order['order_number']);
    if (number === '' || number.length > 50) return refusal('order_number', 'must have 1 to 50 characters');
    const { country } = (order['destination'] ?? {}) as Body;
    if (text(country).length < 2) return refusal('destination', 'country is required');
    if (this.find({ order_number: number }) !== undefined) return refusal('Duplicate order', `Order Exists: ${number}`);
    return { order: this.shown(this.add(order)), success: true };
  }

  update(body: Body): Body {
    const changes = (body['order'] ?? {}) as Body;
    const order = this.find(changes);
    if (order === undefined) return refusal('Order not found');
    if (order.status !== 'Unshipped') return refusal('Order is printed', 'only its status can be changed');
    for (const member of ['reference', 'carrier', 'carrier_service_code'] as const)
      if (changes[member] !== undefined) order[member] = text(changes[member]);
    return { order: this.shown(order), success: true };
  }

  remove(query: Body): Body {
    const order = this.find(query);
    if (order === undefined) return refusal('Order not found');
    if (order.status !== 'Unshipped') return refusal('Only unshipped orders can be deleted');
    this.orders.splice(this.orders.indexOf(order), 1);
    return { success: 1 };
  }

  archive(query: Body): Body {
    const order = this.find(query);
    if (order === undefined) return refusal('Order not found');
    if (order.status === 'Unshipped') return refusal('Unshipped orders cannot be archived');
    order.archived = true;
    return { success: true };
  }

  /** Buys, whatever was bought before: a second print without `reprint` is a second label. */
  print(body: Body): Body {
    const order = this.find(body);
    if (order === undefined) return refusal('Order not found');
    if (body['reprint'] === true) {
      if (order.purchases === 0) return refusal('Label not found', 'the order has not been printed');
      return this.printed(order);
    }
    if (this.rules.courierRefuses !== undefined)
      return refusal('Label could not be created', this.rules.courierRefuses);
    order.purchases += 1;
    order.status = 'Printed';
    order.manifested = this.rules.manifestsAtPrint;
    order.numbers = Array.from(
      { length: this.rules.labelsPerOrder },
      (_, at) => `QQQ${order.order_id}${order.purchases}${at}`,
    );
    order.numbersFrom = this.now() + this.rules.numbersAfter;
    order.labels = order.numbers.map((number) => Buffer.from(aPdf(number)).toString('base64'));
    return this.printed(order);
  }

  private printed(order: SimulatedOrder): Body {
    const numbers = this.now() < order.numbersFrom ? order.numbers.map(() => null) : order.numbers;
    return {
      ...{ order_id: order.order_id, order_number: order.order_number, carrier_name: order.carrier },
      ...{ tracking_numbers: numbers, labels: order.labels, label_types: order.labels.map(() => 'label') },
      success: true,
    };
  }

  /** The parcel moves: `status` as webhooks write it. */
  move(order: SimulatedOrder, status: string, at = new Date().toISOString()): Body {
    order.events.push({ status, at });
    return {
      ...{ order_number: order.order_number, order_reference: order.reference, carrier_name: order.carrier },
      ...{ carrier_service: order.carrier_service_code, shipment_date: at },
      ...{ tracking_number: order.numbers[0] ?? null, tracking_status: status, last_updated_date: at },
    };
  }

  /** `/api/track`, which writes its statuses with blanks. */
  track(query: Body): Body {
    const order =
      text(query['order_number']) === ''
        ? this.orders.find(({ numbers }) => numbers.includes(text(query['tracking_number'])))
        : this.find(query);
    if (order === undefined) return refusal('Order not found', 'No order has this tracking number.');
    const last = order.events.at(-1);
    return {
      results: {
        ...{ order_number: order.order_number, order_status: 'Dispatched', carrier_name: order.carrier },
        ...{ tracking_number: order.numbers[0] ?? null, last_updated_date: last?.at ?? null },
        tracking_status: spaced(last?.status ?? 'Printed'),
        tracking_events: order.events.map(({ status, at }) => ({
          ...{ event_datetime: at, status: spaced(status), details: '' },
        })),
      },
      success: true,
    };
  }

  private row(order: SimulatedOrder): Body {
    return {
      ...{ order_id: order.order_id, order_number: order.order_number, reference: order.reference },
      ...{ carrier: order.carrier, tracking_number: order.numbers[0] ?? null },
      tracking_short_status: order.events.at(-1)?.status,
    };
  }

  private whole(order: SimulatedOrder): Body {
    const packages = order.numbers.map((tracking_number, at) => ({
      ...{ tracking_number, delivery_status: at === 0 ? spaced(order.events.at(-1)?.status ?? 'Printed') : null },
    }));
    return { ...this.shown(order), packages };
  }

  /** `/api/orders/shipped`. */
  shipped(query: Body): Body {
    const since = Date.parse(text(query['since_last_updated']));
    const limit = Math.min(this.rules.mostRows, Number(text(query['limit']) === '' ? 50 : query['limit']));
    const moved = this.orders.filter(({ events }) => events.some(({ at }) => Date.parse(at) >= since));
    const page = Number(text(query['page']) === '' ? 1 : query['page']);
    return {
      orders: moved
        .slice((page - 1) * limit, page * limit)
        .map((order) => (this.rules.wholeOrders ? this.whole(order) : this.row(order))),
      ...(this.rules.saysPages && { total_pages: Math.ceil(moved.length / limit) }),
      success: true,
    };
  }
}

const spaced = (status: string): string => status.replaceAll(/(?<=[a-z])[A-Z]/g, ' $&');
