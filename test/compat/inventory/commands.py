"""Commands whose output is recorded: files of a directory, arguments, environment. `-i` names are relative to it."""

TREE = {
    "hosts": "solo\n[web]\nw1 a=1\nw2\n[db]\nd1 b='{{ c }}'\n[prod:children]\nweb\ndb\n[prod:vars]\np=1\nl=[1, 2]\n",
}
NESTED = {
    "i.yml": """all:
  vars:
    l: [1, 2]
    d: {a: 1, b: [x]}
  hosts: {a: , b: {z: '{{ q }}'}}
  children:
    web:
      hosts: {a: , c: {n: !unsafe '{{ x }}', f: 1.0, m: "a\\nb", e: {}, k: [], t: 'yes', s: 'a: b', u: "\\u00e4"}}
      vars: {gl: [3]}
    mid:
      children: {web: , low: {hosts: {d: {o: 0o17, i: 12345678901234567890}}}}
""",
}
SCRIPT = """#!/bin/sh
if [ "$1" = --list ]; then
cat <<'X'
{"web": {"hosts": ["w1", "w2"], "vars": {"v": 1, "t": "{{ q }}"}, "children": ["sub"]}, "sub": ["s1"], "alone": {"x": 1},
 "_meta": {"hostvars": {"w1": {"a": [1, 2.0, null, true]}, "unknown": {"z": 1}, "s1": {"u": {"__ansible_unsafe": "{{ no }}"}}}}}
X
else echo '{"never": 1}'; fi
"""
SCRIPT_HOST = """#!/bin/sh
if [ "$1" = --list ]; then echo '{"g": {"hosts": ["h1", "h3"]}, "e": []}'
else echo "{\\"name\\": \\"$2\\"}"; fi
"""
BASE = (
    "[web]\nw1 os=debian ver=12 tags='[\"a\",\"b\"]'\nw2 os=alpine ver=3 empty=\n[db]\n"
    "d1 os=debian m='{\"k\": \"v\", \"e\": \"\"}'\n[all:vars]\nhidden=1\n"
)
PRIORITIES = "[b]\nx\n[a]\nx\n[c]\nx\n[a:vars]\nv=a\nansible_group_priority=3\n[b:vars]\nv=b\nansible_group_priority='5'\n[c:vars]\nv=c\n"
GENERATOR = """plugin: generator
hosts:
  name: "{{ op }}_{{ app }}_{{ env }}_runner"
  parents:
    - name: "{{ op }}_{{ app }}"
      parents:
        - name: "{{ op }}"
        - name: "{{ app }}"
          vars: {app: "{{ app }}", fixed: x}
    - name: runner
layers:
  op: [build, launch]
  env: [dev, prod]
  app: [web]
"""


def constructed(body, env=None, args=("--list",), files=None):
    return {
        "files": {"a": BASE, "b.yml": "plugin: constructed\n" + body, **(files or {})},
        "args": [*args, "-i", "a", "-i", "b.yml"],
        "env": env or {},
    }


def script(text):
    return {"files": {"s": "#!/bin/sh\n" + text}, "args": ["--list", "-i", "s"]}


def listed(files, *words, **env):
    sources = [word for name in files if "/" not in name for word in ("-i", name)]
    return {"files": files, "args": ["--list", *words, *sources], "env": env}


def on_tree(*words, **env):
    return {"files": TREE, "args": [*words, "-i", "hosts"], "env": env}


FORMS = {
    "list": ["--list"],
    "list exported": ["--list", "--export"],
    "yaml": ["--list", "-y"],
    "yaml exported": ["--list", "--yaml", "--export"],
    "toml": ["--list", "--toml"],
    "toml exported": ["--list", "--toml", "--export"],
    "graph": ["--graph"],
    "graph vars": ["--graph", "--vars"],
    "limited": ["--list", "-l", "web:!w2"],
    "limited yaml": ["--list", "-y", "-l", "w1,d1,a"],
    "limited graph": ["--graph", "-l", "w1"],
}

VARS = {
    "inv/hosts": "[web]\nh1 v=host1\nh2\n[db]\nh3\n[top:children]\nweb\n[all:vars]\nv=iniall\n[web:vars]\nv=iniweb\nw=iniweb\n",
    "inv/group_vars/all.yml": "v: invall\na: invall\nx: invall\n",
    "inv/group_vars/web/1.yml": "v: invweb1\nb: 1\n",
    "inv/group_vars/web/2.json": '{"b": 2, "c": 3}',
    "inv/group_vars/web/sub/3.yaml": "d: 4\n",
    "inv/group_vars/web/.hidden.yml": "hidden: 1\n",
    "inv/group_vars/web/old.yml~": "backup: 1\n",
    "inv/group_vars/web/skip.txt": "txt: 1\n",
    "inv/group_vars/top.yml": "v: invtop\nt: 1\n",
    "inv/group_vars/db": "noext: 1\n",
    "inv/group_vars/db.yml": "second: 1\n",
    "inv/host_vars/h2.yml": "v: invh2\n",
    "inv/host_vars/h1": "hv: 1\n",
    "play/group_vars/all.yml": "v: playall\na: playall\n",
    "play/group_vars/web.yml": "p: playweb\n",
    "play/host_vars/h2.yml": "v: playh2\n",
    "group_vars/all.yml": "cwd: 1\n",
    "other/hosts2": "h1 o=1\n",
    "other/group_vars/all.yml": "a: otherall\nx: otherall\n",
    "other/group_vars/web.yml": "b: otherweb\n",
}


def vars_files(*words, **env):
    return {"files": VARS, "args": ["--list", *words], "env": env}


NAMED = dict(
    graph_of_a_group=on_tree("--graph", "prod"),
    graph_of_no_group=on_tree("--graph", "nope"),
    host=on_tree("--host", "w1"),
    host_as_yaml=on_tree("--host", "w1", "-y"),
    host_as_toml=on_tree("--host", "w1", "--toml"),
    host_exported=on_tree("--host", "w1", "--export"),
    host_and_limit=on_tree("--host", "w1", "-l", "db"),
    host_that_is_none=on_tree("--host", "nope"),
    host_that_is_a_group=on_tree("--host", "web"),
    two_actions=on_tree("--list", "--graph"),
    no_action=on_tree(),
    unknown_option=on_tree("--list", "--nope"),
    extra_vars=on_tree("--host", "w1", "-e", "a=9 n=x", "-e", '{"j": [1]}'),
    no_inventory={"files": {}, "args": ["--list", "-i", "nope"]},
    an_empty_directory={"files": {"d/x.txt": "a\n"}, "args": ["--list", "-i", "d"]},
    an_empty_file=listed({"e": "", "f.yml": ""}),
    limit_of_nobody=on_tree("--list", "-l", "nope"),
    limit_from_a_file={"files": {**TREE, "r": "w2\n\nd1\n"}, "args": ["--list", "-l", "@r", "-i", "hosts"]},
    limit_from_no_file=on_tree("--list", "-l", "@r"),
    lists={"files": TREE, "args": ["--list", "-i", "x,y:22,,10.0.0.1:23", "-i", "hosts", "-i", "w1,"]},
    list_with_a_range={"files": {}, "args": ["--list", "-i", "w[1:3],"]},
    advanced_list={"files": {}, "args": ["--list", "-i", "w[1:3]:22,x"], "env": {"ANSIBLE_INVENTORY_ENABLED": "advanced_host_list"}},
    ini_not_enabled=on_tree("--list", ANSIBLE_INVENTORY_ENABLED="yaml"),
    unknown_plugin_enabled=on_tree("--list", ANSIBLE_INVENTORY_ENABLED="nope,ini"),
    unparsed_is_failed={"files": {}, "args": ["--list", "-i", "nope"], "env": {"ANSIBLE_INVENTORY_UNPARSED_FAILED": "1"}},
    one_unparsed_is_failed=on_tree("--list", "-i", "nope", ANSIBLE_INVENTORY_UNPARSED_FAILED="1"),
    any_unparsed_is_failed=on_tree("--list", "-i", "nope", ANSIBLE_INVENTORY_ANY_UNPARSED_IS_FAILED="1"),
    names_replaced=listed({"h": "[a-b]\nx\n[1c]\ny\n[p:children]\na-b\n"}, ANSIBLE_TRANSFORM_INVALID_GROUP_CHARS="silently"),
    names_replaced_in_time=listed({"h": "[a-b]\nx\n[p:children]\na_b\n"}, ANSIBLE_TRANSFORM_INVALID_GROUP_CHARS="silently"),
    names_kept=listed({"h": "[a-b]\nx\n[1c.d]\ny\n"}),
    names_replaced_in_yaml=listed(
        {"h.yml": "a-b:\n  hosts: {x: }\np:\n  children: {a-b: , c.d: {hosts: {y: }}}\n"},
        ANSIBLE_TRANSFORM_INVALID_GROUP_CHARS="always",
    ),
    mappings_merged=listed(
        {"h": "[a]\nx\n[b]\nx m='{\"k3\": 3}'\n[a:vars]\nm={\"k1\": 1, \"k2\": {\"i\": 1}}\n[b:vars]\nm={\"k2\": {\"j\": 2}}\n"},
        ANSIBLE_HASH_BEHAVIOUR="merge",
    ),
    host_and_group_of_one_name=listed({"h": "[a]\nx\na v=1\n[b]\na\nc\n"}),
    localhost_listed=listed({"h": "localhost x=1\n127.0.0.1 y=2\nother\n"}),
    directory={
        "files": {
            "d/10": "[web]\na x=1\n",
            "d/2.yml": "web: {hosts: {b: }}\n",
            "d/sub/x": "[db]\nc\n",
            **{f"d/z{end}": f"no{i}\n" for i, end in enumerate([".ini", ".cfg", "~", ".orig", ".retry", ".pyc", ".swp", ".rst"])},
            "d/.z": "no\n",
            "d/group_vars/web.yml": "g: 1\n",
            "d/host_vars/c.yml": "h: 1\n",
            "d/vars_plugins/x": "no\n",
        },
        "args": ["--list", "-i", "d"],
    },
    directory_with_other_endings={
        "files": {"d/a.ini": "a\n", "d/b.skip": "b\n", "d/c": "c\n"},
        "args": ["--list", "-i", "d"],
        "env": {"ANSIBLE_INVENTORY_IGNORE": ".skip", "ANSIBLE_INVENTORY_IGNORE_REGEX": "^c$"},
    },
    directory_with_a_bad_file={"files": {"d/a": "h x\n", "d/b": "[g]\nk\n"}, "args": ["--list", "-i", "d"]},
    sources_in_order=listed({"a": "[g]\nh v=a w=a\n[g:vars]\nz=a\n", "b.yml": "g: {hosts: {h: {v: b}}, vars: {z: b}}\n"}),
    half_read=listed({"h": "a\n[g]\nb x=1\nc nope\nd\n[late:vars]\nx=1\n"}),
    half_read_yaml=listed({"h.yml": "g:\n  hosts:\n    a:\n  vars:\n    x: 1\nk:\n  hosts: [b]\nm:\n  hosts: {c: }\n"}),
    yaml_named_ini=listed({"h.ini": "all:\n  hosts:\n    a:\n"}),
    ini_named_yaml=listed({"h.yml": "h1\n"}),
    broken_yaml=listed({"h.yml": "all: [\n"}),
    yaml_odd_keys=listed({"h.yml": "all:\n  hosts: a\n  nope: {x: 1}\n  other: 3\n  children: g\nweb: text\n"}),
    yaml_unknown_child=listed({"h.yml": "a:\n  hosts: {x: }\n  children:\n    b: text\nc:\n  hosts: {y: }\n"}),
    yaml_circle=listed({"h.yml": "a:\n  children:\n    b:\n      children:\n        a:\n      hosts: {x: }\n"}),
    yaml_host_number=listed({"h.yml": "a:\n  hosts:\n    x:\n    1:\n    y:\n"}),
    json_inventory=listed({"h.json": '{"a": {"hosts": {"x": {"v": 1.0}, "y[1:2]": {}}, "vars": {"t": "{{ q }}"}}}'}),
    priorities=listed({"h": PRIORITIES}, "--export"),
    priorities_flat=listed({"h": PRIORITIES}),
    toml=listed(
        {
            "h.toml": "[all.vars]\nv = false\n[web]\nchildren = ['apache', 'nginx']\nvars = { http = 8080, f = 1.0, l = [1, 'x'] }\n"
            "[web.hosts]\nhost1 = {}\nhost2 = { ansible_port = 222 }\n[apache.hosts]\n't[1:2]' = {}\n[nginx.vars]\nt = '{{ q }}'\n"
        },
        ANSIBLE_INVENTORY_ENABLED="toml",
    ),
    toml_that_is_broken=listed({"h.toml": "[all\n"}, ANSIBLE_INVENTORY_ENABLED="toml"),
    script=listed({"s.sh": SCRIPT}),
    script_exported=listed({"s.sh": SCRIPT}, "--export"),
    script_in_a_directory={"files": {"d/s": SCRIPT, "d/t": "[web]\nw9\n"}, "args": ["--list", "-i", "d"]},
    script_with_host=listed({"s": SCRIPT_HOST}),
    script_that_fails=script("echo one >&2\necho two >&2\nexit 3 # no ini\n"),
    script_that_says_no_json=script("echo '{nope' more\n"),
    script_that_says_a_list=script("echo '[1]' | cat -\n"),
    script_with_bad_hosts=script(
        "echo '{\"a\": {\"hosts\": [\"x\"]}, \"b\": {\"hosts\": \"y\"}, \"_meta\": {\"hostvars\": {\"x\": {\"v\": 1}}}}' | cat -\n"
    ),
    script_with_bad_vars=script("echo '{\"a\": {\"hosts\": [\"x\"], \"vars\": [1]}}' | cat -\n"),
    script_with_empty_meta=script(
        "[ \"$1\" = --list ] && echo '{\"a\": [\"x\"], \"_meta\": {}}' || echo '{\"h\": 1}'\n"
    ),
    script_that_may_not_run=listed({"s.noexec": "#!/bin/sh\necho a b\n"}),
    vars_files=vars_files("-i", "inv/hosts"),
    vars_files_exported=vars_files("--export", "-i", "inv/hosts"),
    vars_files_beside_a_playbook=vars_files("--playbook-dir", "play", "-i", "inv/hosts"),
    vars_files_beside_a_playbook_exported=vars_files("--export", "--playbook-dir", "play", "-i", "inv/hosts"),
    vars_files_of_two_inventories=vars_files("-i", "inv/hosts", "-i", "other/hosts2"),
    vars_files_of_two_inventories_turned=vars_files("-i", "other/hosts2", "-i", "inv/hosts"),
    vars_files_of_a_directory=vars_files("-i", "inv"),
    vars_files_in_another_order=vars_files(
        "-i", "inv/hosts", "--playbook-dir", "play",
        ANSIBLE_PRECEDENCE="all_plugins_play,all_plugins_inventory,groups_plugins_play,groups_plugins_inventory,all_inventory,groups_inventory",
    ),
    vars_files_left_out=vars_files("-i", "inv/hosts", ANSIBLE_PRECEDENCE="all_inventory,groups_inventory"),
    vars_files_at_the_start=vars_files("-i", "inv/hosts", ANSIBLE_RUN_VARS_PLUGINS="start"),
    vars_files_with_other_endings={
        "files": {**VARS, "inv/group_vars/top.vars": "own: 1\n"},
        "args": ["--list", "-i", "inv/hosts"],
        "env": {"ANSIBLE_YAML_FILENAME_EXT": ".vars,.json"},
    },
    vars_files_that_are_not_wanted=vars_files("-i", "inv/hosts", ANSIBLE_VARS_ENABLED="nope"),
    vars_of_localhost={
        "files": {"h": "a\n", "group_vars/all.yml": "g: 1\n", "host_vars/localhost.yml": "l: 1\n"},
        "args": ["--host", "localhost", "-i", "h", "-e", "ansible_python_interpreter=x"],
    },
    constructed_everything=constructed(
        "strict: true\ncompose:\n  who: inventory_hostname ~ '-' ~ os\n  n: ver | default(0) | int + 1\n  lst: [1, 2]\n"
        "groups:\n  old: (ver | default(99) | int) < 10\n  inweb: \"'web' in group_names\"\n"
        "keyed_groups:\n  - key: os\n    prefix: os\n  - key: os\n    separator: ''\n    prefix: x\n"
        "  - key: tags | default([])\n    prefix: tag\n    parent_group: tagged\n"
    ),
    constructed_leaves_out=constructed(
        "compose:\n  a: nope\n  b: os\n  c: lookup('env', 'HOME')\ngroups:\n  g: nope == 1\n  h: os == 'debian'\n"
        "keyed_groups:\n  - key: nope\n  - key: os\n"
    ),
    constructed_strictly=constructed("strict: true\ncompose:\n  b: os\n  a: nope\n"),
    constructed_strict_groups=constructed("strict: true\ngroups:\n  h: os == 'debian'\n  g: nope == 1\n"),
    constructed_strict_empty_key=constructed("strict: true\nkeyed_groups:\n  - key: empty | default('x')\n"),
    constructed_separators=constructed(
        "leading_separator: false\nkeyed_groups:\n  - key: os\n  - key: m | default({})\n    prefix: m\n"
        "  - key: m | default({})\n    trailing_separator: false\n  - key: m | default({})\n    default_value: none\n    separator: '-'\n"
        "  - key: empty | default('full')\n    default_value: dv\n    prefix: e\n"
    ),
    constructed_leading_separator=constructed(
        "keyed_groups:\n  - key: os\n  - key: \"['x', 'y']\"\n    parent_group: \"p_{{ os }}\"\n"
    ),
    constructed_both_defaults=constructed("keyed_groups:\n  - key: os\n    default_value: x\n    trailing_separator: true\n"),
    constructed_number_key=constructed("keyed_groups:\n  - key: ver | default(1) | int\n"),
    constructed_bad_entry=constructed("keyed_groups: [os]\n"),
    constructed_bad_option=constructed("compose: text\n"),
    constructed_names=constructed(
        "groups:\n  a-b: true\nkeyed_groups:\n  - key: os ~ '.x'\n    prefix: '1'\n",
        {"ANSIBLE_TRANSFORM_INVALID_GROUP_CHARS": "silently"},
    ),
    constructed_extra_vars=constructed(
        "use_extra_vars: true\ncompose:\n  q: extra | default('none')\nkeyed_groups:\n  - key: extra | default('none')\n",
        args=("--list", "-e", "extra=1x"),
    ),
    constructed_no_extra_vars=constructed("compose:\n  q: extra | default('none')\n", args=("--host", "w1", "-e", "extra=1x")),
    constructed_vars_plugins=constructed(
        "use_vars_plugins: true\ncompose:\n  q: gv | default('none')\n  r: hv | default('none')\n",
        files={"group_vars/web.yml": "gv: '{{ os }}!'\n", "host_vars/d1.yml": "hv: 2\n"},
    ),
    constructed_no_vars_plugins=constructed(
        "compose:\n  q: gv | default('none')\n  r: hidden | default('none')\n", files={"group_vars/web.yml": "gv: 1\n"}
    ),
    constructed_before_the_hosts=listed({"a.yml": "plugin: constructed\ngroups: {g: true}\n", "b": "h\n"}),
    constructed_full_name=listed({"a": "h x=1\n", "b.yaml": "plugin: ansible.builtin.constructed\ngroups: {g: x == 1}\n"}),
    constructed_in_a_directory={
        "files": {"d/1": "h x=1\n", "d/2.yml": "plugin: constructed\ngroups: {g: x == 1}\n", "d/3": "late x=1\n"},
        "args": ["--list", "-i", "d"],
    },
    constructed_with_another_ending=listed(
        {"a": "h x=1\n", "b.config": "plugin: constructed\ngroups: {g: x == 1}\n"}, ANSIBLE_INVENTORY_ENABLED="ini,constructed"
    ),
    constructed_enabled_first=listed(
        {"a": "h x=1\n", "b.config": "plugin: constructed\ngroups: {g: x == 1}\n"}, ANSIBLE_INVENTORY_ENABLED="constructed,ini"
    ),
    generator=listed({"g.yml": GENERATOR}),
    generator_without_parents=listed({"g.yml": "plugin: generator\nhosts:\n  name: \"h{{ n }}\"\nlayers:\n  n: [1, 2]\n"}),
    generator_parent_without_name=listed(
        {"g.yml": "plugin: generator\nhosts:\n  name: \"h{{ n }}\"\n  parents: [{vars: {a: b}}]\nlayers:\n  n: [1, 2]\n"}
    ),
    generator_without_layers=listed({"g.yml": "plugin: generator\nhosts: {name: h}\n"}),
)

COMMANDS = [
    *[{"name": f"ini as {n}", "files": TREE, "args": [*a, "-i", "hosts"]} for n, a in FORMS.items()],
    *[{"name": f"yaml as {n}", "files": NESTED, "args": [*a, "-i", "i.yml"]} for n, a in FORMS.items()],
    *[{"name": name.replace("_", " "), **case} for name, case in NAMED.items()],
]
