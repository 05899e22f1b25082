// Lets node import the page's modules as they stand in web/: where one imports "../vendor/…", "../pyodide/…" or
// "../generated/…", which only the built site has beside it, the file of dist/vendor/ is taken. Used as  node --import ./build/vendor-hook.js --test

import { register } from "node:module";

const hook = `
let web, vendor;
export function initialize(data) { ({ web, vendor } = data); }
export async function resolve(specifier, context, next) {
  if (specifier.startsWith(".") && context.parentURL?.startsWith(web)) {
    const name = new URL(specifier, context.parentURL).href.slice(web.length);
    if (/^(vendor|pyodide|generated)\\//.test(name)) return next(vendor + name, context);
  }
  return next(specifier, context);
}`;

const data = {
  web: new URL("../web/", import.meta.url).href,
  vendor: new URL("../dist/vendor/", import.meta.url).href,
};
register(`data:text/javascript,${encodeURIComponent(hook)}`, { data });
