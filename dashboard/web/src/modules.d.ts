// SPDX-License-Identifier: MIT
declare module '*.css';
declare module '*.svg' {
  const address: string;
  export default address;
}
declare module '@wokwi/elements/dist/esm/*';
