// What to use in the place of modules that tsplay does not have on purpose.

/** By the full name of a module: a hint. */
const INSTEAD: Readonly<Record<string, string>> = {
  'community.general.apt_rpm':
    'use ansible.builtin.command with apt-get install -y (ALT Linux), with changed_when on what it prints',
  'community.general.homebrew':
    'use ansible.builtin.command with brew install, as the user who owns Homebrew, with creates',
  'community.general.homebrew_cask':
    'use ansible.builtin.command with brew install --cask, as the user who owns Homebrew, with creates',
  'community.general.homebrew_tap':
    'use ansible.builtin.command with brew tap, as the user who owns Homebrew, with creates',
  'community.general.homebrew_services':
    'use ansible.builtin.command with brew services, as the user who owns Homebrew',
  'community.general.cpanm':
    'use the package of the distribution (libNAME-perl) with ansible.builtin.package, or ansible.builtin.command with cpanm and creates',
  'community.general.dconf':
    'use ansible.builtin.command with dconf write, with changed_when on what dconf read says before',
  'community.general.iso_extract': 'use ansible.builtin.command with 7z x or bsdtar -xf, with creates',
};

/** What to use instead of a module, or undefined when there is nothing better than a command. */
export const insteadOf = (fullName: string): string | undefined => INSTEAD[fullName];
