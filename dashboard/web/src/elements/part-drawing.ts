// SPDX-License-Identifier: MIT
// How a part looks now. The drawings are @wokwi/elements; what they lack is drawn here.
import '@wokwi/elements/dist/esm/buzzer-element';
import '@wokwi/elements/dist/esm/dht22-element';
import '@wokwi/elements/dist/esm/ks2e-m-dc5-element';
import '@wokwi/elements/dist/esm/lcd1602-element';
import '@wokwi/elements/dist/esm/lcd2004-element';
import '@wokwi/elements/dist/esm/led-element';
import '@wokwi/elements/dist/esm/neopixel-element';
import '@wokwi/elements/dist/esm/photoresistor-sensor-element';
import '@wokwi/elements/dist/esm/potentiometer-element';
import '@wokwi/elements/dist/esm/pushbutton-element';
import '@wokwi/elements/dist/esm/rgb-led-element';
import '@wokwi/elements/dist/esm/servo-element';
import '@wokwi/elements/dist/esm/slide-switch-element';
import '@wokwi/elements/dist/esm/ssd1306-element';
import { html, nothing, svg, type TemplateResult } from 'lit';
import { characterFont, codesOf, pixelsOf } from '../screens';
import type { PartView } from '../model';

const PIXELS_DRAWN = 24;

const LIT = 0.5;

export function drawing(part: PartView): TemplateResult | typeof nothing {
  const { state } = part;
  switch (part.type) {
    case 'dht22':
      return html`<wokwi-dht22></wokwi-dht22>`;
    case 'dht11':
      return html`<wokwi-dht22 class="dht11"></wokwi-dht22>`;
    case 'ds18b20':
      return thermometer();
    case 'led': {
      const brightness = state.brightness ?? 0;
      return html`<wokwi-led
        color=${part.settings.color ?? 'red'}
        label=${part.settings.label ?? ''}
        .value=${brightness > 0}
        .brightness=${brightness}
      ></wokwi-led>`;
    }
    case 'rgb-led': {
      const [red, green, blue] = channels(state.colours?.[0] ?? 0);
      return html`<wokwi-rgb-led
        .ledRed=${red}
        .ledGreen=${green}
        .ledBlue=${blue}
      ></wokwi-rgb-led>`;
    }
    case 'neopixel':
      return html`${(state.colours ?? []).slice(0, PIXELS_DRAWN).map(pixel)}`;
    case 'button':
      return html`<wokwi-pushbutton
        color=${part.settings.color ?? 'red'}
        .label=${part.settings.label ?? ''}
        .pressed=${state.closed ?? false}
        inert
      ></wokwi-pushbutton>`;
    case 'slide-switch':
      return html`<wokwi-slide-switch .value=${state.value ?? 0} inert></wokwi-slide-switch>`;
    case 'potentiometer':
      return html`<wokwi-potentiometer
        .min=${0}
        .max=${1}
        .step=${0.001}
        .value=${state.value ?? 0}
        inert
      ></wokwi-potentiometer>`;
    case 'ldr':
      return html`<wokwi-photoresistor-sensor .ledPower=${true}></wokwi-photoresistor-sensor>`;
    case 'buzzer':
      return html`<wokwi-buzzer .hasSignal=${(state.hertz ?? 0) > 0}></wokwi-buzzer>`;
    case 'relay':
      return html`<wokwi-ks2e-m-dc5></wokwi-ks2e-m-dc5>${contact(state.closed ?? false)}`;
    case 'servo':
      return html`<wokwi-servo .angle=${state.value ?? 0}></wokwi-servo>`;
    case 'ssd1306':
      return html`<wokwi-ssd1306 .imageData=${pixelsOf(state)}></wokwi-ssd1306>`;
    case 'lcd1602':
      return html`<wokwi-lcd1602
        pins="i2c"
        .font=${characterFont(state.glyphs ?? '')}
        .characters=${codesOf(state)}
        .backlight=${state.backlight ?? false}
        .cursor=${false}
      ></wokwi-lcd1602>`;
    case 'lcd2004':
      return html`<wokwi-lcd2004
        pins="i2c"
        .font=${characterFont(state.glyphs ?? '')}
        .characters=${codesOf(state)}
        .backlight=${state.backlight ?? false}
        .cursor=${false}
      ></wokwi-lcd2004>`;
    default:
      return nothing;
  }
}

/// What it shows, in words.
export function shown(part: PartView): string {
  const { state } = part;
  switch (part.type) {
    case 'dht22':
    case 'dht11':
      return `${state.celsius ?? 0} °C, ${state.humidityPercent ?? 0} %`;
    case 'ds18b20':
      return `${state.celsius ?? 0} °C`;
    case 'led': {
      const brightness = state.brightness ?? 0;
      return brightness === 0 ? 'off' : brightness < 1 ? `${Math.round(brightness * 100)} %` : 'on';
    }
    case 'rgb-led':
    case 'neopixel':
      return (state.colours ?? []).slice(0, 4).map(hex).join(' ');
    case 'button':
      return (state.closed ?? false) ? 'pressed' : 'up';
    case 'relay':
      return (state.closed ?? false) ? 'on' : 'off';
    case 'slide-switch':
      return (state.value ?? 0) >= LIT ? 'right' : 'left';
    case 'potentiometer':
      return `${Math.round((state.value ?? 0) * 100)} %`;
    case 'servo':
      return `${Math.round(state.value ?? 0)}°`;
    case 'ldr':
      return `${state.lux ?? 0} lx`;
    case 'buzzer':
      return (state.hertz ?? 0) > 0 ? `${Math.round(state.hertz ?? 0)} Hz` : 'silent';
    case 'ssd1306':
      return (state.on ?? false) ? `${state.columns ?? 128} × ${state.rows ?? 64}` : 'off';
    case 'lcd1602':
    case 'lcd2004':
      return (state.lines ?? []).map((line) => line.trim()).join(' | ');
    default:
      return '';
  }
}

function channels(colour: number): readonly [number, number, number] {
  return [(colour >> 16) & 255, (colour >> 8) & 255, colour & 255];
}

function hex(colour: number): string {
  return `#${colour.toString(16).padStart(6, '0')}`;
}

function pixel(colour: number): TemplateResult {
  const [r, g, b] = channels(colour).map((channel) => channel / 255);
  return html`<wokwi-neopixel .r=${r} .g=${g} .b=${b}></wokwi-neopixel>`;
}

/// A DS18B20 in its TO-92 case.
function thermometer(): TemplateResult {
  return html`<svg class="ds18b20" viewBox="0 0 40 60" width="40" height="60">
    ${[12, 20, 28].map(
      (x) => svg`<path d=${`M${x} 30V60`} stroke="#9ca3af" stroke-width="2"/>`,
    )}
    <path d="M6 32V18A14 14 0 0 1 34 18V32Z" fill="#1f2937" />
    <text x="20" y="24" font-size="6" text-anchor="middle" fill="#e5e7eb">DS18B20</text>
  </svg>`;
}

/// Which way a relay's contact stands.
function contact(closed: boolean): TemplateResult {
  return html`<svg class="contact" viewBox="0 0 40 24" width="40" height="24">
    <path
      d=${closed ? 'M4 18H14L28 18' : 'M4 18H14L27 8'}
      stroke="currentColor"
      stroke-width="2"
      fill="none"
    />
    <path d="M28 18H36" stroke="currentColor" stroke-width="2" />
    <circle cx="14" cy="18" r="2" fill="currentColor" />
    <circle cx="28" cy="18" r="2" fill="currentColor" />
  </svg>`;
}
