"""The same happening told twice, over partitions: see merging.py; facts go through in order.

What each event is compared by is filed, a run a bucket in the order of their days, and the runs are
merged: what is held of them is what another event can still be one with.
"""

from __future__ import annotations

from collections import Counter
from functools import partial
from typing import TYPE_CHECKING, Any

import pandas as pd

from geotrack.eventfacts import common_words, facts_in_order
from geotrack.likeness import Facts, Spot
from geotrack.merging import likeliest_pairs, merges_of, rarity_of
from geotrack.partitions import map_partitions
from geotrack.scale.runs import merged, run_path, save_run
from geotrack.scale.stages import load_beside, load_table
from geotrack.tables import make_table

if TYPE_CHECKING:
    from collections.abc import Mapping

    from geotrack.assembly import Progress
    from geotrack.partitions import Where
    from geotrack.scale.building import Parts
    from geotrack.scale.stages import Job
    from geotrack.tables import Tables

FACTS = "facts.json"


def find_merges_of(parts: Parts, where: Where, progress: Progress) -> pd.DataFrame:
    """The table `merges` of all buckets, as `find_merges` makes it of one table."""
    job = parts.job
    common: Counter[str] = Counter()
    number = 0

    def tell(done: int, total: int) -> None:
        progress("gathering what events tell", done, total)

    for words, n_events in map_partitions(partial(_words_of, job=job), parts.buckets, where):
        common.update(words)
        number += n_events
    rarity = rarity_of(common, number)
    map_partitions(partial(_save_facts, job=job, rarity=rarity), parts.buckets, where, tell)
    facts = map(_facts, merged(run_path(job, bucket, FACTS) for bucket in parts.buckets))
    found = likeliest_pairs(facts, common, number, parts.apart, progress)
    paired = {fact.event_id for _, one, other in found for fact in (one, other)}
    events = [make_table("events")]
    for bucket in parts.buckets:
        table = load_table(job.path("placed", bucket, "events"))
        events.append(table[table["event_id"].isin(paired)])
    return merges_of(found, pd.concat(events, ignore_index=True), job.project.language)


def _tables(job: Job, bucket: int) -> Tables:
    names = ("events", "locations", "accounts")
    tables = {name: load_table(job.path("placed", bucket, name)) for name in names}
    return tables | {"figures": load_beside(job, "placed", bucket, "figures")}


def _words_of(bucket: int, job: Job) -> tuple[Counter[str], int]:
    """In how many events of a bucket each word stands, and how many events there are."""
    tables = _tables(job, bucket)
    return common_words(tables), len(tables["events"])


def _save_facts(bucket: int, job: Job, rarity: Mapping[str, float]) -> None:
    facts = facts_in_order(_tables(job, bucket), rarity)
    lines = (([fact.first or 0, fact.event_id], _plain(fact)) for fact in facts)
    save_run(run_path(job, bucket, FACTS), lines)


def _plain(fact: Facts) -> list[Any]:
    """What JSON holds of it."""
    told = fact._replace(
        reports=sorted(fact.reports),  # type: ignore[arg-type]
        told=sorted(fact.told),  # type: ignore[arg-type]
    )
    return list(told)


def _facts(told: list[Any]) -> Facts:
    fact = Facts(*told)
    spots = (
        Spot(place_id, name, tuple(map(tuple, within)), tuple(ground), wide)
        for place_id, name, within, ground, wide in fact.spots
    )
    return fact._replace(
        spots=tuple(spots),
        reports=frozenset(fact.reports),
        told=frozenset((report_id, quote) for report_id, quote in fact.told),
        numbers=tuple((what, low, high) for what, low, high in fact.numbers),
    )
