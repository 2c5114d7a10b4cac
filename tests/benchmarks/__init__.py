"""What things cost, as ratios against a named reference in the same run.

`python -m tests.benchmarks [NAME…]` runs every `bench_*.py` beside this file (or those named) and prints a table; `--json FILE` keeps the
figures, `--repeat N` how often each is measured, `--write` makes docs/benchmarks.md and the figures of docs/scale.md anew. A bench has
`TITLE`, perhaps a `NOTE` that says how to read its figures, and `run(kit) -> list[Figure]`.
"""
