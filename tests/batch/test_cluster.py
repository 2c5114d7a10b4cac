"""The same bytes on dask as on one machine, also when a worker dies in the middle."""

from __future__ import annotations

import os
import signal
import threading
import time

import pytest

from extract import batch, page
from extract.errors import UsageError
from tests.batch.test_run import folder, tree

pytest.importorskip("distributed")
pytestmark = pytest.mark.slow

REPORT = "Priorités {year}\n\nRétention\n- Contentieux des mesures d’éloignement, lieu {number}\n- Accès aux soins au lieu {number}\n"


def reports(count: int) -> dict[str, str]:
    return {f"r{number:02d}": REPORT.format(year=2000 + number % 20, number=number) for number in range(count)}


def runs(corpus, out, engine=None) -> batch.Run:
    from extract.batch.cluster import Cluster

    run = batch.Run([corpus], out, page.Options(), batch.Settings(jobs=2), index=False)
    run.run(None if engine is None else lambda lock: engine(Cluster(run.shop, run.settings.limits, None, 2)))
    return run


def test_dask_leaves_the_same_tree(tmp_path):
    corpus = folder(tmp_path / "in", **reports(6), copy=REPORT.format(year=2000, number=0), empty="")
    runs(corpus, tmp_path / "local")
    runs(corpus, tmp_path / "dask", lambda cluster: cluster)
    assert tree(tmp_path / "dask") == tree(tmp_path / "local")


def test_a_worker_that_is_killed_costs_no_result(tmp_path):
    corpus = folder(tmp_path / "in", **reports(30))
    runs(corpus, tmp_path / "local")
    killed: list[int] = []

    def killing(cluster):
        enter = type(cluster).__enter__

        class Killing(type(cluster)):
            def __enter__(self):
                enter(self)
                threading.Thread(target=kill_one, args=(self.client,), daemon=True).start()
                return self

        cluster.__class__ = Killing
        return cluster

    def kill_one(client):
        until = time.monotonic() + 60
        while time.monotonic() < until and len(list((tmp_path / "dask" / "documents").glob("*.json"))) < 5:
            time.sleep(0.02)
        pid = next(iter(client.run(os.getpid).values()))
        os.kill(pid, signal.SIGKILL)
        killed.append(pid)

    runs(corpus, tmp_path / "dask", killing)
    assert killed
    assert tree(tmp_path / "dask") == tree(tmp_path / "local")


def test_a_scheduler_that_does_not_answer_is_named(tmp_path):
    from extract.batch import cluster

    cluster._PATIENCE = 1.0
    corpus = folder(tmp_path / "in", a="x")
    run = batch.Run([corpus], tmp_path / "out", page.Options(), batch.Settings(), index=False)
    with pytest.raises(UsageError, match=r"127\.0\.0\.1:9"):
        run.run(lambda lock: cluster.Cluster(run.shop, run.settings.limits, "tcp://127.0.0.1:9"))


@pytest.mark.parametrize("address", ["tcp://dask.example.org:8786", "10.0.0.7:8786", "ws://10.0.0.7:8786"])
def test_a_scheduler_elsewhere_is_spoken_to_in_secret_or_not_at_all(tmp_path, address):
    from extract.batch import cluster

    with pytest.raises(UsageError, match=r"tls://.*ssh -L"), cluster.Cluster(None, batch.Limits(), address):
        pass
