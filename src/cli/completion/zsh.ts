// The completion script for zsh.
import type { Completed, CompletedOption, CompletionModel, Value } from './model.js';

/** A script for a directory of fpath, or to be sourced after compinit. */
export function zshScript({ commands, links }: CompletionModel): string {
  const names = ['tsplay', ...links.map(([link]) => link)];
  const tops = commands.filter((c) => !c.command.includes(' '));
  return `#compdef ${names.join(' ')}
# zsh completion; load it with: source <(tsplay completion zsh)

${commands.map(commandFunction).join('\n')}
_tsplay() {
  local service=\${words[1]:t}
  case $service in
${links.map(([link, command]) => `    ${link}) ${functionName(command)} ;;`).join('\n')}
    *)
      if (( CURRENT == 2 )) && [[ $words[2] != -* ]]; then
        local -a commands=(${tops.map((c) => quoted(`${c.command}:${c.help}`)).join(' ')})
        _describe -t commands command commands
        _files
      else
        case $words[2] in
${tops.map((c) => `          ${c.command}) shift words; (( CURRENT-- )); ${functionName(c.command)} ;;`).join('\n')}
          *) ${functionName('playbook')} ;;
        esac
      fi
      ;;
  esac
}

if [[ $funcstack[1] == _tsplay ]]; then _tsplay "$@"; else compdef _tsplay ${names.join(' ')}; fi
`;
}

// Words that are neither files nor known are hosts or groups; an action that offers nothing would hide the options.
function commandFunction({ command, options, word, actions }: Completed): string {
  const specs = options.map(optionSpec);
  const all = [...specs, quoted(`*:argument:${word === 'nothing' ? '_hosts' : action(word)}`)]
    .map((spec) => ` \\\n    ${spec}`)
    .join('');
  const choose =
    actions.length === 0
      ? ''
      : `  if (( CURRENT == 2 )) && [[ $words[2] != -* ]]; then
    local -a actions=(${actions.map(([name, help]) => quoted(`${name}:${help}`)).join(' ')})
    _describe -t actions action actions
    return
  fi
  case $words[2] in
${actions.map(([name]) => `    ${name}) shift words; (( CURRENT-- )); ${functionName(`${command} ${name}`)}; return ;;`).join('\n')}
  esac
`;
  return `${functionName(command)}() {\n${choose}  _arguments -s -S${all}\n}\n`;
}

function optionSpec({ names, help, value, repeatable }: CompletedOption): string {
  const text = `[${help.replace(/[[\]\\]/g, '\\$&')}]${value === undefined ? '' : `:value:${action(value)}`}`;
  const one = (name: string): string => (value === undefined ? name : name.startsWith('--') ? `${name}=` : `${name}+`);
  if (repeatable) return names.map((name) => quoted(`*${one(name)}${text}`)).join(' ');
  const exclusion = names.length > 1 ? `(${names.join(' ')})` : '';
  return names.map((name) => quoted(`${exclusion}${one(name)}${text}`)).join(' ');
}

function action(value: Value): string {
  if (value === 'file') return '_files';
  if (value === 'directory') return '_files -/';
  if (value === 'nothing') return ' ';
  return `(${value.join(' ')})`;
}

function functionName(command: string): string {
  return `_tsplay_${command.replace(/\W/g, '_')}`;
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
