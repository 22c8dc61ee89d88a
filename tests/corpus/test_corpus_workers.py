"""Processes that build: what they give, and what happens when they die, hang or raise."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections import Counter
from functools import partial
from pathlib import Path

import pytest

from helpers_corpus import BASE, open_fake
from kgpub.corpus.model import Built, Failure, Item, Outcome, Reason, Spec, batches
from kgpub.corpus.workers import Refusal, Workers
from kgpub.errors import ResourceError


def items(*texts: str) -> list[Item]:
    return [Item(f"{n}.txt", f"見出し{n}\n{text}".encode()) for n, text in enumerate(texts)]


def run(
    articles: list[Item],
    *,
    workers: int = 1,
    deadline: float | None = None,
    together: int = 3,
    base: str = BASE,
) -> list[tuple[Item, Outcome]]:
    with Workers(partial(open_fake, Spec(base), ""), workers, deadline) as pool:
        return list(pool.run(batches(iter(articles), most=together, characters=10_000)))


def reasons(results: list[tuple[Item, Outcome]]) -> dict[str, Reason]:
    return {item.name: outcome.reason for item, outcome in results if isinstance(outcome, Failure)}


@pytest.mark.parametrize("workers", [1, 3])
def test_every_article_comes_back_once(workers: int) -> None:
    articles = items(*["a"] * 20)
    results = run(articles, workers=workers)
    assert Counter(item.name for item, _ in results) == Counter(item.name for item in articles)
    assert all(isinstance(outcome, Built) for _, outcome in results)


def test_no_articles_no_processes() -> None:
    assert run([]) == []


def test_one_that_raises_leaves_the_others_alone() -> None:
    results = run(items("a", "RAISE", "b"))
    assert reasons(results) == {"1.txt": Reason.ERROR}
    assert [o.text for _, o in results if isinstance(o, Failure)] == ["ZeroDivisionError: division by zero"]


def test_one_that_kills_its_process_is_set_aside_and_nothing_is_doubled() -> None:
    results = run(items("a", "DIE", "b", "c"))
    assert reasons(results) == {"1.txt": Reason.KILLED}
    assert Counter(item.name for item, _ in results) == Counter(["0.txt", "1.txt", "2.txt", "3.txt"])
    assert "signal 9" in next(o.text for _, o in results if isinstance(o, Failure))


def test_one_whose_process_died_by_chance_is_built(tmp_path: Path) -> None:
    assert reasons(run(items("a", f"ONCE {tmp_path / 'flag'}", "b"))) == {}


def test_one_that_takes_for_ever_is_set_aside() -> None:
    assert reasons(run(items("a", "FOREVER", "b"), deadline=0.5)) == {"1.txt": Reason.DEADLINE}


def test_processes_killed_at_random_lose_nothing() -> None:
    articles = items(*["SLEEP"] * 30)
    with Workers(partial(open_fake, Spec(BASE), ""), 2) as pool:
        done = threading.Event()

        def kill() -> None:
            while not done.wait(0.4):
                for child in list(pool._children)[:1]:
                    if child.ready:
                        os.kill(child.process.pid, signal.SIGKILL)

        threading.Thread(target=kill, daemon=True).start()
        results = list(pool.run(batches(iter(articles), most=4, characters=10_000)))
        done.set()
    assert Counter(item.name for item, _ in results) == Counter(item.name for item in articles)
    assert reasons(results) == {}


def test_what_can_not_be_loaded_stops_the_build() -> None:
    with pytest.raises(Refusal, match="the model is missing"):
        run(items("a"), base=f"{BASE}refused/")


def test_processes_that_die_while_they_load_stop_the_build() -> None:
    with pytest.raises(ResourceError, match="exit code 9"):
        run(items("a"), base=f"{BASE}stillborn/")


def test_the_processes_end_with_the_build() -> None:
    with Workers(partial(open_fake, Spec(BASE), ""), 2) as pool:
        list(pool.run(batches(iter(items(*"abcdef")), most=1, characters=10)))
        processes = [child.process for child in pool._children]
        assert processes
    deadline = time.monotonic() + 5
    while any(process.poll() is None for process in processes) and time.monotonic() < deadline:
        time.sleep(0.01)
    assert all(process.poll() is not None for process in processes)
