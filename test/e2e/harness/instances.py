"""What a calendar means: every .ics file of a folder, expanded to its meetings within a window.

usage: instances.py FOLDER FROM TO ZONE   (FROM and TO like 2026-06-01T00:00:00Z; ZONE is for floating times)

Prints JSON: [{"file", "uid", "subject", "start", "end", "allDay", "location"}], by start. Times are UTC, those of whole
days are dates, the end the first day after. Read with vobject and dateutil alone: nothing of the package has a say.
"""

import datetime as dt
import json
import os
import sys
import zoneinfo

import vobject
from dateutil import rrule as rules

UTC = dt.timezone.utc


def moment(text):
    return dt.datetime.fromisoformat(text.replace("Z", "+00:00"))


def zone_of(line):
    """The zone a time is in by its own name; None for one that floats or is in UTC already."""
    name = (line.params.get("X-VOBJ-ORIGINAL-TZID") or line.params.get("TZID") or [None])[0]
    return zoneinfo.ZoneInfo(name) if name else None


def value_of(line, floating):
    """A date, or a time with the zone of its name, never with what VTIMEZONE says of it."""
    value = line.value
    if not isinstance(value, dt.datetime):
        return value
    zone = zone_of(line)
    if zone:
        return value.replace(tzinfo=zone)
    return value if value.tzinfo else value.replace(tzinfo=floating)


def values_of(event, name, floating):
    found = []
    for line in event.contents.get(name, []):
        value = line.value if isinstance(line.value, (list, tuple)) else [line.value]
        for one in value:
            copy = line.duplicate(line)
            copy.value = one
            found.append(value_of(copy, floating))
    return found


def length_of(event, start, floating):
    if "dtend" in event.contents:
        end = value_of(event.dtend, floating)
        return end - start if not isinstance(end, dt.datetime) else naive(end, start) - start.replace(tzinfo=None)
    if "duration" in event.contents:
        return event.duration.value
    return dt.timedelta(0) if isinstance(start, dt.datetime) else dt.timedelta(days=1)


def naive(end, start):
    """The end on the clock of the start, so that a meeting keeps its wall clock times over a change of the clocks."""
    return end.astimezone(start.tzinfo).replace(tzinfo=None)


def key(value):
    return value.isoformat() if not isinstance(value, dt.datetime) else value.astimezone(UTC).isoformat()


def starts_of(event, start, floating, until):
    """All starts of a series, by the wall clock of its own zone."""
    if "rrule" not in event.contents:
        return [start]
    timed = isinstance(start, dt.datetime)
    wall = start.replace(tzinfo=None) if timed else dt.datetime.combine(start, dt.time())
    found = []
    for line in event.contents["rrule"]:
        parts = dict(part.split("=", 1) for part in line.value.split(";"))
        ends = parts.pop("UNTIL", None)
        last = until.replace(tzinfo=None) + dt.timedelta(days=2)
        if ends:
            if len(ends) == 8:
                end = dt.datetime.strptime(ends, "%Y%m%d") + dt.timedelta(days=1, seconds=-1)
            else:
                end = dt.datetime.strptime(ends.rstrip("Z"), "%Y%m%dT%H%M%S")
                if ends.endswith("Z") and timed:
                    end = end.replace(tzinfo=UTC).astimezone(start.tzinfo).replace(tzinfo=None)
            last = min(last, end)
        text = ";".join("%s=%s" % pair for pair in parts.items())
        for one in rules.rrulestr(text, dtstart=wall):
            if one > last:
                break
            found.append(one.replace(tzinfo=start.tzinfo) if timed else one.date())
    return found + values_of(event, "rdate", floating)


def text_of(event, name):
    return event.contents[name][0].value if name in event.contents else ""


def shown(file, event, start, length):
    timed = isinstance(start, dt.datetime)
    if timed:
        end = (start.replace(tzinfo=None) + length).replace(tzinfo=start.tzinfo)
        start, end = (one.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") for one in (start, end))
    else:
        start, end = start.isoformat(), (start + length).isoformat()
    return {
        "file": file,
        "uid": text_of(event, "uid"),
        "subject": text_of(event, "summary"),
        "start": start,
        "end": end,
        "allDay": not timed,
        "location": text_of(event, "location"),
    }


def is_cancelled(event):
    return text_of(event, "status").upper() == "CANCELLED"


def instances_of(file, calendar, floating, until):
    events = calendar.contents.get("vevent", [])
    own = {key(value_of(one.recurrence_id, floating)): one for one in events if "recurrence-id" in one.contents}
    for event in events:
        start = value_of(event.dtstart, floating)
        length = length_of(event, start, floating)
        if "recurrence-id" in event.contents:
            if not is_cancelled(event):
                yield shown(file, event, start, length)
            continue
        if is_cancelled(event):
            continue
        out = {key(one) for one in values_of(event, "exdate", floating)} | set(own)
        for one in starts_of(event, start, floating, until):
            if key(one) not in out:
                yield shown(file, event, one, length)


def main(folder, since, until, zone):
    floating = zoneinfo.ZoneInfo(zone)
    found = []
    for name in sorted(os.listdir(folder)):
        if name.startswith("."):
            continue
        with open(os.path.join(folder, name), encoding="utf-8", newline="") as file:
            for calendar in vobject.readComponents(file.read()):
                found += instances_of(name, calendar, floating, moment(until))
    first, last = since[:10], until[:10]
    within = [one for one in found if (first <= one["start"][:10] < last if one["allDay"] else since <= one["start"] < until)]
    json.dump(sorted(within, key=lambda one: (one["start"], one["subject"])), sys.stdout, ensure_ascii=False)


main(*sys.argv[1:])
