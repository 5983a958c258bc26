"""The work of noop100.yml in pyinfra's language."""

from pyinfra.operations import files

for i in range(1, 101):
    files.directory(name=f"directory {i}", path=f"/tmp/bench-noop/d{i}", mode="755")
