// Settings of what is shown, where, and in which colours. The columns are those of ../table.ts.

export const DISPLAY = `
ANSIBLE_COW_ACCEPTLIST | list | ["bud-frogs", "bunny", "cheese", "daemon", "default", "dragon", "elephant-in-snake", "elephant", "eyes", "hellokitty", "kitty", "luke-koala", "meow", "milk", "moofasa", "moose", "ren", "sheep", "small", "stegosaurus", "stimpy", "supermilker", "three-eyes", "turkey", "turtle", "tux", "udder", "vader-koala", "vader", "www"] | ANSIBLE_COW_ACCEPTLIST | defaults.cowsay_enabled_stencils |  | cows | which cows may speak
ANSIBLE_COW_PATH | string |  | ANSIBLE_COW_PATH | defaults.cowpath |  | cows | the program that draws cows
ANSIBLE_COW_SELECTION |  | "default" | ANSIBLE_COW_SELECTION | defaults.cow_selection |  | cows | the cow that speaks
ANSIBLE_FORCE_COLOR | boolean | false | ANSIBLE_FORCE_COLOR | defaults.force_color |  | + | colours even when the output is no terminal
ANSIBLE_NOCOLOR | boolean | false | ANSIBLE_NOCOLOR, NO_COLOR | defaults.nocolor |  | + | no colours
ANSIBLE_NOCOWS | boolean | false | ANSIBLE_NOCOWS | defaults.nocows |  | + | no cows; tsplay draws none anyway
CALLBACKS_ENABLED | list | [] | ANSIBLE_CALLBACKS_ENABLED | defaults.callbacks_enabled |  | + | what reports besides the main output
COLOR_CHANGED |  | "yellow" | ANSIBLE_COLOR_CHANGED | colors.changed |  | + | colour of changed
COLOR_CONSOLE_PROMPT |  | "white" | ANSIBLE_COLOR_CONSOLE_PROMPT | colors.console_prompt |  | console | colour of the prompt of ansible-console
COLOR_DEBUG |  | "dark gray" | ANSIBLE_COLOR_DEBUG | colors.debug |  | + | colour of debug messages
COLOR_DEPRECATE |  | "purple" | ANSIBLE_COLOR_DEPRECATE | colors.deprecate |  | + | colour of deprecations
COLOR_DIFF_ADD |  | "green" | ANSIBLE_COLOR_DIFF_ADD | colors.diff_add |  | + | colour of added lines
COLOR_DIFF_LINES |  | "cyan" | ANSIBLE_COLOR_DIFF_LINES | colors.diff_lines |  | + | colour of the places in a diff
COLOR_DIFF_REMOVE |  | "red" | ANSIBLE_COLOR_DIFF_REMOVE | colors.diff_remove |  | + | colour of removed lines
COLOR_DOC_CONSTANT |  | "dark gray" | ANSIBLE_COLOR_DOC_CONSTANT | colors.doc_constant |  | doccolors | colour of constants in ansible-doc
COLOR_DOC_DEPRECATED |  | "magenta" | ANSIBLE_COLOR_DOC_DEPRECATED | colors.doc_deprecated |  | doccolors | colour of deprecations in ansible-doc
COLOR_DOC_LINK |  | "cyan" | ANSIBLE_COLOR_DOC_LINK | colors.doc_link |  | doccolors | colour of links in ansible-doc
COLOR_DOC_MODULE |  | "yellow" | ANSIBLE_COLOR_DOC_MODULE | colors.doc_module |  | doccolors | colour of module names in ansible-doc
COLOR_DOC_PLUGIN |  | "yellow" | ANSIBLE_COLOR_DOC_PLUGIN | colors.doc_plugin |  | doccolors | colour of plugin names in ansible-doc
COLOR_DOC_REFERENCE |  | "magenta" | ANSIBLE_COLOR_DOC_REFERENCE | colors.doc_reference |  | doccolors | colour of references in ansible-doc
COLOR_ERROR |  | "red" | ANSIBLE_COLOR_ERROR | colors.error |  | + | colour of errors
COLOR_HIGHLIGHT |  | "white" | ANSIBLE_COLOR_HIGHLIGHT | colors.highlight |  | other | colour of what should be noticed
COLOR_INCLUDED |  | "cyan" | ANSIBLE_COLOR_INCLUDED | colors.included |  | + | colour of includes
COLOR_OK |  | "green" | ANSIBLE_COLOR_OK | colors.ok |  | + | colour of ok
COLOR_SKIP |  | "cyan" | ANSIBLE_COLOR_SKIP | colors.skip |  | + | colour of skipped tasks
COLOR_UNREACHABLE |  | "bright red" | ANSIBLE_COLOR_UNREACHABLE | colors.unreachable |  | + | colour of hosts that cannot be reached
COLOR_VERBOSE |  | "blue" | ANSIBLE_COLOR_VERBOSE | colors.verbose |  | other | colour of what -v adds
COLOR_WARN |  | "bright purple" | ANSIBLE_COLOR_WARN | colors.warn |  | + | colour of warnings
DEFAULT_DEBUG | boolean | false | ANSIBLE_DEBUG | defaults.debug |  | debug | print how Ansible itself works
DEFAULT_LOAD_CALLBACK_PLUGINS | boolean | false | ANSIBLE_LOAD_CALLBACK_PLUGINS | defaults.bin_ansible_callbacks |  | + | callbacks report for ad-hoc commands too
DEFAULT_LOG_FILTER | list | [] | ANSIBLE_LOG_FILTER | defaults.log_filter |  | python | what the log leaves out
DEFAULT_LOG_PATH | path |  | ANSIBLE_LOG_PATH | defaults.log_path |  | + | a file that gets all output too
DEFAULT_NO_LOG | boolean | false | ANSIBLE_NO_LOG | defaults.no_log |  | + | keep all results out of the output
DEFAULT_STDOUT_CALLBACK |  | "default" | ANSIBLE_STDOUT_CALLBACK | defaults.stdout_callback |  | + | how the main output looks
DEFAULT_VERBOSITY | integer | 0 | ANSIBLE_VERBOSITY | defaults.verbosity |  | + | as many -v
DEPRECATION_WARNINGS | boolean | true | ANSIBLE_DEPRECATION_WARNINGS | defaults.deprecation_warnings |  | + | show deprecation warnings
DEVEL_WARNING | boolean | true | ANSIBLE_DEVEL_WARNING | defaults.devel_warning |  | + | warn when Ansible runs from its development branch; tsplay never does
DIFF_ALWAYS | bool | false | ANSIBLE_DIFF_ALWAYS | diff.always |  | + | as --diff
DIFF_CONTEXT | integer | 3 | ANSIBLE_DIFF_CONTEXT | diff.context |  | + | lines around each difference
DISPLAY_ARGS_TO_STDOUT | boolean | false | ANSIBLE_DISPLAY_ARGS_TO_STDOUT | defaults.display_args_to_stdout |  | + | show the arguments of tasks
DISPLAY_SKIPPED_HOSTS | boolean | true | ANSIBLE_DISPLAY_SKIPPED_HOSTS | defaults.display_skipped_hosts |  | + | show skipped tasks
LOG_VERBOSITY | int |  | ANSIBLE_LOG_VERBOSITY | defaults.log_verbosity |  | + | as many -v for the log
MAX_FILE_SIZE_FOR_DIFF | int | 104448 | ANSIBLE_MAX_DIFF_SIZE | defaults.max_diff_size |  | + | the largest file of which differences are shown, in bytes
PAGER |  | "less" | ANSIBLE_PAGER, PAGER | defaults.pager |  | + | the pager of long output on a terminal
SHOW_CUSTOM_STATS | bool | false | ANSIBLE_SHOW_CUSTOM_STATS | defaults.show_custom_stats |  | + | show what set_stats set after the recap
SYSTEM_WARNINGS | boolean | true | ANSIBLE_SYSTEM_WARNINGS | defaults.system_warnings |  | + | show warnings about the controller
VERBOSE_TO_STDERR | bool | false | ANSIBLE_VERBOSE_TO_STDERR | defaults.verbose_to_stderr |  | + | what -v adds goes to standard error
`;
