// Starts the WebAssembly build of the engine without a bundler, and gives it a connection.
import fs from 'node:fs'
import path from 'node:path'
import { createRequire } from 'node:module'
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils'
import { Database } from './database.mjs'

const GLUE = './schema_engine_bg.js'

async function engineClass() {
  const directory = path.dirname(createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm'))
  const glue = await import(path.join(directory, GLUE))
  const module = new WebAssembly.Module(fs.readFileSync(path.join(directory, 'schema_engine_bg.wasm')))
  const { exports } = new WebAssembly.Instance(module, { [GLUE]: glue })
  glue.__wbg_set_wasm(exports)
  exports.__wbindgen_start()
  return glue.SchemaEngine
}

// The engine leaves the text of a panic with this object before it stops.
globalThis.PRISMA_WASM_PANIC_REGISTRY = { set_message: (text) => console.error(`the engine panicked: ${text}`) }

export async function openEngine(url, { split }) {
  const SchemaEngine = await engineClass()
  const database = await Database.open(url)
  const factory = bindMigrationAwareSqlAdapterFactory({
    provider: 'postgres',
    adapterName: '@prisma/adapter-pg',
    connect: () => database.adapter({ split }),
    connectToShadowDb: () => Promise.reject(new Error('no command here needs a shadow database')),
  })
  return { engine: await SchemaEngine.new({ datamodels: undefined }, () => {}, factory), database }
}
