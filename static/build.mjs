// Builds everything that the server hands to a browser: `node build.mjs` writes dist/.
//
//   app.js, app.css   the explorer        network.js, network.css   the page about networks
//   learn.js, learn.css   the lesson
//   embed.js          the element alone, for other people's pages
//   chunks/           what they share or load later, named by content
//   docs/             the API reference (swagger-ui-dist)
//
// The new folder takes the old one's place only once it is complete.

import { cpSync, existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { basename, dirname, join, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
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
}

/** What the element loads beside its first picture. */
const LATER = ['hands', 'rows', 'telling', 'draw/painters', 'draw/table']

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
 * The element in one file, so that other people's pages wait for one answer only. What it loads later is bundled
 * first; the names with which that is imported are then known.
 */
async function embed() {
  const entryPoints = Object.fromEntries(
    LATER.map((name) => [`chunks/${name.replace('/', '-')}`, `src/${name}.js`]),
  )
  const names = { entryNames: '[dir]/[name]-[hash]', chunkNames: 'chunks/[name]-[hash]' }
  const later = await build({ ...SCRIPTS, ...names, entryPoints, splitting: true })
  const written = Object.entries(later.metafile.outputs)
  const addresses = new Map(
    written.map(([path, { entryPoint }]) => [entryPoint, `./chunks/${basename(path)}`]),
  )
  /** @type {import('esbuild').Plugin} */
  const links = {
    name: 'later',
    setup({ onResolve }) {
      onResolve({ filter: /^\.\// }, ({ path, kind }) => {
        if (kind !== 'dynamic-import') return null
        return { path: addresses.get(path.replace('./', 'src/')), external: true }
      })
    },
  }
  const first = await build({ ...SCRIPTS, entryPoints: { embed: 'src/define.js' }, plugins: [links] })
  const framed = await build({
    ...SCRIPTS,
    entryPoints: { embedded: 'src/embed/main.js' },
    plugins: [elsewhere('../define.js', './embed.js')],
  })
  return [later, first, framed]
}

/** Bundles everything and returns the paths of all source files that went in. */
async function bundle() {
  const app = await build({
    ...SCRIPTS,
    entryPoints: { app: 'src/page/main.js', network: 'src/network/main.js', learn: 'src/learn/main.js' },
    splitting: true,
    chunkNames: 'chunks/[name]-[hash]',
  })
  await build({
    absWorkingDir: here,
    entryPoints: {
      app: 'src/page/app.css',
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
  const results = [app, ...(await embed())]
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
