// Builds everything that the server hands to a browser: `node build.mjs` writes dist/.
//
//   start.js, app.js, app.css   the explorer
//   failure.css       the page that says what went wrong
//   network.js, network.css   the page about networks
//   learn.js, learn.css   the lesson
//   embed.js          the element alone, for other people's pages
//   chunks/           what they share or load later, named by content
//   docs/             the API reference (swagger-ui-dist)
//
// The new folder takes the old one's place only once it is complete.

import { cpSync, existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { basename, dirname, join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { minify } from 'terser'
import { tokens } from './src/tokens.css.js'

const here = dirname(fileURLToPath(import.meta.url))
const next = join(here, '.dist-next')

/**
 * The design tokens of the element for the page: what they put on the host, `@import 'chainrule:tokens'` puts on the root.
 * @type {import('esbuild').Plugin}
 */
const pageTokens = {
  name: 'tokens',
  setup({ onResolve, onLoad }) {
    const contents = tokens
      .replaceAll('[theme=', '[data-theme=')
      .replace(/:host\((\[[^\]]*\]|:not\([^)]*\))\)/g, ':root$1')
      .replaceAll(':host', ':root')
    onResolve({ filter: /^chainrule:tokens$/ }, ({ path }) => ({ path, namespace: 'tokens' }))
    onLoad({ filter: /.*/, namespace: 'tokens' }, () => ({ contents, loader: 'css' }))
  },
}

/**
 * Style sheets in scripts without the breaks between their rules: minifying scripts leaves their texts alone.
 * @type {import('esbuild').Plugin}
 */
const tight = {
  name: 'tight',
  setup({ onLoad }) {
    onLoad({ filter: /\.css\.js$/ }, ({ path }) => ({
      contents: readFileSync(path, 'utf8').replace(/`[^`]*`/g, (sheet) => sheet.replace(/([{};,])\n/g, '$1')),
    }))
  },
}

/** @type {import('esbuild').BuildOptions & { metafile: true }} */
const SCRIPTS = {
  absWorkingDir: here,
  outdir: next,
  bundle: true,
  format: 'esm',
  target: 'es2022',
  minify: true,
  charset: 'utf8',
  legalComments: 'none',
  metafile: true,
  logLevel: 'warning',
  plugins: [tight],
}

/**
 * Leaves a module out of a bundle: it is loaded from its own file.
 * @param {string} module
 * @param {string} file
 * @returns {import('esbuild').Plugin}
 */
const elsewhere = (module, file) => ({
  name: 'elsewhere',
  setup({ onResolve }) {
    onResolve({ filter: /^\./ }, ({ path }) => (path === module ? { path: file, external: true } : null))
  },
})

/**
 * Hands every dynamic import of a bundle to a function, which says where the module is to be found.
 * @param {(module: string) => string} place  from the path of a module, relative to this folder
 * @returns {import('esbuild').Plugin}
 */
const later = (place) => ({
  name: 'later',
  setup({ onResolve }) {
    onResolve({ filter: /^\./ }, ({ path, kind, resolveDir }) => {
      if (kind !== 'dynamic-import') return null
      return { path: place(relative(here, join(resolveDir, path)).split(sep).join('/')), external: true }
    })
  },
})

/**
 * A script in one file, so that a page waits for one answer only. What it loads later is bundled first; the names
 * with which that is imported are then known.
 * @param {string} name
 * @param {string} entry
 */
async function whole(name, entry) {
  const script = { ...SCRIPTS, entryPoints: { [name]: entry } }
  const modules = new Set(/** @type {string[]} */ ([]))
  const note = (/** @type {string} */ module) => {
    modules.add(module)
    return module
  }
  await build({ ...script, write: false, plugins: [tight, later(note)] })
  const entryPoints = Object.fromEntries(
    [...modules].map((module) => [
      `chunks/${module.replace(/^src\/|\.js$/g, '').replaceAll('/', '-')}`,
      module,
    ]),
  )
  const names = { entryNames: '[dir]/[name]-[hash]', chunkNames: 'chunks/[name]-[hash]' }
  const rest = await build({ ...SCRIPTS, ...names, entryPoints, splitting: true })
  const addresses = new Map(
    Object.entries(rest.metafile.outputs).map(([path, { entryPoint }]) => [
      entryPoint,
      `./chunks/${basename(path)}`,
    ]),
  )
  const found = (/** @type {string} */ module) => /** @type {string} */ (addresses.get(module))
  const last = await build({ ...script, write: false, plugins: [tight, later(found)] })
  for (const { path, text } of last.outputFiles) writeFileSync(path, await smallest(text))
  return [rest, last]
}

/**
 * A module in still fewer bytes: what everybody waits for is worth another look, of some seconds.
 * @param {string} text
 */
async function smallest(text) {
  const { code } = await minify(text, { module: true, ecma: 2020, compress: { passes: 2 } })
  return code ?? text
}

/** Bundles everything and returns the paths of all source files that went in. */
async function bundle() {
  const embed = await whole('embed', 'src/define.js')
  const framed = await build({
    ...SCRIPTS,
    entryPoints: { embedded: 'src/embed/main.js' },
    plugins: [tight, elsewhere('../define.js', './embed.js')],
  })
  const explorer = await whole('app', 'src/page/main.js')
  const start = await build({ ...SCRIPTS, entryPoints: { start: 'src/page/start.js' } })
  const pages = await build({
    ...SCRIPTS,
    entryPoints: { network: 'src/network/main.js', learn: 'src/learn/main.js' },
    splitting: true,
    chunkNames: 'chunks/[name]-[hash]',
  })
  await build({
    absWorkingDir: here,
    entryPoints: {
      app: 'src/page/app.css',
      failure: 'src/page/failure.css',
      network: 'src/network/network.css',
      learn: 'src/learn/learn.css',
      embedded: 'src/embed/embed.css',
    },
    outdir: next,
    bundle: true,
    minify: true,
    target: 'es2022',
    charset: 'utf8',
    external: ['/static/*'],
    plugins: [pageTokens],
    logLevel: 'warning',
  })
  const results = [...embed, framed, ...explorer, start, pages]
  return results.flatMap(({ metafile }) => Object.keys(metafile.inputs))
}

/**
 * The npm packages that a list of bundled files comes from.
 * @param {string[]} files
 */
function packages(files) {
  const pattern = /node_modules\/((?:@[^/]+\/)?[^/]+)\//
  const names = files.map((file) => pattern.exec(file)?.[1])
  return [...new Set(names.filter((name) => name !== undefined))].sort()
}

/**
 * Writes the licences of the bundled packages beside the bundle, as they ask.
 * @param {string[]} names
 */
function licences(names) {
  const texts = names.map((name) => {
    const folder = join(here, 'node_modules', ...name.split('/'))
    const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry))
    if (!file) throw new Error(`${name} is bundled but has no licence file`)
    return `${name}\n\n${readFileSync(join(folder, file), 'utf8').trim()}\n`
  })
  writeFileSync(join(next, 'LICENSES.txt'), texts.join(`\n${'-'.repeat(79)}\n\n`))
}

/** Copies the API reference and its start script. */
function docs() {
  const from = join(here, 'node_modules', 'swagger-ui-dist')
  const files = [
    'swagger-ui-bundle.js',
    'swagger-ui.css',
    'swagger-ui-bundle.js.LICENSE.txt',
    'LICENSE',
    'NOTICE',
  ]
  for (const file of files) cpSync(join(from, file), join(next, 'docs', file))
  cpSync(join(here, 'docs'), join(next, 'docs'), { recursive: true })
}

rmSync(next, { recursive: true, force: true })
licences(packages((await bundle()).map((file) => file.split(sep).join('/'))))
docs()
const dist = join(here, 'dist')
if (existsSync(join(dist, 'fonts'))) renameSync(join(dist, 'fonts'), join(next, 'fonts'))
rmSync(dist, { recursive: true, force: true })
renameSync(next, dist)
