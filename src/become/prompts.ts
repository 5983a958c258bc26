// How programs ask for a password in the languages of the world, without the colon that follows.

/** As PAM and su are translated; the documentation of Ansible's su plugin names the same languages. */
export const PASSWORD_WORDS: readonly string[] = [
  'Password',
  'Adgangskode',
  'Contraseña',
  'Contrasenya',
  'Hasło',
  'Heslo',
  'Jelszó',
  'Lösenord',
  'Mật khẩu',
  'Mot de passe',
  'Parola',
  'Parool',
  'Parole',
  'Pasahitza',
  'Passord',
  'Passwort',
  'Salasana',
  'Sandi',
  'Senha',
  'Wachtwoord',
  'Λέξη πρόσβασης',
  'Κωδικός',
  'Лозинка',
  'Парола',
  'Пароль',
  'ססמה',
  'סיסמה',
  'गुप्तशब्द',
  'शब्दकूट',
  'సంకేతపదము',
  'හස්පදය',
  '암호',
  'パスワード',
  '密码',
  '密碼',
  '口令',
];

/** What PAM says when the right password does not help. */
export function expiredFailures(who: string): { pattern: RegExp; message: string; hint: string }[] {
  return [
    {
      pattern:
        /required to change (?:your|the) password|password (?:has )?expired|account or password is expired|new one required|unable to change expired password/i,
      message: `the password of ${who} has expired`,
      hint: 'set a new one on the host (passwd), or let it not expire (chage -M -1)',
    },
    {
      pattern: /account (?:has )?expired|account validation failure|account is (?:locked|disabled)/i,
      message: `the account of ${who} has expired or is locked`,
      hint: 'let it be used again on the host: chage -E -1, passwd -u',
    },
  ];
}
