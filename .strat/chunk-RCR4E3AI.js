import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);
import {
  script
} from "./chunk-D6GJLKN3.js";

// modules/_shared/sbin.ts
var SBIN = script('PATH="$PATH:/usr/local/sbin:/usr/sbin:/sbin"; export PATH');

export {
  SBIN
};
