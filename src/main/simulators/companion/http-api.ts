import type { JsonValue } from '#shared/contract/protocol.ts';
import { parseColor } from './color.ts';
import type { CompanionModel } from './companion-model.ts';
import { buttonVerb, type Answer, type Style } from './command.ts';
import type { HttpBody } from './http-body.ts';

export interface HttpAnswer {
  status: number;
  text: string;
  type?: 'html' | 'json';
}

export interface HttpCall {
  method: string;
  path: string;
  query: URLSearchParams;
  contentType: string;
}

const OK: HttpAnswer = { status: 200, text: 'ok' };
const NOT_FOUND: HttpAnswer = { status: 404, text: 'Not found' };
const NO_ROUTE: HttpAnswer = { status: 404, text: '' };
/** No button there. A success to every HTTP client, and nothing was pressed. */
const NO_CONTROL: HttpAnswer = { status: 204, text: '' };

const answers: Record<Answer, HttpAnswer> = {
  done: OK,
  no_button: NO_CONTROL,
  bad_step: { status: 400, text: 'Bad step' },
  no_variable: NOT_FOUND,
  no_page: NOT_FOUND,
};

const LOCATION = /^\/api\/location\/([^/]+)\/([^/]+)\/([^/]+)\/([^/]+)\/?$/i;
const CUSTOM_VARIABLE = /^\/api\/custom-variable\/([^/]+)\/value\/?$/i;
const VARIABLE = /^\/api\/variable\/([^/]+)\/([^/]+)\/value\/?$/i;

const isObject = (value: JsonValue): value is { [key: string]: JsonValue } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const fieldsOf = (body: HttpBody): { [key: string]: JsonValue } => {
  if (body.kind === 'form') return body.value;
  return body.kind === 'json' && isObject(body.value) ? body.value : {};
};

const readStyle = (query: URLSearchParams, body: HttpBody): Style => {
  const fields = fieldsOf(body);
  // The query wins; an empty one gives way to the body, save where empty means "take it away".
  const given = (name: string): JsonValue | undefined => query.get(name) || fields[name];
  const givenOrEmpty = (name: string): JsonValue | undefined => query.get(name) ?? fields[name];
  const style: Style = {};
  const color = parseColor(given('color'));
  if (color !== null) style.color = color;
  const bgcolor = parseColor(given('bgcolor'));
  if (bgcolor !== null) style.bgcolor = bgcolor;
  const size = given('size');
  if (size === 'auto') style.size = 'auto';
  else if (typeof size === 'string' || typeof size === 'number') {
    const points = Number.parseInt(String(size), 10);
    if (!Number.isNaN(points)) style.size = points;
  }
  const text = givenOrEmpty('text');
  if (text !== undefined) style.text = typeof text === 'string' ? text : JSON.stringify(text);
  const png64 = givenOrEmpty('png64');
  if (png64 === '') style.png64 = null;
  else if (typeof png64 === 'string' && /data:.*?image\/png/.test(png64)) style.png64 = png64;
  const alignment = given('alignment');
  if (typeof alignment === 'string')
    style.alignment = /^(left|center|right):(top|center|bottom)$/.test(alignment)
      ? alignment
      : 'center:center';
  return style;
};

/** The value that a request gives a custom variable; undefined where Companion finds none. */
const readValue = (call: HttpCall, body: HttpBody): JsonValue | undefined => {
  const inQuery = call.query.get('value');
  if (inQuery !== null) return inQuery;
  // A charset after the type hides the value: only the bare type is looked for.
  if (call.contentType.toLowerCase() === 'application/json')
    return body.kind === 'json' ? body.value : null;
  return body.kind === 'text' && body.value.trim() !== '' ? body.value.trim() : undefined;
};

const setVariable = (
  model: CompanionModel,
  name: string,
  call: HttpCall,
  body: HttpBody,
): HttpAnswer => {
  const value = readValue(call, body);
  if (value === undefined) {
    model.reject('http', call.path, 'No value');
    return { status: 400, text: 'No value' };
  }
  return answers[model.perform('http', { action: 'custom-variable', name, value })];
};

const shown = (value: JsonValue | undefined): HttpAnswer => {
  if (value === undefined) return NOT_FOUND;
  if (typeof value === 'string' || typeof value === 'number')
    return { status: 200, text: String(value) };
  return { status: 200, text: JSON.stringify(value), type: 'json' };
};

const onButton = (
  model: CompanionModel,
  [page, row, col, what]: string[],
  call: HttpCall,
  body: HttpBody,
): HttpAnswer => {
  const place = { page: Number(page), row: Number(row), col: Number(col) };
  const word = what?.toLowerCase() ?? '';
  const verb = buttonVerb(word);
  if (verb) return answers[model.perform('http', { action: verb, place })];
  if (word === 'style')
    return answers[
      model.perform('http', { action: 'style', place, style: readStyle(call.query, body) })
    ];
  if (word !== 'step') return NO_ROUTE;
  const step = Number(call.query.get('step') ?? Number.NaN);
  return answers[model.perform('http', { action: 'step', place, step })];
};

/** Companion's HTTP API while it is on. Throws URIError where the path is wrongly encoded. */
export const answerApi = (
  model: CompanionModel,
  call: HttpCall,
  body: HttpBody,
): HttpAnswer => {
  const groups = (pattern: RegExp): string[] | undefined =>
    pattern.exec(call.path)?.slice(1).map(decodeURIComponent);
  const location = call.method === 'POST' ? groups(LOCATION) : undefined;
  if (location) return onButton(model, location, call, body);
  const [custom] = groups(CUSTOM_VARIABLE) ?? [];
  if (custom !== undefined && call.method === 'POST')
    return setVariable(model, custom, call, body);
  if (custom !== undefined && call.method === 'GET') return shown(model.variables.get(custom));
  const [label, name] = call.method === 'GET' ? (groups(VARIABLE) ?? []) : [];
  if (label !== undefined && name !== undefined) return shown(model.variable(label, name));
  const route = `${call.method} ${call.path.toLowerCase().replace(/\/$/, '')}`;
  if (route === 'GET /api/connections') return { status: 200, text: '[]', type: 'json' };
  if (route === 'POST /api/surfaces/rescan')
    return answers[model.perform('http', { action: 'rescan' })];
  return NO_ROUTE;
};
