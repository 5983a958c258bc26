"""Records what Ansible's YAML loader makes of scalars and structures, into recorded.json beside this file.

Run with a Python that has ansible-core 2.18 and PyYAML: python test/compat/yaml/record.py
"""
import datetime
import json
import pathlib

from ansible.parsing.yaml.loader import AnsibleLoader

SCALARS = """
yes Yes YES yEs no No NO nO true True TRUE tRUE false False FALSE on On ON oN off Off OFF y Y n N t f
~ null Null NULL nULL none None nil ~~ -
0 -0 +0 1 -1 +1 12 007 0700 0644 00 08 09 018 0o7 0o644 0O7 -0755 +0755 02775 1_000 1__0 1_ _1 0_7 0_
0b0 0b1010 -0b11 0b1_0 0b2 0b 0B1 0x0 0xff 0xFF -0x1f 0x_f 0xg 0X1F 0x
1:30 -1:30 1:60 1:05 12:30:45 190:20:30 0:30 00:30 01:30 1:3 22:22 8080:80 1:30:61 1:30.5 12:30:45.25 190:20:30.15 1:90.0
.5 -.5 +.5 5. -5. 1.5 -1.5 +1.5 1.0 0.0 -0.0 1_000.5 1._5 ._5 . .. 1.2.3 1.2.3.4 1.5e3 1.5e+3 1.5e-3 1.0E+10 1e3 1e+3 1E5 1.e+3 .5e+2 .5e2
1.0e400 1.0e+400 1.0e+22 123456789012345678.0 3.10 22.04 1.10 08.5 00.5
.inf .Inf .INF -.inf +.inf .iNF inf .nan .NaN .NAN .Nan -.nan nan
9007199254740991 9007199254740992 -9007199254740993 123456789012345678901234567890 0xffffffffffffffff 0777777777777777777777777
2024-01-02 2024-1-2 2024-02-30x 2024-01-02T03:04:05 2024-01-02t03:04:05Z 2024-01-02T03:04:05.5Z 2024-01-02T3:04:05+01:00 2024-01-02T03:04:05-5 2024-01-02T03:04:05.123456789+05:30 2024-01-02T03:04 20240102 2024-01 24-01-02
a abc a:b a:b:c http://x:80/y C:\\x x#y a,b a[0] a{b} -x --- --x -1x 1x x1 1-2 1/2 50% ?x :x a- a: ::: ~/x ~root ./x /etc @ =x
1.2.3-4 v1.2 0.10.0 10M 1k 1,000 +1-800 0x1g 192.168.0.1 10.0.0.0/8 ::1 fe80::1 aa:bb:cc:dd:ee:ff 11:22:33:44:55:06
"yes" 'yes' "0700" '1.5' "" '' "a\\tb" "a\\nb" "\\x41" "\\u00e9" "\\U0001F600" "\\e" "\\/" 'it''s' "a\\"b" "~" 'null'
!!str\x20yes !!str\x200700 !!int\x20"12" !!int\x200700 !!float\x201 !!float\x20"1.5" !!bool\x20"yes" !!null\x20"" !!str !\x20yes !unsafe\x20"{{x}}" !unsafe\x2012 !unsafe\x20yes
""".replace("\\x20", "\x20")


def words():
    # A tag and its value are one case: they are joined by a real space in the list above.
    for line in SCALARS.split("\n"):
        parts = line.split(" ")
        i = 0
        while i < len(parts):
            word = parts[i]
            if word.startswith("!") and i + 1 < len(parts) and not parts[i + 1].startswith("!"):
                word += " " + parts[i + 1]
                i += 1
            i += 1
            if word:
                yield word


EXTRA_SCALARS = [
    "2024-01-02 03:04:05", "2024-01-02 03:04:05.25 +02:00", "2024-01-02 03:04:05 Z", "2024-01-02\t03:04:05",
    "a # c", "a#c", "a  b", "'a' # c", "plain\n  folded\n  over lines", "plain\n\n  with a gap", "'quoted\n  over\n\n  lines'",
    '"double\n  over \\\n  lines"', '"kept \\\n  \\ space"', "|\n  lit\n   eral\n\n  end\n", "|-\n  strip\n\n", "|+\n  keep\n\n",
    ">\n  folded\n  text\n\n  para\n    more\n  back\n", ">-\n  a\n  b\n", ">+\n  a\n  b\n\n", "|2\n    two more\n  base\n", "|-2\n   x\n",
    ">\n\n  lead\n", "|\n\n\n  lead\n", "|\n", ">-\n", "|  # comment\n  x\n", "[a, b]", "[]", "{}", "[1, 0700, yes, ~, '']", "[a, [b, {c: d}]]",
    "{a: 1, b: , c}", "{a: b:c}", "[a: 1, b]", "{'a': 1, \"b\": 2}", "{\n  a: 1,\n  b: [\n    x,\n  ],\n}", "[a,b,]", "[http://x:80/y, z]",
    "[\"a\", 'b']", "{yes: no}", "{1: 2, 1.5: x, ~: y}", "{a: [b, c], d: {e: f}}", "[-1, - ]".replace(", - ", ""), "{a: {{b: 1}}}".replace("{{", "{").replace("}}", "}"),
]

STRUCTURES = [
    # The end of the text without a line end, lone carriage returns, what is no text, keys that are equal, closed too late.
    "a: |\n  x", "a: >\n  x\n  y", "a: |+\n  x", "a: |-\n  x", "a: |\n  x ", "a: |\n  x\n  ", "- |\n x\n- >\n y", "a: x\rb: 2\r", "a: \"x\ry\"", "a: \x07", "a: \x7f", "a: \ufffe",
    "1: a\ntrue: b\n1.0: c\n", "a: \"\\\"", "'''", "- =\n", "- <<\n", "a: !!map [1]", "a: !!str [1]", "a: !!python/tuple [1]",
    "", "---\n", "# only a comment\n", "--- a\n", "a: 1\n...\n", "a: 1\nb: 2\n", "- 1\n- 2\n", "a:\n- 1\n- 2\nb: 3\n", "a:\n  - 1\n  -  2\n  -\n    3\n  - - 4\n    - 5\n",
    "- a: 1\n  b: 2\n- c: 3\n", "-\n  a: 1\n- \n- b\n", "a:\nb:\n", "? a\n: b\n", "? a\n? b\n", "'a b': c\n\"d: e\": f\n", "a : 1\n",
    "x: &a {k: 1, l: 2}\ny: *a\n", "x: &a\n  k: 1\ny:\n  <<: *a\n  l: 2\n", "x: &a\n  k: 1\n  l: 1\ny:\n  l: 2\n  <<: *a\n",
    "a: &a {k: 1, m: a}\nb: &b {k: 2, n: b}\nc:\n  <<: [*a, *b]\n  z: 1\n", "a: &a {k: 1}\nb: &b {<<: *a, k: 2, j: 3}\nc: {<<: *b, j: 4}\n",
    "a: &a {k: 1}\nb: &b {k: 2}\nc:\n  <<: *a\n  <<: *b\n", "c:\n  <<: {k: 1}\n  k: 2\n", "c:\n  \"<<\": 1\n", "a: &x 1\nb: &x 2\nc: *x\n", "&k a: 1\n*k : 2\n",
    "a: 1\na: 2\nb: 3\na: 4\n", "yes: 1\nno: 2\n0700: 3\n1.5: 4\n~: 5\n2024-01-02: 6\n", "a: |\n  x\n  y\nb: >\n  x\n  y\n", "a: !!map {b: 1}\nc: !!seq [1]\n",
    "a: !unsafe {b: yes, c: '{{ x }}'}\n", "a: !unsafe [1, '{{ x }}']\n", "- name: t\n  command: echo\n    more\n  when: a == 'b'\n", "a: b\n\n\n# c\n\nd: e\n", "%YAML 1.1\n---\na: 1\n",
    "a: 'x'\nb: \"y\"\n", "a: b: c\n", "a:\n\tb: 1\n", "a: {{ x }}\n", "a: [1\n", "a: 'x\n", "a: @x\n", "a: `x`\n", "a: %x\n", "a: \"\\q\"\n", "a: \"x\" y\n", "a\nb: 1\n",
    "a: *nope\n", "a: !nope x\n", "a: 1\n b: 2\n", "a:\n    b: 1\n  c: 2\n", "- a\nb: 1\n", "? [1]\n: 2\n", "{a: 1}: 2\n", "<<: 1\n", "<<: [1]\n", "a: !!int x\n", "a: &a [*a]\n", "--- 1\n--- 2\n",
    "a: |\n x\n  y\n z\n", "k: \"\u00e9\u4e2d\U0001F600\"\n", "\ufeffa: 1\n", "a: 1\r\nb:\r\n  - x\r\n", "a: {\n  b: 1\n}\n", "a: [\n  1,\n  2\n]\n", "a: -\n", "a: - b\n", "a: ? b\n", "- ? a\n  : b\n", "a: b c: d\n",
    "a: 'it''s'\n", "a: 'x' : y\n", "a: #c\n  b\n", "a: b #c\nd: e\n", "a:\n  - b: 1\n    c:\n    - d\n    - e\n  - f\n", "a:   b   \n", "\"a\": 1\n'b': 2\n", "1: a\n", "a: >\n  x\n\n  y\n   z\n  w\n",
]


def plain(value):
    """JSON with types kept: what JSON cannot tell apart is wrapped."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, (datetime.date, datetime.datetime)):
        return {"str": str(value)}
    if isinstance(value, int):
        return {"int": str(int(value))}
    if isinstance(value, float):
        return {"float": repr(float(value))}
    if isinstance(value, (str, bytes)):
        return {"str": str(value)}
    if isinstance(value, dict):
        return {"dict": [[plain(k), plain(v)] for k, v in value.items()]}
    if isinstance(value, (list, tuple)):
        return {"list": [plain(v) for v in value]}
    return {"other": type(value).__name__}


def load(text):
    loader = AnsibleLoader(text, "case.yml")
    try:
        return {"value": plain(loader.get_single_data())}
    except Exception as exc:
        mark = getattr(exc, "problem_mark", None) or getattr(exc, "context_mark", None)
        return {"error": type(exc).__name__, "line": mark.line + 1 if mark else None}
    finally:
        loader.dispose()


cases = [{"text": f"k: {text}\n"} for text in [*words(), *EXTRA_SCALARS]] + [{"text": text} for text in STRUCTURES]
cases += [{"text": text} for text in json.loads((pathlib.Path(__file__).parent / "structures.json").read_text())]
cases += [{"text": f"- {text}\n"} for text in words() if not text.startswith("---")]
for case in cases:
    case.update(load(case["text"]))
target = pathlib.Path(__file__).parent / "recorded.json"
target.write_text("[\n" + ",\n".join(json.dumps(case) for case in cases) + "\n]\n")
print(len(cases), "cases,", sum("error" in case for case in cases), "of them errors")
