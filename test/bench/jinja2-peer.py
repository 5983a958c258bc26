"""Real Jinja2, set up as Ansible sets it up: renders a template as often as it is told and says how long that took.

The first line on stdin is {"source", "variables"}; each further one {"how": "compile+render" or "render", "times"}. Every line is
answered by one: {"version"}, then {"ns": nanoseconds for each rendering, "text"}.
"""

import json
import sys
import time

import jinja2


def main():
    given = json.loads(sys.stdin.readline())
    source, variables = given["source"], given["variables"]
    environment = jinja2.Environment(trim_blocks=True, keep_trailing_newline=True, undefined=jinja2.StrictUndefined)
    compiled = environment.from_string(source)
    renderings = {
        "compile+render": lambda: environment.from_string(source).render(variables),
        "render": lambda: compiled.render(variables),
    }
    answer({"version": jinja2.__version__})
    for line in sys.stdin:
        asked = json.loads(line)
        render, times = renderings[asked["how"]], range(asked["times"])
        started = time.perf_counter_ns()
        for _ in times:
            text = render()
        answer({"ns": (time.perf_counter_ns() - started) / len(times), "text": text})


def answer(value):
    print(json.dumps(value), flush=True)


main()
