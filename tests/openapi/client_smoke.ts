// usage: node client_smoke.js URL     an empty book becomes one that has sold, by the client alone
import assert from 'node:assert/strict';
import { everyItem, meterbook, newKey, taken } from '../../api/client/client.js';

const book = meterbook({ baseUrl: process.argv[2] });
const from = '2026-01-01T00:00:00+08:00';

async function furnish(): Promise<void> {
  taken(await book.PUT('/v1/site', { body: {
    name: 'Corner House', zone: 'Asia/Shanghai', currency: 'CNY', payment_methods: ['cash'],
    poll_interval_s: 1800, misses_until_lost: 3, plausibility_margin_percent: 200, cutoff: 'manual',
  } }));
  taken(await book.PUT('/v1/buildings/{building}', {
    params: { path: { building: 'corner' } }, body: { name: 'Corner House' } }));
  taken(await book.PUT('/v1/gateways/{gateway}', {
    params: { path: { gateway: 'GW1' } }, body: { building: 'corner', name: 'Serial server' } }));
  taken(await book.PUT('/v1/lines/{line}', { params: { path: { line: 'L01' } }, body: {
    gateway: 'GW1', transport: 'rtu_over_tcp', address: '127.0.0.1:1', baud: 9600, parity: 'none',
    stop_bits: 1, response_timeout_ms: 1000, max_meters: 30,
  } }));
  taken(await book.POST('/v1/tariffs', { body: {
    tariff: 'office', name: 'Offices', effective_from: from,
    prices: [{ band: 'single', price: '0.8642' }],
  } }));
}

async function open(meter: string, unit: number, account: string): Promise<void> {
  const path = { meter };
  taken(await book.PUT('/v1/meters/{meter}', { params: { path }, body: {
    line: 'L01', unit, profile: 'acrel-ddsy1352', number: '', ct: 1, pt: 1, rated_power_w: 13200,
    has_relay: true, mode: 'book', place: { building: 'corner', floor: '1', room: '1101' },
  } }));
  taken(await book.PUT('/v1/meters/{meter}/tariff', {
    params: { path }, body: { tariff: 'office', from } }));
  taken(await book.POST('/v1/meters/{meter}/readings', { params: { path }, body: {
    read_at: new Date(Date.now() - 60_000).toISOString(),
    registers: { total: 10_000, rates: [], step_wh: 10, ratio: 1 },
  } }));
  taken(await book.POST('/v1/accounts', { body: { account, customer: 'C1', meters: [meter] } }));
}

async function sell(wallet: string, amount: string, key = newKey()) {
  return taken(await book.POST('/v1/sales', {
    params: { header: { 'Idempotency-Key': key } }, body: { wallet, amount, method: 'cash' } }));
}

async function sellsAndReadsTheBalance(): Promise<void> {
  const key = newKey();
  const sold = await sell('A1.M1', '100.00', key);
  assert.ok(sold.changed);
  const event = sold.events[0];
  assert.equal(event?.type, 'CreditSold');
  if (event?.type === 'CreditSold') assert.equal(event.data.receipt_number, 1);
  assert.deepEqual(await sell('A1.M1', '100.00', key), sold, 'the same key sells once');
  const wallet = taken(await book.GET('/v1/wallets/{wallet}', {
    params: { path: { wallet: 'A1.M1' }, query: { at_least: sold.position } } }));
  assert.equal(wallet.balance, '100.00');
}

async function isToldWhyNot(): Promise<void> {
  const { data, error, response } = await book.POST('/v1/sales', {
    params: { header: { 'Idempotency-Key': newKey() } },
    body: { wallet: 'A9.M9', amount: '1.00', method: 'cash' } });
  assert.equal(data, undefined);
  assert.equal(response.status, 404);
  assert.equal(error?.code, 'wallet_must_exist');
  assert.match(error?.detail ?? '', /A9\.M9/);
}

async function walksThroughAList(): Promise<void> {
  for (let i = 0; i < 4; ++i) await sell('A1.M1', '1.00');
  const last = await sell('A1.M1', '1.00');
  assert.ok(last.changed);
  const amounts: string[] = [];
  for await (const sale of everyItem(async (cursor) => taken(await book.GET('/v1/sales', {
    params: { query: { limit: 2, cursor, at_least: last.position } } })))) {
    amounts.push(sale.amount);
  }
  assert.deepEqual(amounts, ['1.00', '1.00', '1.00', '1.00', '1.00', '100.00']);
}

await furnish();
await open('M1', 1, 'A1');
await sellsAndReadsTheBalance();
await isToldWhyNot();
await walksThroughAList();
console.log('client: sold, read, was refused, and walked through a list');
