/** The least that must be done: SQL to PostgreSQL, rows to JSON, JSON to HTTP. What it is sent, it sends on. */
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import pg from 'pg';
import type { Statement } from '../work/question.ts';

const pool = new pg.Pool({
  connectionString: process.env.DATABASE_URL,
  // As many connections as the others have.
  max: 10,
  // To plan the list of all fields, eight tables, took ten times as long as to read it; one plan is good for all organizations.
  options: '-c TimeZone=UTC -c plan_cache_mode=force_generic_plan',
});

async function answer(body: string): Promise<unknown> {
  const statements = JSON.parse(body) as readonly Statement[];
  const results = await Promise.all(
    statements.map(({ name, text, values }) => pool.query({ name, text, values: [...values] })),
  );
  return { data: results.map(({ rows }) => rows) };
}

createServer(async (request, response) => {
  const [status, body] = await text(request)
    .then(answer)
    .then(
      (answered) => [200, answered] as const,
      (error: Error) => [400, { error: error.message }] as const,
    );
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}).listen(Number(process.env.PORT), '127.0.0.1');
