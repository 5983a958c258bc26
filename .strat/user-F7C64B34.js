import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);
import {
  SET_FIELD,
  chooseTools,
  databaseFunction,
  toolsScript
} from "./chunk-TL5KOGGB.js";
import "./chunk-RCR4E3AI.js";
import {
  splitLines
} from "./chunk-ONXNTAON.js";
import {
  ModuleFailure,
  alias,
  bool,
  choice,
  defineModule,
  int,
  list,
  num,
  path,
  str,
  zod_exports
} from "./chunk-EJJ52GZ6.js";
import "./chunk-CP2CEFZM.js";
import "./chunk-7CV2UUS6.js";
import {
  quote,
  script
} from "./chunk-D6GJLKN3.js";

// modules/ansible.builtin/user/args.ts
var args = zod_exports.strictObject({
  name: alias(str(), "user").describe("The user."),
  state: choice("absent", "present").default("present").describe("Whether the account shall exist."),
  uid: int().optional().describe("Its id."),
  non_unique: bool().default(false).describe("Let the id be one that another user has."),
  comment: str().optional().describe("The description, usually the full name."),
  group: str().optional().describe("The primary group, by name or id; it must exist."),
  groups: list(str()).optional().describe("Further groups; an empty list is none. They must exist."),
  append: bool().default(false).describe("Keep groups that are not in `groups`."),
  home: path().optional().describe("The home directory."),
  move_home: bool().default(false).describe("Move the old home directory when `home` changes."),
  create_home: alias(bool(), "createhome").default(true).describe("Make the home directory when it is missing."),
  skeleton: str().optional().describe("Directory whose files a new home directory gets; default /etc/skel."),
  shell: path().optional().describe("The login shell."),
  system: bool().default(false).describe("Create it as a system account."),
  password: str().optional().describe("The hash of the password, as crypt(5) writes it; `!` or `*` for none that works."),
  update_password: choice("always", "on_create").default("always").describe("Whether the password of an existing account is changed too."),
  password_lock: bool().optional().describe("Lock the password, or unlock it; without this it stays as it is."),
  password_expire_max: int().optional().describe("Days after which the password must be changed."),
  password_expire_min: int().optional().describe("Days before which the password cannot be changed again."),
  password_expire_warn: int().optional().describe("Days of warning before the password expires."),
  password_expire_account_disable: int().optional().describe("Days from the end of the password to that of the account."),
  expires: num().optional().describe("When the account expires, in seconds since the epoch; negative is never."),
  remove: bool().default(false).describe("With state=absent: remove the home directory and the mail too."),
  force: bool().default(false).describe(
    "With state=absent: remove it though it is logged in; with generate_ssh_key: replace the key that is there."
  ),
  generate_ssh_key: bool().default(false).describe("Make an SSH key when there is none."),
  ssh_key_bits: int().optional().describe("Bits of the key; default as ssh-keygen has it."),
  ssh_key_type: str().default("rsa").describe("Type of the key: rsa, ed25519, ecdsa \u2026"),
  ssh_key_file: path().optional().describe("The key file; relative to the home directory; default .ssh/id_<type>."),
  ssh_key_comment: str().optional().describe("Comment of the key; default `ansible-generated on <host>`."),
  ssh_key_passphrase: str().optional().describe("Passphrase of the key; default none."),
  umask: str().optional().describe("Octal; the home directory is made with what it leaves."),
  uid_min: int().optional().describe("Lowest id to choose from, in place of the one in login.defs."),
  uid_max: int().optional().describe("Highest id to choose from, in place of the one in login.defs."),
  local: bool().default(false).describe("Use libuser's programs, which know the host's own files only.")
});
var refused = {
  login_class: "it is for BSD; leave it out on Linux",
  profile: "it is for Solaris; leave it out on Linux",
  authorization: "it is for Solaris; leave it out on Linux",
  role: "it is for Solaris; leave it out on Linux",
  hidden: "it is for macOS; leave it out on Linux",
  seuser: "set it with a command task: semanage login -a -s SEUSER NAME"
};
function rules(a) {
  const broken = [];
  if (a.local) {
    for (const key2 of ["umask", "uid_min", "uid_max"]) {
      if (a[key2] !== void 0) broken.push(`'${key2}' cannot be used with 'local'`);
    }
  }
  if (a.umask !== void 0 && !/^0?[0-7]{1,3}$/.test(a.umask)) broken.push(`umask '${a.umask}' is not octal as '077'`);
  if (/[:\n]/.test(a.comment ?? "")) broken.push("comment must not have a colon or a new line");
  if (/[:\n]/.test(a.password ?? "")) broken.push("password must not have a colon or a new line: give the hash of it");
  if (/[:\n\s/]/.test(a.name) || a.name === "" || a.name.startsWith("-"))
    broken.push(`'${a.name}' cannot be the name of a user`);
  return broken;
}

// modules/ansible.builtin/user/decide.ts
function decideUser(a, seen) {
  if (a.state === "absent") return { steps: seen.account ? [{ do: "remove" }] : [] };
  for (const group of [...a.group === void 0 ? [] : [a.group], ...a.groups ?? []]) {
    if (group !== "" && !seen.groups.has(group)) {
      return { steps: [], failure: `Group ${group} does not exist: create it first with ansible.builtin.group` };
    }
  }
  const uidTaken = a.uid !== void 0 && seen.holder !== void 0 && seen.holder !== a.name && seen.account?.uid !== a.uid;
  if (uidTaken && !a.non_unique) {
    return {
      steps: [],
      failure: `UID ${a.uid} is the one of user ${seen.holder}: choose another one, or set non_unique: true`
    };
  }
  return { steps: seen.account ? changeSteps(a, seen, seen.account) : createSteps(a, seen) };
}
function createSteps(a, seen) {
  const steps = [
    {
      do: "create",
      properties: {
        uid: a.uid,
        group: a.group === void 0 ? void 0 : seen.groups.get(a.group),
        comment: a.comment,
        home: a.home,
        shell: a.shell,
        expires: expiryDay(a)
      },
      groups: supplementary(a, seen, void 0) ?? [],
      noOwnGroup: a.group === void 0 && seen.ownGroup
    }
  ];
  if (a.password !== void 0) steps.push({ do: "password", hash: locked(a.password, a.password_lock === true) });
  else if (a.password_lock === true) steps.push({ do: "lock" });
  steps.push(...ageingSteps(a, void 0));
  if (a.create_home) steps.push({ do: "home" });
  if (a.generate_ssh_key) steps.push({ do: "key" });
  return steps;
}
function changeSteps(a, seen, account) {
  const steps = [];
  const { shadow: shadow2 } = seen;
  const group = a.group === void 0 ? void 0 : seen.groups.get(a.group);
  const day2 = expiryDay(a);
  const differs = (wanted, is) => wanted === void 0 || wanted === is ? void 0 : wanted;
  const properties = {
    uid: differs(a.uid, account.uid),
    group: group === void 0 || group.gid === account.gid ? void 0 : group,
    comment: differs(a.comment, account.comment),
    home: differs(a.home, account.home),
    shell: differs(a.shell, account.shell),
    expires: differs(day2, shadow2?.expires ?? -1)
  };
  const moveHome = a.move_home && properties.home !== void 0;
  if (Object.values(properties).some((value) => value !== void 0))
    steps.push({ do: "modify", properties, moveHome });
  const groups = groupStep(a, seen, group?.gid ?? account.gid);
  if (groups) steps.push(groups);
  steps.push(...passwordSteps(a, shadow2), ...ageingSteps(a, shadow2));
  if (a.create_home && !seen.homeExists && !moveHome) steps.push({ do: "home" });
  if (a.generate_ssh_key && (!seen.key || a.force)) steps.push({ do: "key" });
  return steps;
}
function supplementary(a, seen, primary) {
  if (!a.groups) return void 0;
  const groups = a.groups.flatMap((name) => seen.groups.get(name) ?? []);
  return groups.filter((g, i) => g.gid !== primary && groups.findIndex((other) => other.gid === g.gid) === i);
}
function groupStep(a, seen, primary) {
  const wanted = supplementary(a, seen, primary);
  if (!wanted) return void 0;
  const current = seen.memberOf.filter((g) => g.gid !== primary);
  const missing = wanted.filter((g) => !current.some((c) => c.name === g.name));
  const extra = a.append ? [] : current.filter((c) => !wanted.some((g) => g.name === c.name));
  if (missing.length + extra.length === 0) return void 0;
  return a.append ? { do: "groups", set: false, groups: missing, leave: [] } : { do: "groups", set: true, groups: wanted, leave: extra };
}
var locked = (hash, lock) => lock && !hash.startsWith("!") ? `!${hash}` : hash;
function passwordSteps(a, shadow2) {
  const bare = (hash) => hash.replace(/^!+/, "");
  const current = shadow2?.hash;
  if (a.password !== void 0 && a.update_password === "always") {
    const same = current !== void 0 && bare(current) === bare(a.password);
    if (!same) return [{ do: "password", hash: locked(a.password, a.password_lock === true) }];
    if (bare(a.password) === "" && current !== a.password && a.password_lock === void 0) {
      return current.startsWith("!") === a.password.startsWith("!") ? [] : [{ do: "password", hash: a.password }];
    }
  }
  if (a.password_lock === true && current?.startsWith("!") !== true) return [{ do: "lock" }];
  if (a.password_lock === false && current?.startsWith("!") === true && bare(current) !== "") return [{ do: "unlock" }];
  return [];
}
function ageingSteps(a, shadow2) {
  const differs = (wanted, is) => wanted === void 0 || wanted === (is ?? -1) ? void 0 : wanted;
  const ageing = {
    max: differs(a.password_expire_max, shadow2?.max),
    min: differs(a.password_expire_min, shadow2?.min),
    warn: differs(a.password_expire_warn, shadow2?.warn),
    inactive: differs(a.password_expire_account_disable, shadow2?.inactive)
  };
  return Object.values(ageing).some((value) => value !== void 0) ? [{ do: "ageing", ageing }] : [];
}
function expiryDay(a) {
  if (a.expires === void 0) return void 0;
  return a.expires < 0 ? -1 : Math.floor(a.expires / 86400);
}

// modules/ansible.builtin/user/look.ts
var DEFAULT_KEY = (type) => `.ssh/id_${type}`;
function keyPath(a) {
  const file = a.ssh_key_file ?? DEFAULT_KEY(a.ssh_key_type);
  return file.startsWith("/") ? `key=${quote(file)}` : `key=$home/${quote(file)}`;
}
function reportScript(a) {
  const name = quote(a.name);
  const key2 = a.generate_ssh_key ? `${keyPath(a)}
if [ -f "$key" ]; then
echo "@key $key"
if [ -f "$key.pub" ]; then sed 's/^/@pub /' "$key.pub"; fi
ssh-keygen -l -f "$key" 2>/dev/null </dev/null | sed 's/^/@fingerprint /'
fi` : "";
  return `entry=$(database passwd ${name})
printf '%s\\n' "$entry" | sed 's/^/@passwd /'
home=$(printf '%s\\n' "$entry" | cut -d: -f6)
${key2}`;
}
function lookScript(a) {
  const name = quote(a.name);
  const wanted = [.../* @__PURE__ */ new Set([...a.group === void 0 ? [] : [a.group], ...a.groups ?? []])].filter(
    (g) => g !== ""
  );
  const groups = wanted.map((group) => `printf '@group %s|%s\\n' ${quote(group)} "$(database group ${quote(group)})"`);
  const members = a.local ? "cat /etc/group" : "if command -v getent >/dev/null 2>&1; then getent group; else cat /etc/group; fi";
  return script(`${databaseFunction(a.local)}
${toolsScript("user")}
${reportScript(a)}
${a.home === void 0 ? "" : `home=${quote(a.home)}`}
if [ -n "$home" ] && [ -e "$home" ]; then echo @home; fi
if command -v getent >/dev/null 2>&1; then getent shadow ${name}; else grep '^'${name}: /etc/shadow; fi 2>/dev/null | sed 's/^/@shadow /'
${groups.join("\n")}
if [ -n "$(database group ${name})" ]; then echo @owngroup; fi
${a.uid === void 0 ? "" : `database passwd ${a.uid} | sed 's/^/@holder /'`}
{ ${members}; } | awk -F: -v user=${name} '{ n = split($4, who, ","); for (i = 1; i <= n; i++) if (who[i] == user) { print "@member " $1 ":" $3; break } }'
exit 0`);
}
var number = (text) => text === void 0 || text === "" ? void 0 : Number(text);
function parseLook(stdout, name) {
  const all = (key3) => stdout.split("\n").filter((line) => line === `@${key3}` || line.startsWith(`@${key3} `)).map((line) => line.slice(key3.length + 2));
  const passwd = all("passwd")[0]?.split(":");
  const shadow2 = all("shadow")[0]?.split(":");
  const groups = /* @__PURE__ */ new Map();
  for (const line of all("group")) {
    const bar = line.indexOf("|");
    const [group = "", , gid = ""] = line.slice(bar + 1).split(":");
    if (gid !== "") groups.set(line.slice(0, bar), { name: group, gid: Number(gid) });
  }
  const key2 = all("key")[0];
  const publicKey = all("pub")[0];
  const fingerprint = all("fingerprint")[0];
  return {
    tools: all("tool"),
    account: passwd?.[0] === name ? {
      uid: Number(passwd[2]),
      gid: Number(passwd[3]),
      comment: passwd[4] ?? "",
      home: passwd[5] ?? "",
      shell: passwd[6] ?? ""
    } : void 0,
    shadow: shadow2 && {
      hash: shadow2[1] ?? "",
      min: number(shadow2[3]),
      max: number(shadow2[4]),
      warn: number(shadow2[5]),
      inactive: number(shadow2[6]),
      expires: number(shadow2[7])
    },
    groups,
    memberOf: all("member").map((line) => ({ name: line.split(":")[0] ?? "", gid: Number(line.split(":")[1]) })),
    holder: all("holder")[0]?.split(":")[0],
    ownGroup: stdout.includes("\n@owngroup\n") || stdout.startsWith("@owngroup\n"),
    homeExists: all("home").length > 0,
    key: key2 === void 0 ? void 0 : {
      file: key2,
      ...publicKey === void 0 ? {} : { publicKey },
      ...fingerprint === void 0 ? {} : { fingerprint }
    }
  };
}

// modules/ansible.builtin/user/verbs.ts
var words = (...all) => all.filter((word) => word !== false && word !== void 0).map((word) => quote(String(word))).join(" ");
var option = (name, value) => value === void 0 ? [] : [name, value];
var date = (day2) => day2 < 0 ? "" : new Date(day2 * 864e5).toISOString().slice(0, 10);
var names = (groups) => groups.map((g) => g.name).join(",");
var common = (a, p) => [
  ...option("-u", p.uid),
  p.uid !== void 0 && a.non_unique && "-o",
  ...option("-g", p.group?.gid),
  ...option("-c", p.comment),
  ...option("-d", p.home),
  ...option("-s", p.shell)
];
var ageingOptions = (ageing) => [
  ...option("-M", ageing.max),
  ...option("-m", ageing.min),
  ...option("-W", ageing.warn),
  ...option("-I", ageing.inactive)
];
var key = (name, value) => value === void 0 ? [] : ["-K", `${name}=${value}`];
var shadow = {
  create: (a, { properties: p, groups, noOwnGroup }) => [
    ...parentOf(a),
    words(
      "useradd",
      ...common(a, p),
      noOwnGroup && "-N",
      ...groups.length > 0 ? ["-G", names(groups)] : [],
      ...p.expires === void 0 ? [] : ["-e", date(p.expires)],
      a.system && "-r",
      ...a.create_home ? ["-m", ...option("-k", a.skeleton), ...key("UMASK", a.umask)] : ["-M"],
      ...key("UID_MIN", a.uid_min),
      ...key("UID_MAX", a.uid_max),
      a.name
    )
  ],
  modify: (a, { properties: p, moveHome }) => [
    words(
      "usermod",
      ...common(a, p),
      moveHome && "-m",
      ...p.expires === void 0 ? [] : ["-e", date(p.expires)],
      a.name
    )
  ],
  groups: (a, { set, groups }) => [words("usermod", !set && "-a", "-G", names(groups), a.name)],
  lock: (name) => [words("usermod", "-L", name)],
  unlock: (name) => [words("usermod", "-U", name)],
  ageing: (name, ageing) => [words("chage", ...ageingOptions(ageing), name)],
  remove: (a) => [words("userdel", a.force && "-f", a.remove && "-r", a.name)]
};
var libuser = {
  create: (a, { properties: p, groups, noOwnGroup }) => [
    ...parentOf(a),
    words(
      "luseradd",
      ...common({ ...a, non_unique: false }, p),
      noOwnGroup && "-n",
      a.system && "-r",
      ...a.create_home ? option("-k", a.skeleton) : ["-M"],
      a.name
    ),
    ...groups.map((g) => words("lgroupmod", "-M", a.name, g.name)),
    ...p.expires === void 0 ? [] : [words("lchage", "-E", p.expires, a.name)]
  ],
  modify: (a, { properties: p, moveHome }) => [
    ...Object.entries(p).some(([field2, value]) => field2 !== "expires" && value !== void 0) ? [words("lusermod", ...common({ ...a, non_unique: false }, p), moveHome && "-m", a.name)] : [],
    ...p.expires === void 0 ? [] : [words("lchage", "-E", p.expires, a.name)]
  ],
  groups: (a, { groups, leave }) => [
    ...groups.map((g) => words("lgroupmod", "-M", a.name, g.name)),
    ...leave.map((g) => words("lgroupmod", "-m", a.name, g.name))
  ],
  lock: (name) => [words("lusermod", "-L", name)],
  unlock: (name) => [words("lusermod", "-U", name)],
  ageing: (name, ageing) => [words("lchage", ...ageingOptions(ageing), name)],
  remove: (a) => [words("luserdel", a.remove && "-r", a.name)]
};
var field = (file, name, n, value) => value === void 0 ? [] : [`set_field /etc/${file} ${words(name, n, value)}`];
var day = (n) => n === -1 ? "" : n;
function withoutRange(a) {
  if (a.uid !== void 0 || a.uid_min === void 0 && a.uid_max === void 0) return [];
  throw new ModuleFailure("uid_min and uid_max are not possible with BusyBox: give the uid", { name: a.name });
}
var busybox = {
  create: (a, { properties: p, groups }) => [
    ...withoutRange(a),
    ...parentOf(a),
    words(
      "adduser",
      "-D",
      ...option("-h", p.home),
      ...option("-g", p.comment),
      ...option("-s", p.shell),
      ...option("-G", p.group?.name),
      a.system && "-S",
      !a.create_home && "-H",
      ...a.create_home ? option("-k", a.skeleton) : [],
      ...option("-u", p.uid),
      a.name
    ),
    ...groups.map((g) => words("addgroup", a.name, g.name)),
    ...p.expires === void 0 ? [] : [SET_FIELD, ...field("shadow", a.name, 8, day(p.expires))]
  ],
  modify: (a, { properties: p, moveHome }) => [
    SET_FIELD,
    ...moveHome && p.home !== void 0 ? [
      `old=$(database passwd ${quote(a.name)} | cut -d: -f6)
[ ! -d "$old" ] || [ -e ${quote(p.home)} ] || mv "$old" ${quote(p.home)}`
    ] : [],
    ...field("passwd", a.name, 3, p.uid),
    ...field("passwd", a.name, 4, p.group?.gid),
    ...field("passwd", a.name, 5, p.comment),
    ...field("passwd", a.name, 6, p.home),
    ...field("passwd", a.name, 7, p.shell),
    ...field("shadow", a.name, 8, day(p.expires))
  ],
  groups: (a, { groups, leave }) => [
    ...groups.map((g) => words("addgroup", a.name, g.name)),
    ...leave.map((g) => words("delgroup", a.name, g.name))
  ],
  lock: (name) => [words("passwd", "-l", name)],
  unlock: (name) => [words("passwd", "-u", name)],
  ageing: (name, ageing) => [
    SET_FIELD,
    ...field("shadow", name, 4, day(ageing.min)),
    ...field("shadow", name, 5, day(ageing.max)),
    ...field("shadow", name, 6, day(ageing.warn)),
    ...field("shadow", name, 7, day(ageing.inactive))
  ],
  remove: (a) => [words("deluser", a.remove && "--remove-home", a.name)]
};
var USER_VERBS = { shadow, libuser, busybox };
function parentOf(a) {
  if (!a.create_home || a.home === void 0) return [];
  const parent = a.home.replace(/\/+[^/]*\/*$/, "");
  return parent === "" || parent === "/home" ? [] : [`mkdir -p -- ${quote(parent)}`];
}
function commandsOf(step, a, tools) {
  const verbs = USER_VERBS[tools];
  switch (step.do) {
    case "create":
      return verbs.create(a, step);
    case "modify":
      return verbs.modify(a, step);
    case "groups":
      return verbs.groups(a, step);
    case "lock":
      return verbs.lock(a.name);
    case "unlock":
      return verbs.unlock(a.name);
    case "ageing":
      return verbs.ageing(a.name, step.ageing);
    case "remove":
      return verbs.remove(a);
    case "password":
      return [`printf '%s\\n' ${quote(`${a.name}:${step.hash}`)} | chpasswd -e`];
    case "home":
      return [homeScript(a)];
    case "key":
      return [keyScript(a)];
  }
}
function homeScript(a) {
  const skeleton = quote(a.skeleton ?? "/etc/skel");
  const mask = a.umask === void 0 ? "$(sed -n 's/^[[:space:]]*UMASK[[:space:]]*\\([0-7]*\\).*/\\1/p' /etc/login.defs 2>/dev/null | tail -n 1)" : quote(a.umask);
  return `make_home() {
home=$(database passwd ${quote(a.name)} | cut -d: -f6)
if [ -z "$home" ] || [ -e "$home" ]; then return 0; fi
mask=${mask}
mkdir -p -- "$home" || return
if [ -d ${skeleton} ]; then cp -R ${skeleton}/. "$home" || return; fi
chown -R "$(id -u ${quote(a.name)}):$(id -g ${quote(a.name)})" "$home" && chmod "$(printf '%o' $((0777 & ~0\${mask:-22})))" "$home"
}
make_home`;
}
function keyScript(a) {
  const name = quote(a.name);
  const file = a.ssh_key_file ?? `.ssh/id_${a.ssh_key_type}`;
  const path2 = file.startsWith("/") ? quote(file) : `"$home"/${quote(file)}`;
  const comment = a.ssh_key_comment === void 0 ? '"ansible-generated on $(uname -n)"' : quote(a.ssh_key_comment);
  const generate = `ssh-keygen -q -t ${quote(a.ssh_key_type)}${a.ssh_key_bits === void 0 ? "" : ` -b ${a.ssh_key_bits}`} -C ${comment} -f "$key"`;
  const phrase = a.ssh_key_passphrase;
  const run2 = phrase === void 0 ? `${generate} -N '' </dev/null` : `ask=$(mktemp) && printf '#!/bin/sh\\nprintf "%%s\\\\n" "$TSPLAY_PASSPHRASE"\\n' > "$ask" && chmod 700 "$ask" || return
TSPLAY_PASSPHRASE=${quote(phrase)} SSH_ASKPASS=$ask SSH_ASKPASS_REQUIRE=force DISPLAY=none ${generate} </dev/null
rc=$?; rm -f "$ask"; [ $rc -eq 0 ]`;
  return `make_key() {
home=$(database passwd ${name} | cut -d: -f6)
key=${path2}
owner=$(id -u ${name}):$(id -g ${name})
dir=$(dirname "$key")
if [ ! -d "$dir" ]; then mkdir -m 700 -- "$dir" && chown "$owner" "$dir" || return; fi
rm -f "$key" "$key.pub"
${run2} || return
chown "$owner" "$key" "$key.pub"
}
make_key`;
}

// modules/ansible.builtin/user/index.ts
var user_default = defineModule({
  name: "ansible.builtin.user",
  summary: "Creates, changes and removes user accounts.",
  args,
  returns: zod_exports.object({
    name: zod_exports.string().describe("The user."),
    state: zod_exports.string().describe("present or absent."),
    uid: zod_exports.int().optional().describe("Its id."),
    group: zod_exports.int().optional().describe("Id of its primary group."),
    groups: zod_exports.string().optional().describe("The groups asked for, with commas between."),
    append: zod_exports.boolean().optional().describe("As asked for."),
    comment: zod_exports.string().optional().describe("The description."),
    home: zod_exports.string().optional().describe("The home directory."),
    move_home: zod_exports.boolean().optional().describe("As asked for."),
    shell: zod_exports.string().optional().describe("The login shell."),
    password: zod_exports.string().optional().describe("NOT_LOGGING_PASSWORD, when a password was given."),
    system: zod_exports.boolean().optional().describe("As asked for, when the account was made."),
    create_home: zod_exports.boolean().optional().describe("As asked for, when the account was made."),
    force: zod_exports.boolean().optional().describe("As asked for, when the account was removed."),
    remove: zod_exports.boolean().optional().describe("As asked for, when the account was removed."),
    ssh_key_file: zod_exports.string().optional().describe("The key file, with generate_ssh_key."),
    ssh_public_key: zod_exports.string().optional().describe("The public key, with generate_ssh_key."),
    ssh_fingerprint: zod_exports.string().optional().describe("Fingerprint of the key, with generate_ssh_key."),
    stdout: zod_exports.string().optional().describe("What the commands printed."),
    stderr: zod_exports.string().optional().describe("What the commands printed as errors.")
  }),
  check: "full",
  diff: false,
  refused,
  rules,
  examples: [
    {
      name: "A user for an application",
      task: "ansible.builtin.user:\n  name: app\n  system: true\n  shell: /usr/sbin/nologin\n  home: /srv/app"
    },
    { name: "Further groups", task: "ansible.builtin.user:\n  name: ops\n  groups: [sudo, adm]\n  append: true" },
    { name: "Remove with home directory", task: "ansible.builtin.user:\n  name: old\n  state: absent\n  remove: true" }
  ],
  run
});
var HASH = /^(?:\$[a-z0-9]+\$.*|_?[./A-Za-z0-9]{13,}|[!*]+.*|)$/s;
async function run(context) {
  const { args: a, host, checkMode } = context;
  if (a.password !== void 0 && !HASH.test(a.password)) {
    context.warn(
      "The input password appears not to have been hashed. The `password` argument must be encrypted for this module to work properly."
    );
  }
  const seen = parseLook((await host.probe(lookScript(a))).stdout, a.name);
  const tools = chooseTools("user", seen.tools, a.local);
  const decision = decideUser(a, seen);
  if (decision.failure !== void 0) throw new ModuleFailure(decision.failure, { name: a.name });
  let { account, key: key2 } = seen;
  let output = {};
  if (decision.steps.length > 0) {
    const commands = decision.steps.flatMap((step) => commandsOf(step, a, tools));
    const text = [databaseFunction(a.local), ...commands.map((c) => `${c} || exit`), reportScript(a), "exit 0"].join(
      "\n"
    );
    const result = await context.change(
      { summary: decision.steps.map((s) => summaryOf(s, a)).join(", ") },
      (hands) => hands.run(script(text), { env: { LC_ALL: "C" } })
    );
    if (result) {
      const stdout = splitLines(result.stdout).filter((line) => !/^@(?:passwd|key|pub|fingerprint)\b/.test(line)).join("\n");
      output = { ...stdout === "" ? {} : { stdout }, ...result.stderr === "" ? {} : { stderr: result.stderr } };
      if (result.rc !== 0) {
        const msg = result.stderr.trim() || stdout || `a command ended with code ${result.rc}`;
        throw new ModuleFailure(`${a.name}: ${msg}`, { name: a.name, rc: result.rc, ...output });
      }
      ({ account, key: key2 } = parseLook(result.stdout, a.name));
    }
  }
  if (a.state === "absent") {
    return { name: a.name, state: a.state, ...seen.account ? { force: a.force, remove: a.remove } : {}, ...output };
  }
  return {
    ...returned(a, seen.account !== void 0, account, checkMode ? predictedKey(a, key2, account) : key2),
    ...output
  };
}
function returned(a, existed, account, key2) {
  const entries = {
    name: a.name,
    state: a.state,
    uid: a.uid ?? account?.uid,
    group: account?.gid,
    groups: a.groups?.join(","),
    append: existed ? a.append : void 0,
    move_home: existed ? a.move_home : void 0,
    comment: a.comment ?? account?.comment,
    home: a.home ?? account?.home,
    shell: a.shell ?? account?.shell,
    password: a.password === void 0 ? void 0 : "NOT_LOGGING_PASSWORD",
    system: existed ? void 0 : a.system,
    create_home: existed ? void 0 : a.create_home,
    ssh_key_file: key2?.file,
    ssh_public_key: key2?.publicKey,
    ssh_fingerprint: key2?.fingerprint
  };
  return Object.fromEntries(Object.entries(entries).filter(([, value]) => value !== void 0));
}
function predictedKey(a, key2, account) {
  if (!a.generate_ssh_key || key2) return key2;
  const file = a.ssh_key_file ?? `.ssh/id_${a.ssh_key_type}`;
  const home = a.home ?? account?.home ?? `/home/${a.name}`;
  return { file: file.startsWith("/") ? file : `${home}/${file}` };
}
function summaryOf(step, a) {
  const summaries = {
    create: `create user ${a.name}`,
    modify: `change user ${a.name}`,
    groups: `change groups of ${a.name}`,
    password: `set password of ${a.name}`,
    lock: `lock password of ${a.name}`,
    unlock: `unlock password of ${a.name}`,
    ageing: `change password ageing of ${a.name}`,
    home: `make home directory of ${a.name}`,
    key: `make SSH key of ${a.name}`,
    remove: `remove user ${a.name}`
  };
  return summaries[step.do];
}
export {
  user_default as default
};
