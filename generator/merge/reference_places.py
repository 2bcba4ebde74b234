"""Every place of a workbook's XML where a reference to cells can stand, and what becomes of it: the list PLACES.

It was drawn up from the schemas of ECMA-376 (sml, dml-chart, dml-spreadsheetDrawing, dml-chartDrawing,
vml-spreadsheetDrawing) and of Microsoft's extensions to them (MS-XLSX, MS-ODRAWXML). A place is written
``prefix:element`` for the text of an element, ``prefix:element@name`` for an attribute, and with ``ancestor/`` before
it where that tells it from another.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import Enum
from typing import NamedTuple

_OPEN, _OFFICE, _SHEET = ("http://schemas.openxmlformats.org/", "http://schemas.microsoft.com/office/",
                          "http://schemas.microsoft.com/office/spreadsheetml/")
SPACES = {
    "x": f"{_OPEN}spreadsheetml/2006/main", "c": f"{_OPEN}drawingml/2006/chart", "a": f"{_OPEN}drawingml/2006/main",
    "xdr": f"{_OPEN}drawingml/2006/spreadsheetDrawing", "cdr": f"{_OPEN}drawingml/2006/chartDrawing",
    "c14": f"{_OFFICE}drawing/2007/8/2/chart", "c15": f"{_OFFICE}drawing/2012/chart",
    "cx": f"{_OFFICE}drawing/2014/chartex", "a14": f"{_OFFICE}drawing/2010/main",
    "aif": f"{_OFFICE}drawing/2022/imageformula", "xdr14": f"{_OFFICE}excel/2010/spreadsheetDrawing",
    "cdr14": f"{_OFFICE}drawing/2010/chartDrawing", "xm": f"{_OFFICE}excel/2006/main", "x14": f"{_SHEET}2009/9/main",
    "x15": f"{_SHEET}2010/11/main", "xr": f"{_SHEET}2014/revision", "xltc": f"{_SHEET}2018/threadedcomments",
    "xlrd2": f"{_SHEET}2017/richdata2", "xnsv": f"{_SHEET}2019/namedsheetviews",
    "xlpda": f"{_SHEET}2024/pivotDynamicArrays", "xlpds": f"{_SHEET}2025/pivotDataSource",
    "v": "urn:schemas-microsoft-com:vml", "xvml": "urn:schemas-microsoft-com:office:excel"}
"""The namespaces by the prefixes that the standards give them."""

KNOWN = frozenset((
    *SPACES.values(), "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships", "http://www.w3.org/XML/1998/namespace",
    "urn:schemas-microsoft-com:office:office",
    *(f"{_SHEET}{name}" for name in (
        "2009/9/ac", "2010/11/ac", "2011/1/ac", "2014/11/main", "2015/02/main", "2015/revision2", "2016/01/main",
        "2016/pivotdefaultlayout", "2016/revision3", "2016/revision5", "2016/revision6", "2016/revision9",
        "2016/revision10", "2017/dynamicarray", "2017/richdata", "2017/revision16", "2018/08/main",
        "2018/calcfeatures", "2020/threadedcomments2", "2022/featurepropertybag")),
    *(f"{_OFFICE}drawing/{name}" for name in (
        "2012/main", "2012/chartStyle", "2014/chart", "2014/chart/ac", "2014/main", "2016/11/main", "2016/SVG/main",
        "2017/03/chart", "2017/decorative", "2018/hyperlinkcolor", "2010/slicer", "2012/timeslicer"))))
"""Namespaces whose schemas are known: what is not listed below holds no reference in them."""


class Kind(Enum):
    """What stands in a place, and so how it is followed."""

    FORMULA = "a formula or a reference; without a sheet's name it is on the sheet that its part belongs to"
    LOCATION = "where a hyperlink leads"
    AREA = "addresses on the sheet that its part belongs to"
    SOURCE = "an address on the sheet that the attribute sheet beside it names"
    CACHE = "the same, and the pivot cache that it is the source of is refreshed (merge/user_parts.py)"
    SEEN = "what a view shows first or has selected: followed where it is there, else left"
    ROW = "the number of a row, from 1"
    COLUMN = "the number of a column, from 1"
    LINE = "the number of a row, from 0"
    FILE = "the number of a column, from 0"
    REFUSED = "what cannot be followed"
    LEFT = "nothing that has to be followed here"


class Spot(NamedTuple):
    """An element's text, or with ``attribute`` one of its attributes; ``within`` is an ancestor's name, or ""."""

    space: str
    element: str
    attribute: str
    within: str = ""


_FOLLOWED = {
    Kind.FORMULA: """
        x:f x:formula x:formula1 x:formula2 x:oldFormula x:calculatedColumnFormula x:totalsRowFormula x:cfvo@val
        x:controlPr@linkedCell x:controlPr@listFillRange x:parameter@cell xm:f x15:question@rowSource
        c:f c15:f c15:sqref cx:f cx:nf cdr:sp@textlink xdr:sp@textlink a14:cameraTool@cellRange
        aif:imageFormula@formula x14:formControlPr@fmlaGroup x14:formControlPr@fmlaLink x14:formControlPr@fmlaRange
        x14:formControlPr@fmlaTxbx xvml:FmlaGroup xvml:FmlaLink xvml:FmlaPict xvml:FmlaRange xvml:FmlaTxbx""",
    Kind.LOCATION: """
        x:hyperlink@location v:arc@href v:curve@href v:group@href v:image@href v:line@href v:oval@href v:polyline@href
        v:rect@href v:roundrect@href v:shape@href v:shapetype@href""",
    Kind.AREA: """
        x:f@ref x:f@r1 x:f@r2 x:autoFilter@ref x:sortState@ref x:sortCondition@ref x:location@ref x:table@ref
        x:singleXmlCell@r x:mergeCell@ref x:cellSmartTags@r x:dataValidation@sqref x:conditionalFormatting@sqref
        x:hyperlink@ref x:scenarios@sqref x:inputCells@r x:protectedRange@sqref x:cellWatch@r x:ignoredError@sqref
        x:webPublishItem@sourceRef xm:sqref x14:sortCondition@ref x15:autoFilter@ref xlrd2:richSortCondition@ref
        xnsv:nsvFilter@ref xnsv:sortCondition@ref xnsv:richSortCondition@ref""",
    Kind.SOURCE: "x:dataRef@ref",
    Kind.CACHE: "x:worksheetSource@ref x:rangeSet@ref",
    Kind.SEEN: """
        x:sheetView@topLeftCell x:customSheetView@topLeftCell x:pane@topLeftCell x:selection@activeCell
        x:selection@sqref""",
    Kind.ROW: "rowBreaks/x:brk@id",
    Kind.COLUMN: "colBreaks/x:brk@id",
    Kind.LINE: "anchor/xdr:row",
    Kind.FILE: "anchor/xdr:col",
    Kind.REFUSED: """
        x:nc@r x:oc@r x:undo@dr x:undo@r x:rrc@ref x:rm@source x:rm@destination x:rfmt@sqref x:raf@ref x:rcmt@cell
        x:rqt@ref xr:autoFilter@ref xr:ccse@r xr:dataValidation@sqref xr:f xr:formula xr:hyperlink@location
        xr:hyperlink@ref xr:oartAnchor@r xr:ref@r xr:xrrList@ref xr:xrrListExpR@refAdded xr:xrrc@r xr:xrrf@sqref
        xr:xrrm@dst xr:xrrm@src xr:xrrrc@ref xm:colSortMap@ref xm:rowSortMap@ref xlpda:pivotCacheDynamicArray@ref
        xlpds:pivotCacheDataSource@ref"""}

LEFT = {
    "the cells themselves, each of which is put in its place (merge/cells.py, dimensions.py)":
        "x:c@r x:row@r x:row@spans x:col@min x:col@max x:dimension@ref",
    "goes with its cell (merge/comments.py)":
        "x:comment@ref xltc:threadedComment@ref xvml:Row xvml:Column xvml:Anchor",
    "goes with the cell that it hangs on (merge/drawings.py)": "xdr:row xdr:col",
    "followed with the other names (merge/workbook.py)": "x:definedName",
    "read together with the address beside it": "x:worksheetSource@sheet x:rangeSet@sheet x:dataRef@sheet",
    "cells of another workbook": "x:cell@r x:definedName@refersTo",
    "made anew by the calculation that is asked for": "x:c@ref x:tr@r",
    "counted from a corner of its own pivot table": "x:pivotArea@offset x14:pivotArea@offset",
    "the fields of a pivot table, never cells": "x:cacheField@formula x:calculatedItem@formula",
    "the name of a macro, an object or an app, or another window":
        """x:objectPr@macro x:controlPr@macro xdr:sp@macro xdr:cxnSp@macro xdr:graphicFrame@macro xdr:pic@macro
        cdr:sp@macro cdr:cxnSp@macro cdr:graphicFrame@macro cdr:pic@macro xdr14:nvPr@macro cdr14:nvPr@macro
        xvml:FmlaMacro x:webPublishItem@sourceObject x:webPublishObject@sourceObject x15:webExtension@appRef
        x:oleSize@ref x:sheetPr@syncRef""",
    "how far a break reaches across the page": "x:brk@min x:brk@max",
    "the sheet's number, with a record that is refused":
        """xr:xrrDefName@sh xr:xrrList@sh xr:xrrListExpR@sh xr:xrrSheet@sh xr:xrrTrim@sh xr:xrrUspt@sh xr:xrrc@sh
        xr:xrrco@sh xr:xrrdo@sh xr:xrrf@sh xr:xrrftr@sh xr:xrrg@sh xr:xrrm@sh xr:xrrm@srcSh xr:xrrrc@sh"""}
"""Places that are not followed as such, by the reason."""


def place(written: str) -> Spot:
    """A place by the way in which it is written here."""
    within, _, rest = written.rpartition("/")
    prefix, _, named = rest.partition(":")
    element, _, attribute = named.partition("@")
    return Spot(SPACES[prefix], element, attribute, within)


def _listed() -> Iterator[tuple[Spot, Kind]]:
    for kind, places in _FOLLOWED.items():
        yield from ((place(each), kind) for each in places.split())
    for places in LEFT.values():
        yield from ((place(each), Kind.LEFT) for each in places.split())


PLACES: Mapping[Spot, Kind] = dict(_listed())
