"""Background work of figures: reading and writing imports, clearing away what was uploaded, and deciding anew
what may be shown.

Reading and writing are not `city_job`s, which are one transaction each: their progress must be seen
meanwhile, and no transaction should stay open while a large file is read.
"""

from __future__ import annotations

from procrastinate.contrib.django import app

from convive.core.jobs import city_job, for_each_city
from convive.core.models import City
from convive.measures import actions
from convive.measures.actions import mixing
from convive.measures.coverage import refresh_outdated


@app.task(name="convive.measures.jobs.plan_upload")
def plan_upload(city_id: int, import_id: int) -> None:
    actions.plan_upload(City.objects.get(pk=city_id), import_id)


@app.task(name="convive.measures.jobs.write_upload")
def write_upload(city_id: int, import_id: int) -> None:
    actions.write_upload(City.objects.get(pk=city_id), import_id)


@app.task(name="convive.measures.jobs.compute_mix")
def compute_mix(city_id: int, result_id: int) -> None:
    """Not a `city_job` either: people watch its progress."""
    mixing.compute(City.objects.get(pk=city_id), result_id)


@city_job()
def prepare_mix(city: City) -> int:
    """After an import, what the pages about mix show first."""
    return mixing.prepare_mix(city)


@city_job()
def clear_uploads(city: City) -> int:
    """Uploaded files stay for a day at most."""
    return actions.clear_uploads(city)


@app.periodic(cron="41 * * * *")
@app.task(name="convive.measures.jobs.clear_all_uploads", queueing_lock="clear_all_uploads")
def clear_all_uploads(timestamp: int) -> int:
    return for_each_city(clear_uploads)


@city_job()
def decide_anew(city: City) -> int:
    """Where the threshold for small numbers has been changed, pages decide for themselves until this is done."""
    return refresh_outdated(city)


@app.periodic(cron="11 * * * *")
@app.task(name="convive.measures.jobs.decide_all_anew", queueing_lock="decide_all_anew")
def decide_all_anew(timestamp: int) -> int:
    return for_each_city(decide_anew)
