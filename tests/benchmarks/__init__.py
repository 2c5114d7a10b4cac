"""What things cost, as ratios against a named reference in the same run.

`python -m tests.benchmarks [NAME…]` runs every `bench_*.py` beside this file (or those named) and prints a table; `--json FILE` keeps the
figures, `--repeat N` how often each is measured. A bench has `TITLE` and `run(kit) -> list[Figure]`.
"""
