// One connection that behaves as the native engine's does: kept for the whole run, also after errors, so that
// the advisory lock, settings, an open transaction and a changed role reach whatever comes next.
import pg from 'pg'
import { PrismaPg } from '@prisma/adapter-pg'
import { statements } from './statements.mjs'

export class Database {
  /** What the server said of the last script that failed. */
  scriptError = null

  static async open(url) {
    const { connection, schema, hasSchema } = connectionOf(url)
    const client = new pg.Client(connection)
    client.on('error', () => {})
    await client.connect()
    if (hasSchema) await client.query(`SET search_path = ${pg.escapeIdentifier(schema)}`)
    return Object.assign(new Database(), { client, schema })
  }

  close() {
    return this.client.end()
  }

  /** A driver adapter whose scripts go whole, as one simple-protocol message, or statement by statement. */
  async adapter({ split }) {
    const adapter = await new PrismaPg(new OneConnection(this.client), { schema: this.schema }).connect()
    // The stock adapter cuts at every semicolon, inside function bodies as well.
    adapter.executeScript = async (script) => {
      try {
        for (const message of split ? statements(script) : [script]) await this.client.query(message)
      } catch (error) {
        this.scriptError = error
        adapter.onError(error)
      }
    }
    return adapter
  }

  /** All rows as text, so that no precision is lost on the way; null when there is no table. */
  async historyRows() {
    const name = `${pg.escapeIdentifier(this.schema)}._prisma_migrations`
    const { rows: found } = await this.client.query('SELECT to_regclass($1) IS NOT NULL AS there', [name])
    if (!found[0].there) return null
    const { rows } = await this.client.query(`SELECT to_jsonb(m) AS row FROM ${name} m ORDER BY started_at, migration_name`)
    return rows.map(({ row }) => row)
  }
}

/** The adapter asks for a pool; every query of this one goes through the single connection. */
class OneConnection extends pg.Pool {
  constructor(client) {
    super({ max: 1 })
    this.only = client
  }
  async query(...query) {
    const result = await this.only.query(...query)
    for (const field of result.fields ?? []) field.dataTypeID = ADAPTER_TYPES[field.dataTypeID] ?? field.dataTypeID
    return result
  }
  async connect() {
    return { query: this.query.bind(this), release() {}, on() {}, removeListener() {} }
  }
}

/** The adapter does not know `"char"` and `name`, nor arrays of them: they are handed over as text. */
const ADAPTER_TYPES = { 18: 25, 19: 25, 1002: 1009, 1003: 1009 }

/** Prisma's form of a URL: `?host=` may name the directory of a Unix socket, `?schema=` the schema. */
function connectionOf(url) {
  const { username, password, hostname, port, pathname, searchParams } = new URL(url)
  const text = (part) => (part === '' ? undefined : decodeURIComponent(part))
  return {
    schema: searchParams.get('schema') ?? 'public',
    hasSchema: searchParams.has('schema'),
    connection: {
      user: text(username),
      password: text(password),
      host: searchParams.get('host') ?? text(hostname),
      port: Number(port || 5432),
      database: text(pathname.slice(1)),
      application_name: 'prisma-oracle',
    },
  }
}
