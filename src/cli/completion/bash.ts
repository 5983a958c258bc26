// The completion script for bash.
import type { Completed, CompletionModel, Value } from './model.js';

/** A script to be sourced: one function that answers from tables. */
export function bashScript({ commands, links }: CompletionModel): string {
  const names = ['tsplay', ...links.map(([link]) => link)];
  const tops = commands.filter((c) => !c.command.includes(' '));
  return `# bash completion for ${names.join(', ')}; load it with: source <(tsplay completion bash)

_tsplay_options() {
  case $1 in
${commands.map((c) => `    ${pattern(c.command)}) echo ${quoted(c.options.flatMap((o) => o.names).join(' '))} ;;`).join('\n')}
  esac
}

_tsplay_actions() {
  case $1 in
${commands
  .filter((c) => c.actions.length > 0)
  .map((c) => `    ${pattern(c.command)}) echo ${quoted(c.actions.map(([name]) => name).join(' '))} ;;`)
  .join('\n')}
  esac
}

# What the value of option $2 of command $1 is; of a word that is no option when $2 is empty.
_tsplay_value() {
  case "$1:$2" in
${commands.flatMap(valueLines).join('\n')}
  esac
}

_tsplay() {
  local cur=\${COMP_WORDS[COMP_CWORD]} prev= command= first=1 value=
  ((COMP_CWORD > 0)) && prev=\${COMP_WORDS[COMP_CWORD - 1]}
  # The = of --option=value is a word of its own.
  if [[ $cur == = ]]; then cur=
  elif [[ $prev == = ]] && ((COMP_CWORD > 1)); then prev=\${COMP_WORDS[COMP_CWORD - 2]}; fi
  COMPREPLY=()
  case \${COMP_WORDS[0]##*/} in
${links.map(([link, command]) => `    ${link}) command=${command} ;;`).join('\n')}
    *)
      if ((COMP_CWORD == 1)); then
        COMPREPLY=($(compgen -W "${tops.map((c) => c.command).join(' ')} $([[ $cur == -* ]] && _tsplay_options playbook)" -- "$cur"))
        ((\${#COMPREPLY[@]} > 0)) || COMPREPLY=($(compgen -f -- "$cur"))
        return
      fi
      case \${COMP_WORDS[1]} in
        ${tops.map((c) => c.command).join(' | ')}) command=\${COMP_WORDS[1]} first=2 ;;
        *) command=playbook ;;
      esac
      ;;
  esac
  local actions=$(_tsplay_actions "$command")
  if [[ -n $actions ]]; then
    if ((COMP_CWORD == first)); then
      COMPREPLY=($(compgen -W "$actions $([[ $cur == -* ]] && _tsplay_options "$command")" -- "$cur"))
      return
    fi
    [[ " $actions " == *" \${COMP_WORDS[first]} "* ]] && command="$command \${COMP_WORDS[first]}"
  fi
  [[ $prev == -* ]] && value=$(_tsplay_value "$command" "$prev")
  if [[ -z $value && $cur == -* ]]; then
    COMPREPLY=($(compgen -W "$(_tsplay_options "$command")" -- "$cur"))
    return
  fi
  [[ -n $value ]] || value=$(_tsplay_value "$command" "")
  case $value in
    file) COMPREPLY=($(compgen -f -- "$cur")) ;;
    directory) COMPREPLY=($(compgen -d -- "$cur")) ;;
    nothing) ;;
    *) COMPREPLY=($(compgen -W "$value" -- "$cur")) ;;
  esac
}

complete -o filenames -F _tsplay ${names.join(' ')}
`;
}

function valueLines({ command, options, word }: Completed): string[] {
  const valued = options.flatMap(({ names, value }) => (value === undefined ? [] : [{ names, value }]));
  return [...valued, { names: [''], value: word }].map(
    ({ names, value }) =>
      `    ${names.map((name) => pattern(`${command}:${name}`)).join(' | ')}) echo ${quoted(words(value))} ;;`,
  );
}

function words(value: Value): string {
  return typeof value === 'string' ? value : value.join(' ');
}

function pattern(text: string): string {
  return `"${text}"`;
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
