"""templates/ with a company's own ratios.yaml and checks.yaml, read; the names in formulas are checked first."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path

from generator.formulas.expression import Argument, Expression, Leaf, Mention, Name, height, leaves
from generator.formulas.names import ONLY_IN_CHECKS, Formulas
from generator.formulas.parse import Macro, parse
from generator.formulas.tokens import Fault
from generator.inputs.breakdowns import PART, WHOLE, breakdown_rows
from generator.inputs.chains import beyond, circles, in_order, reaches
from generator.inputs.check_templates import read_checks
from generator.inputs.document import load
from generator.inputs.forms import PRINTED, TEXT, Key, ListOf, MapOf, NameOf, Record
from generator.inputs.readers import Content, files_of
from generator.inputs.record import entries, read_record
from generator.inputs.row_templates import read_sections, refuse_repeats, section_fields, with_own_rows
from generator.inputs.template import CheckTemplate, Parameter, RowTemplate, Templates
from generator.inputs.value import Value
from generator.inputs.vocabulary import Vocabulary
from generator.model.book import Book
from generator.model.problem import Place, Problems

_PARAMETER = Record("A number that formulas need besides reported figures.", (
    Key("label", TEXT, "What it is called", required=True),
    Key("value", PRINTED, "The number"),
    Key("unit", NameOf("unit"), "What it counts", required=True),
    Key("from", TEXT, "What company.yaml gives it")))
PARAMETERS = MapOf(NameOf("parameter"), _PARAMETER)
_MACRO = Record("A formula that rows share.", (
    Key("of", ListOf(TEXT), "The names that it is given", required=True),
    Key("formula", TEXT, "What it stands for", required=True)))
MACROS = MapOf(NameOf("formula"), _MACRO)
_MOST_LEVELS, _MOST_WAYS, _OWN_LEVELS, _OFTEN = 500, 2_000, 4, 2
"""How deep formulas over formulas may be nested: each by three times its height, which a guard goes around, and a few
more. A basis takes a row from two columns."""


def read_templates(folder: Path, vocabulary: Vocabulary, book: Book, own: Path, problems: Problems) -> Templates:
    """The templates with the company's own ratios.yaml and checks.yaml, every name in them known."""
    def common(name: str) -> Value | None:
        return load(folder / name, problems, f"templates/{name}")

    def companys(content: Content) -> Value | None:
        return next((load(path, problems) for path, _ in files_of(own, content)), None)

    units = book.company.units
    parameters = _parameters(common("parameters.yaml"), units, book.parameters) + tuple({each.name: Parameter(
        each.name, f"{each.label}: one counts as so many of the shares that EPS is stated in", "count", each.number, "")
        for each in book.equivalents.values()}.values())
    (per_share, ratios), added = with_own_rows(
        [section_fields(common(name)) for name in ("per_share.yaml", "ratios.yaml")],
        section_fields(companys("ratios")))
    ratios += added
    refuse_repeats([*per_share, *ratios], [each.key for each in parameters], vocabulary.concepts, book)
    ids = [word for section in (*per_share, *ratios) for _, word in section.ids if word not in vocabulary.concepts]
    splits = [f"split_{number}_{what}" for number in range(1, len(book.company.splits) + 1)
              for what in ("effective", "new_shares", "old_shares")]
    macros = _macros(common("formulas.yaml"))
    formulas = Formulas(macros, vocabulary.concepts, ids,
                        [*(each.key for each in parameters), *splits, *ONLY_IN_CHECKS], book)
    check_ids: dict[str, Place] = {}
    checks = read_checks(common("checks.yaml"), formulas, check_ids)
    checks += read_checks(companys("checks"), formulas, check_ids, own=True)
    result = Templates(
        parameters, read_sections(per_share, formulas, units), read_sections(ratios, formulas, units), checks,
        {concept.key: concept.label for concept in vocabulary.concepts.values()}, macros,
        breakdown_rows(book, section_fields(common("breakdown.yaml")),
                       Formulas(macros, (), (PART, WHOLE), (), book)))
    _refuse_circles(result, problems)
    return result


def _parameters(root: Value | None, units: Collection[str], sources: Collection[str]) -> tuple[Parameter, ...]:
    found = []
    for name, _, value in entries(root, PARAMETERS) if root else ():
        fields = read_record(_PARAMETER, value)
        found.append(Parameter(name, fields.text("label", name), fields.choice("unit", tuple(units), "count"),
                               fields.number("value"), fields.read("from", lambda node: node.choice(sources)) or ""))
    return tuple(found)


def _macros(root: Value | None) -> dict[str, Macro]:
    """The formulas that rows share."""
    found: dict[str, Macro] = {}
    for name, _, value in entries(root, MACROS) if root else ():
        fields = read_record(_MACRO, value)
        if not fields.complete:
            continue
        arguments = tuple(each.text() or "" for each in fields.each("of"))
        try:
            tree, _ = parse(fields.text("formula"), _Arguments(arguments))
            found[name] = Macro(arguments, tree)
        except Fault as fault:
            fields.found["formula"].complain(str(fault))
    return found


class _Arguments:
    """The names of a formula that rows share: what it is given, and nothing else."""

    macros: Mapping[str, Macro] = {}

    def __init__(self, names: Iterable[str]) -> None:
        self._names = tuple(names)

    def path(self, path: Sequence[str]) -> Argument:
        if len(path) > 1 or path[0] not in self._names:
            raise Fault(f"'{'.'.join(path)}' is not among {', '.join(self._names)}")
        return Argument(path[0])

    def parameter(self, word: str) -> Name:
        raise Fault(f"'{word}' stands in the formula without being among {', '.join(self._names)}")

    def on(self, _leaf: Expression, day: str) -> Leaf:
        raise Fault(f"'{day}' belongs to checks")

    def builtin(self, _word: str) -> None:
        return None


def _refuse_circles(templates: Templates, problems: Problems) -> None:
    """Formulas that need each other, in the same column or in one before: the first column would need one before it."""
    rows = {row.id: row for row in templates.rows}
    named = {row.id: [m for m in row.mentions if isinstance(m.row, str) and m.row in rows] for row in rows.values()}
    found = list(circles({key: [str(m.row) for m in mentions if not m.shift] for key, mentions in named.items()}))
    for circle in found:
        problems.add(rows[circle[0]].place, f"formulas go in a circle: {in_order(circle)}")
    later = [] if found else list(circles({key: [str(m.row) for m in mentions] for key, mentions in named.items()}))
    for circle in later:
        problems.add(rows[circle[0]].place, f"formulas go in a circle over periods: {in_order(circle)}; the first "
                                            "period has none before it, so that all of them would be n.a.")
    if not found and not later:
        _refuse_long_chains(templates, problems)


def _refuse_long_chains(templates: Templates, problems: Problems) -> None:
    """Formulas over formulas that are nested too deep or too often for them all to be worked out from each other."""
    users: dict[str, RowTemplate | CheckTemplate] = {row.id: row for row in templates.rows}
    users |= {f"check {check.id}": check for check in templates.checks}
    trees = {key: [formula.tree for formula in user.formulas] for key, user in users.items()}
    graph = {key: [str(leaf.row) for tree in found for leaf in leaves(tree) if isinstance(leaf, Mention)
                   and leaf.row in users for _ in range(_OFTEN if leaf.basis else 1)] for key, found in trees.items()}
    reach = reaches(graph, lambda key: _OWN_LEVELS + 3 * max(map(height, trees[key]), default=0))
    far = {key for key, found in reach.items() if found.levels > _MOST_LEVELS or found.ways > _MOST_WAYS}
    for key in beyond(graph, far):
        problems.add(users[key].place, (
            f"'{key}' stands on formulas over formulas that are nested {reach[key].levels} levels deep; "
            f"{_MOST_LEVELS} at most" if reach[key].levels > _MOST_LEVELS else
            f"'{key}' counts the same rows by more than {_MOST_WAYS:,} ways through the formulas between")
            + ": let it name the rows of the statements")
