"""The work of loops.yml in pyinfra's language: two hundred directories, a thousand values, fifty more directories."""

from pyinfra.operations import files

for i in range(200):
    files.directory(name=f"directory {i}", path=f"/tmp/bench-loops/d{i}", mode="755")
values = [i * 2 for i in range(1000)]
assert sum(values) == 999000
for i in range(50):
    files.directory(name=f"include {i}", path=f"/tmp/bench-loops/inc{i}", mode="700")
