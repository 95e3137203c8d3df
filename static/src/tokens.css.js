// Design tokens: both palettes in one place, as custom properties on the host.

/** @typedef {Record<string, string>} Palette */

/** @type {Record<'light' | 'dark', Palette>} */
export const PALETTES = {
  light: {
    background: '#f6f7f9',
    surface: '#ffffff',
    ink: '#171c26',
    secondary: '#5a6474',
    value: '#00707a',
    'value-tint': '#e2f2f2',
    gradient: '#bc3f0a',
    'gradient-tint': '#fdece4',
    local: '#5a3db5',
    'local-tint': '#eeeafb',
    wire: '#828c9b',
    hairline: '#e2e6ec',
    'on-gradient': '#ffffff',
    'on-value': '#ffffff',
    mark: '#8a5a00',
    'mark-tint': '#fff1cf',
    shadow: 'rgb(23 28 38 / 9%)',
  },
  dark: {
    background: '#0f131a',
    surface: '#181e28',
    ink: '#edf1f7',
    secondary: '#a2adbd',
    value: '#4ed0c4',
    'value-tint': '#122e30',
    gradient: '#ff8f63',
    'gradient-tint': '#3a2118',
    local: '#b7a6ff',
    'local-tint': '#272142',
    wire: '#6e7a8c',
    hairline: '#2a3240',
    'on-gradient': '#0f131a',
    'on-value': '#0f131a',
    mark: '#f2c14e',
    'mark-tint': '#35290d',
    shadow: 'rgb(0 0 0 / 35%)',
  },
}

/** @param {Palette} palette */
const declarations = (palette) =>
  Object.entries(palette)
    .map(([name, colour]) => `--${name}:${colour};`)
    .join('')

/** The page around has its own lists, in frame.css. */
export const SANS = 'Inter,system-ui,sans-serif'
export const MATHS = "'Chainrule Maths','STIX Two Math','Cambria Math',serif"

/** The rules that put a palette on the host: light, dark, or what the system prefers. */
export const tokens = `
:host{${declarations(PALETTES.light)}color-scheme:light}
:host([theme=dark]){${declarations(PALETTES.dark)}color-scheme:dark}
@media (prefers-color-scheme:dark){
:host(:not([theme=light],[theme=dark])){${declarations(PALETTES.dark)}color-scheme:dark}
}`
