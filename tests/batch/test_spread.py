"""One function over many values on several processors: the same results in the same order, and errors where they belong."""

from __future__ import annotations

import os

import pytest

from extract.batch.spread import spread
from extract.errors import FilrougeError, UsageError
from extract.store import index
from tests.builders import document, save


@pytest.mark.parametrize("jobs", [1, 2, 5])
@pytest.mark.parametrize("count", [0, 1, 45, 130])
def test_results_come_in_the_order_of_the_values(jobs, count):
    assert list(spread(jobs)(lambda value: value * value, range(count))) == [value * value for value in range(count)]


def test_other_processes_do_the_work():
    assert os.getpid() not in set(spread(2)(lambda _: os.getpid(), range(100)))


def test_an_error_in_a_process_is_raised_here_with_its_remedy():
    def picky(value: int) -> int:
        if value == 70:
            raise UsageError("Seventy is too much", remedy="Give less")
        return value

    with pytest.raises(FilrougeError, match=r"Seventy is too much.*Give less"):
        list(spread(2)(picky, range(100)))


def test_a_process_that_dies_is_told():
    with pytest.raises(FilrougeError, match="has died"):
        list(spread(2)(lambda value: os._exit(1) if value == 70 else value, range(100)))


def test_who_wants_no_more_results_leaves_no_process_behind():
    results = spread(2)(lambda value: value, range(10_000))
    assert next(results) == 0
    results.close()
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)


def test_the_number_of_processes_changes_no_byte_of_the_index(tmp_path):
    save(tmp_path, [document([f"Accès au séjour {number}"], year=2000 + number) for number in range(60)])
    alone = index.rebuild(tmp_path).read_bytes()
    assert index.rebuild(tmp_path, spread(3)).read_bytes() == alone
