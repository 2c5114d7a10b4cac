"""A consumer written for schema 1.0: reads a record with the standard library alone, ignores what it does not know."""

import json


def rows(record: str, transcript: str) -> list[tuple]:
    """(organisation, year, team, pole, kind, themes, text, page) of each item, after checking every theme's evidence."""
    data = json.loads(record)
    if data["schema_version"].split(".")[0] != "1":
        raise ValueError("written for schema 1.x")
    found = []
    for item in data["items"]:
        for theme in item["themes"]:
            for evidence in theme["evidence"]:
                start, end = evidence["span"]
                assert transcript[start:end] == evidence["text"]
        boxes = item["locator"]["boxes"]
        themes = tuple(theme["id"] for theme in item["themes"])
        place = boxes[0]["page"] if boxes else None
        head = data["document"]["organisation"], item["year"]
        found.append((*head, item["team"], item["pole"], item["kind"], themes, item["text"], place))
    return found
