"""Taxonomies on disk, for what a filing leaves to them: the labels of standard elements."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from generator.refused import Refused, printable
from generator.xbrl.archives import found_in
from generator.xbrl.kinds import LINKBASE, holds, kind_of
from generator.xbrl.links import FullLabels, read_labels
from generator.xbrl.schemas import Schemas


def read_taxonomies(paths: Sequence[Path]) -> FullLabels:
    """The labels in taxonomy packages, folders or label linkbases; in what comes first they count.

    Of a package only files with labels are parsed: it is large, and its sums and orders are those of every industry,
    not of a filing. Raises Refused where there are none, or where one cannot be read.
    """
    found: FullLabels = {}
    for each in found_in(paths):
        if holds(each.document.data, "labelLink") and kind_of(each.document) == LINKBASE:
            found = read_labels([each.document], Schemas({})) | found
    if paths and not found:
        raise Refused(f"{', '.join(printable(path) for path in paths)}: no labels of a taxonomy are in there; a "
                      "taxonomy package (zip), its folder, or its label linkbases (such as jppfs_…_lab.xml) are read")
    return found
