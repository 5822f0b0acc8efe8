/** What a request asks, whichever way it says so: its method (which `x-http-method-override` may replace), parameters and body. */
import { BrokenOff, readText, TooLong } from '../http/body.ts';
import { isJson, mediaTypeOf } from '../http/media-type.ts';
import { deepest, isTooDeep } from '../http/nesting.ts';
import { unread } from '../http/refusal-headers.ts';
import type { Body } from './field.ts';
import { type Params, paramsOfObject, paramsOfQuery } from './params.ts';
import { problem } from './problem.ts';

/** A change may hold the longest note, every character of it escaped; a question is filters and lists of ids. */
const maximumBytes = { change: 1_000_000, question: 256 * 1024 };

export interface Asked {
  readonly method: string;
  readonly params: Params;
  readonly body: Body;
}

/** @throws Problem */
export async function readAsked(request: Request): Promise<Asked> {
  const query = paramsOfQuery(new URL(request.url).searchParams);
  const override = request.headers.get('x-http-method-override')?.trim().toUpperCase();
  const sent = request.method === 'POST' && override ? override : request.method;
  // PUT changes what the body names and leaves the rest, which is what PATCH means.
  const method = sent === 'PATCH' ? 'PUT' : sent;
  // Some clients send a body with GET and DELETE too; it says nothing there.
  if (!['POST', 'PUT', 'PATCH'].includes(request.method)) return { method, params: query, body: {} };
  const body = await readObject(request, method === 'GET' ? maximumBytes.question : maximumBytes.change);
  const { _params: params } = body;
  return { method, body, params: isObject(params) ? paramsOfObject(params) : query };
}

async function readObject(request: Request, maximum: number): Promise<Body> {
  const wanted = "Please send valid JSON with a 'Content-Type: application/json' header.";
  if (!request.headers.has('content-type')) {
    // A page could have a browser send this without asking; no browser sends it without saying where it comes from.
    if (isFromBrowser(request)) throw problem(400, wanted);
  } else if (!isJson(mediaTypeOf(request))) throw problem(415, wanted);
  const value = parse(await text(request, maximum));
  if (!isObject(value)) throw problem(400, 'JSON data must be a dict.');
  return value;
}

const isFromBrowser = ({ headers }: Request) =>
  headers.has('origin') || ['site', 'mode', 'dest'].some((part) => headers.has(`sec-fetch-${part}`));

async function text(request: Request, maximum: number): Promise<string | undefined> {
  try {
    return await readText(request, maximum);
  } catch (error) {
    if (error instanceof TooLong) throw problem(413, `The request has more than ${maximum} bytes.`, unread);
    if (error instanceof BrokenOff) throw problem(400, 'The request ended before its body did.');
    throw error;
  }
}

function parse(json: string | undefined): unknown {
  if (json !== undefined && isTooDeep(json)) throw problem(400, `The JSON is nested more than ${deepest} deep.`);
  try {
    if (json !== undefined) return JSON.parse(json);
  } catch {
    // Falls to the one error below.
  }
  throw problem(400, 'The request contains invalid JSON.');
}

const isObject = (value: unknown): value is Body =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
