// Loaded into a run for a measurement: writes down what the run sends into the first channel of its SSH connection.
import { appendFileSync } from 'node:fs';
import Module from 'node:module';

const load = Module._load;
Module._load = function tapped(name, ...rest) {
  const loaded = load.call(this, name, ...rest);
  if (name === 'ssh2' && loaded.Client && !loaded.Client.prototype.tapped) {
    const { exec } = loaded.Client.prototype;
    loaded.Client.prototype.tapped = true;
    loaded.Client.prototype.exec = function (command, options, then) {
      const opened = (error, channel) => {
        if (channel) {
          const { write } = channel;
          channel.write = function (bytes, ...more) {
            appendFileSync(process.env.TSPLAY_BENCH_TAP, bytes);
            return write.call(this, bytes, ...more);
          };
        }
        (typeof options === 'function' ? options : then)(error, channel);
      };
      return typeof options === 'function'
        ? exec.call(this, command, opened)
        : exec.call(this, command, options, opened);
    };
  }
  return loaded;
};
