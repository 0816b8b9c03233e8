"""What has changed in the framework since a period was last published, in words."""

from __future__ import annotations

from collections import defaultdict

from scpxl.framework.differences import diff_frameworks
from scpxl.model.framework import Edition, Framework
from scpxl.scorecard.editions import framework_for, withheld_codes
from scpxl.store.interface import Store
from scpxl.store.records import (
    Publication,
)


def framework_changes_since(store: Store, framework: Framework, edition: Edition) -> tuple[str, ...]:
    """Return what the framework says differently from the one last published under, as far as an edition may know."""
    published = [p for p in store.fetch_publications() if p.framework_version != framework.version]
    if not published:
        return ()
    return tuple(words for _, words in _differences(store, framework, published[-1], edition))


def redefined(
    store: Store, framework: Framework, published: Publication, edition: Edition
) -> dict[str, list[str]]:
    """Return by indicator what the framework says differently from the one published under."""
    words: defaultdict[str, list[str]] = defaultdict(list)
    if published.framework_version != framework.version:
        for entry, said in _differences(store, framework, published, edition):
            if entry in framework.by_code:
                words[entry].append(said)
    return words


def _differences(
    store: Store, framework: Framework, published: Publication, edition: Edition
) -> list[tuple[str, str]]:
    """Return which entries of the framework differ from the one something was published under, and how."""
    kept = store.fetch_framework_versions(published.framework_version)
    now, hidden = _known_to(framework, edition), withheld_codes(framework, edition)
    earlier = [_known_to(Framework.model_validate_json(one.framework), edition) for one in kept[-1:]]
    return [
        (one.entry, one.words)
        for then in earlier
        for one in diff_frameworks(then, now)
        if one.entry not in hidden
    ]


def _known_to(framework: Framework, edition: Edition) -> Framework:
    return framework if edition is Edition.PARTNERSHIP else framework_for(framework, edition)
