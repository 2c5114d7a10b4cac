"""Many documents: found, read by workers that may die, resumed after a power cut, told in a ledger.

inputs    which files there are               crew, serve, cage   workers, what they do, what they may not
roots     what they are called                kept, versions      what need not be done again
run       one run, from walk to ledger        variants            forms of one report
"""

from extract.batch.cage import Limits
from extract.batch.report import summary_lines
from extract.batch.run import Progress, Run, Settings, Summary

__all__ = ["Limits", "Progress", "Run", "Settings", "Summary", "summary_lines"]
