// SPDX-License-Identifier: MIT
import { defineConfig } from 'vite';

// The page's Content-Security-Policy allows no style attributes. Some drawings of @wokwi/elements
// have some, all of which SVG also knows as attributes of its own, or which do nothing.
const STYLE_ATTRIBUTES = {
  'buzzer-element.js': [
    ['style="paint-order:normal"', ''],
    [
      `style="visibility: \${buzzerOn ? '' : 'hidden'}"`,
      `visibility="\${buzzerOn ? 'visible' : 'hidden'}"`,
    ],
  ],
  'dht22-element.js': [['style="line-height:1.25"', '']],
  'led-element.js': [
    [`style="display: \${lightOn ? '' : 'none'}"`, `display="\${lightOn ? 'inline' : 'none'}"`],
    ['style="opacity: ${opacity}"', 'opacity="${opacity}"'],
  ],
  'lcd1602-element.js': [
    ['style="font-size: 1.5px; font-family: monospace"', 'font-size="1.5" font-family="monospace"'],
  ],
  // Set as a property, which the policy allows.
  'potentiometer-element.js': [
    [
      `style=\${styleMap({
            '--knob-angle': knobDeg + 'deg',
        })}`,
      `.style=\${'--knob-angle: ' + knobDeg + 'deg'}`,
    ],
  ],
  'pushbutton-element.js': [
    [
      'style="opacity:0.3;fill:#999999;stroke-width:0.563001;paint-order:stroke markers fill"',
      'opacity="0.3" fill="#999999" stroke-width="0.563001"',
    ],
    [
      'style="opacity:0.3;fill:#999999;stroke-width:0.534365;paint-order:stroke markers fill"',
      'opacity="0.3" fill="#999999" stroke-width="0.534365"',
    ],
  ],
};

function svgAttributesForStyles() {
  return {
    name: 'svg-attributes-for-styles',
    enforce: 'pre',
    transform(code, id) {
      const path = id.split('?')[0];
      if (!path.includes('@wokwi/elements')) {
        return null;
      }
      const file = path.slice(path.lastIndexOf('/') + 1);
      let strict = code;
      for (const [style, attribute] of STYLE_ATTRIBUTES[file] ?? []) {
        if (!strict.includes(style)) {
          this.error(`${file} no longer has ${style}: see vite.config.js`);
        }
        strict = strict.replaceAll(style, attribute);
      }
      if (/\sstyle=/.test(strict)) {
        this.error(`${file} has a style attribute that the page's policy forbids`);
      }
      return { code: strict, map: null };
    },
  };
}

export default defineConfig({
  plugins: [svgAttributesForStyles()],
  build: {
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
  test: {
    include: ['test/**/*.test.ts'],
    environment: 'node',
  },
});
