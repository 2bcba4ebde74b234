"""The hyperlinks of a sheet that lead to one document share its relationship, under an id that is the document's own.

openpyxl writes a relationship a link, thousands of them. An id that follows from the address says the same in every
workbook, so that a merge need not give links other ids.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from functools import partial

_OUTSIDE = re.compile(rb'<Relationship (?=[^>]* TargetMode="External")[^>]*/>')
_ID, _TARGET = re.compile(rb'(?<= Id=")[^"]*'), re.compile(rb'(?<= Target=")[^"]*')
_LINK = re.compile(rb'(<hyperlink (?:[^>]* )?(?:\w+:)?id=")([^"]*)(?=")')


def with_shared_links(parts: Mapping[str, bytes]) -> dict[str, bytes]:
    """The parts of a package that was just written, with one relationship a document."""
    found = dict(parts)
    for name, content in parts.items():
        sheet = re.fullmatch(r"xl/worksheets/_rels/(.*)\.rels", name)
        if sheet and b'TargetMode="External"' in content:
            ids: dict[bytes, bytes] = {}
            found[name] = _OUTSIDE.sub(partial(_shared, ids), content)
            where = f"xl/worksheets/{sheet[1]}"
            found[where] = _LINK.sub(partial(_renamed, ids), parts[where])
    return found


def _renamed(ids: Mapping[bytes, bytes], link: re.Match[bytes]) -> bytes:
    """A link under the id of its document."""
    return link[1] + ids.get(link[2], link[2])


def _shared(ids: dict[bytes, bytes], found: re.Match[bytes]) -> bytes:
    """A relationship under the id of its document; nothing where one before it has that."""
    relationship = found[0]
    id, target = _ID.search(relationship), _TARGET.search(relationship)
    assert id and target
    now = b"document" + hashlib.sha256(target[0]).hexdigest()[:16].encode()
    is_known = now in ids.values()
    ids[id[0]] = now
    return b"" if is_known else relationship.replace(b' Id="' + id[0], b' Id="' + now)
