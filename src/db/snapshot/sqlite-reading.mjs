/**
 * Reads a SQLite file, in whichever process it is called. Plain JavaScript, because the process that reads is started from
 * this text as it stands, by tests and from sources too: a compiler in each would take longer than what it reads.
 */
import SqliteFile from 'better-sqlite3';

/**
 * @typedef {readonly [sql: string, parameters: readonly unknown[]]} Statement
 * @typedef {{ readonly columns: readonly (readonly [name: string, declared: string | null])[], readonly rows: readonly (readonly unknown[])[] }} Found
 * @typedef {{ readonly message: string, readonly code: string }} Failure
 * @typedef {Found | { readonly failure: Failure }} Answer
 * @typedef {{ readonly place: number, readonly rows: Found['rows'] }} Ahead rows that are told before the answer they belong to
 * @typedef {{ readonly begins: boolean, readonly statements: readonly Statement[] }} Batch statements of one snapshot that were
 *   asked together; `begins` with those that are its first
 */

/** Who is told unpacks all of a message at once: one of 100,000 rows kept the gateway for 0.2 s. */
const rowsTogether = 1000;

/**
 * What is sent, in order: long answers but for their end, then all answers.
 * @param {readonly Answer[]} answers
 * @returns {Generator<Ahead | readonly Answer[]>}
 */
export function* inParts(answers) {
  /** @type {Answer[]} */
  const ends = [];
  for (const [place, answer] of answers.entries()) {
    let rest = 'rows' in answer ? answer.rows : [];
    if (rest.length <= rowsTogether) {
      ends.push(answer);
      continue;
    }
    for (; rest.length > rowsTogether; rest = rest.slice(rowsTogether))
      yield { place, rows: rest.slice(0, rowsTogether) };
    ends.push({ ...answer, rows: rest });
  }
  yield ends;
}

/** Texts of statements are few, for values are parameters; those of long filters differ and must not pile up. */
const rememberedStatements = 200;

/** @param {string} path */
export function openReading(path) {
  /** @type {ReturnType<typeof connect> | undefined} */
  let connection;
  const close = () => {
    connection?.file.close();
    connection = undefined;
  };
  return {
    close,
    /**
     * @param {Batch} batch
     * @returns {readonly Answer[]} one for each statement
     */
    answer({ begins, statements }) {
      try {
        const opened = connection ?? connect(path);
        connection = opened;
        if (begins) opened.file.exec('BEGIN');
        return statements.map(([sql, parameters]) => attempt(() => opened.prepared(sql)(parameters)));
      } catch (error) {
        // What is wrong with the file may be over when it is opened anew.
        close();
        const failure = failureOf(error);
        return statements.map(() => ({ failure }));
      }
    },
    /** Ends the snapshot. */
    end() {
      if (connection?.file.inTransaction) connection.file.exec('COMMIT');
    },
  };
}

/** @param {string} path */
function connect(path) {
  const file = new SqliteFile(path, { readonly: true, timeout: 0 });
  file.exec('PRAGMA cache_size = -16384; PRAGMA temp_store = MEMORY; PRAGMA mmap_size = 268435456;');
  // Amounts may be beyond what a double holds.
  file.defaultSafeIntegers(true);
  /** @type {Map<string, ReturnType<typeof prepare>>} */
  const known = new Map();
  /** @param {string} sql */
  const prepared = (sql) => {
    const statement = known.get(sql) ?? prepare(file, sql);
    if (known.size >= rememberedStatements) known.clear();
    known.set(sql, statement);
    return statement;
  };
  return { file, prepared };
}

/**
 * @param {SqliteFile.Database} file
 * @param {string} sql
 * @returns {(parameters: readonly unknown[]) => Found}
 */
function prepare(file, sql) {
  const statement = /** @type {SqliteFile.Statement<unknown[], unknown[]>} */ (file.prepare(sql)).raw(true);
  const columns = statement.columns().map(({ name, type }) => /** @type {const} */ ([name, type]));
  return (parameters) => ({ columns, rows: statement.all(...parameters).map((row) => row.map(short)) });
}

/**
 * Numbers travel faster than bigints do.
 * @param {unknown} value
 */
const short = (value) => (typeof value === 'bigint' && isSafe(value) ? Number(value) : value);

/** @param {bigint} value */
const isSafe = (value) => value >= Number.MIN_SAFE_INTEGER && value <= Number.MAX_SAFE_INTEGER;

/**
 * @param {() => Found} ask
 * @returns {Answer}
 */
function attempt(ask) {
  try {
    return ask();
  } catch (error) {
    return { failure: failureOf(error) };
  }
}

/**
 * @param {unknown} error
 * @returns {Failure}
 */
function failureOf(error) {
  if (!(error instanceof Error)) return { message: String(error), code: '' };
  return { message: error.message, code: 'code' in error ? String(error.code) : '' };
}
