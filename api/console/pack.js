// node pack.js SITE PACK: all files of the built site in one, for api/http/console_files.hpp.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { extname, join, relative } from 'node:path'
import { gzipSync } from 'node:zlib'

const TYPES = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
}

const [site, pack] = process.argv.slice(2)
const index = []
const parts = []
let offset = 0

function put(bytes) {
  const where = [offset, bytes.length]
  parts.push(bytes)
  offset += bytes.length
  return where
}

for (const entry of readdirSync(site, { recursive: true, withFileTypes: true })) {
  if (!entry.isFile()) continue
  const name = join(entry.parentPath, entry.name)
  const type = TYPES[extname(name)]
  if (!type) throw new Error(`${name}: no content type is known for it: add one to pack.js`)
  const plain = readFileSync(name)
  const gzip = gzipSync(plain, { level: 9 })
  const path = '/' + relative(site, name)
  index.push({
    path: path === '/index.html' ? '/' : path,
    type,
    plain: put(plain),
    gzip: put(gzip.length < plain.length ? gzip : Buffer.alloc(0)),
  })
}

writeFileSync(pack, Buffer.concat([Buffer.from(JSON.stringify(index) + '\n'), ...parts]))
