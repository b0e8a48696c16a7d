// Reads a migrations directory with the rules of Prisma's command line (6.6 and later).
import fs from 'node:fs'
import path from 'node:path'

/** Entries that are themselves directories, in the order of `localeCompare`; scripts decoded leniently as UTF-8. */
export function readMigrations(directory) {
  const baseDir = path.resolve(directory)
  const names = fs
    .readdirSync(baseDir, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort((a, b) => a.localeCompare(b))
  return {
    baseDir,
    lockfile: { path: 'migration_lock.toml', content: textOrNull(path.join(baseDir, 'migration_lock.toml')) },
    migrationDirectories: names.map((name) => ({
      path: name,
      migrationFile: { path: 'migration.sql', content: script(path.join(baseDir, name, 'migration.sql')) },
    })),
    shadowDbInitScript: '',
  }
}

function script(file) {
  try {
    return { tag: 'ok', value: fs.readFileSync(file, 'utf8') }
  } catch (error) {
    return { tag: 'error', value: error.message }
  }
}

function textOrNull(file) {
  try {
    return fs.readFileSync(file, 'utf8')
  } catch {
    return null
  }
}
