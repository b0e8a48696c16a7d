#!/usr/bin/env node
// Asks Prisma's own schema engine what it makes of a migrations directory. README.md lists the commands.
import { parseArgs } from 'node:util'
import { Database } from './database.mjs'
import { openEngine } from './engine.mjs'
import { readMigrations } from './directory.mjs'

const { positionals, values: options } = parseArgs({
  allowPositionals: true,
  options: {
    migrations: { type: 'string' },
    url: { type: 'string' },
    name: { type: 'string' },
    split: { type: 'boolean', default: false },
  },
})
const filters = { externalTables: [], externalEnums: [] }

/** Runs `use` with an engine on the database, and measures it without the start of node and the engine. */
async function withEngine(use) {
  const { engine, database } = await openEngine(required('url'), { split: options.split })
  const began = performance.now()
  const answer = await use(engine).catch((error) => ({ error: describe(error, database.scriptError) }))
  const milliseconds = Math.round(performance.now() - began)
  await database.close()
  return { ...answer, milliseconds, rows: await rows() }
}

/** Read on a connection of their own, as the engine's may be in a state in which it reads nothing, or something else. */
async function rows() {
  const database = await Database.open(required('url'))
  try {
    return await database.historyRows()
  } finally {
    await database.close()
  }
}

const describe = (error, scriptError) => ({
  code: error.code ?? null,
  message: error.message,
  // Of the script that failed, from the server itself; null when the failure was elsewhere.
  sqlstate: scriptError?.code ?? null,
  server: scriptError?.message ?? null,
})

const commands = {
  deploy: () =>
    withEngine(async (engine) => {
      const { appliedMigrationNames } = await engine.applyMigrations({ migrationsList: readMigrations(required('migrations')), filters })
      return { applied: appliedMigrationNames }
    }),
  diagnose: () =>
    withEngine((engine) =>
      engine.diagnoseMigrationHistory({ migrationsList: readMigrations(required('migrations')), optInToShadowDatabase: false, filters }),
    ),
  'mark-applied': () =>
    withEngine((engine) =>
      engine.markMigrationApplied({ migrationsList: readMigrations(required('migrations')), migrationName: required('name') }),
    ),
  'mark-rolled-back': () => withEngine((engine) => engine.markMigrationRolledBack({ migrationName: required('name') })),
  order: () => ({ order: readMigrations(required('migrations')).migrationDirectories.map(({ path }) => path) }),
  rows: async () => ({ rows: await rows() }),
}

function required(name) {
  if (options[name] === undefined) fail(`--${name} is needed`)
  return options[name]
}

function fail(message) {
  console.error(message)
  process.exit(64)
}

const command = commands[positionals[0]]
if (command === undefined || positionals.length !== 1) fail(`one command of: ${Object.keys(commands).join(', ')}`)
const answer = await command()
process.stdout.write(`${JSON.stringify(answer)}\n`, () => process.exit(answer.error ? 1 : 0))
