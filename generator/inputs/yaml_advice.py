"""What is wrong with a file that is no YAML, in words for people who do not know YAML, and the right line."""

from __future__ import annotations

import re

import yaml

_NO_SPACE = re.compile(r"(\s*(?:- )*[^\s:#'\"\[{]+):(?=[^\s:])(.*)")
_NO_COLON = re.compile(r"(\s*(?:- )*)([A-Za-z_]\w*) +([\[{(\d\"'].*)")
_BARE = re.compile(r"(\s*(?:- )*)([A-Za-z_]\w*)(?: +(\S.*))?")
_KEY = re.compile(r"\s*(?:- )*[^\s:#'\"\[{][^:#'\"\[{]*:(?:\s+|$)")
_SUBTRACTED = re.compile(r"-\s+(\w+)", re.ASCII)
_DASHED = re.compile(r" *- ([A-Za-z_]\w*: *(\[)?.*)")
"""A key behind a dash, and whether figures stand behind it: then it is a row, else an entry begins with it."""
_PLAIN = re.compile(r"[^\[\]{},:]*$")

_WHOLE = 2_000
"""Characters of the longest line that is looked into: what is longer nobody typed."""

Advice = tuple[int, int, str]
"""A line and a column, from 0, and what to say there."""


def advice(text: str, error: yaml.MarkedYAMLError) -> Advice | None:
    """Where the mistake is, what it is and what would be right; None where the parser's own words must do."""
    mark, lines = error.problem_mark, text.split("\n")
    if mark is None or max(map(len, lines)) > _WHOLE:
        return None
    problem, line = error.problem or "", lines[mark.line] if mark.line < len(lines) else ""
    margin = line[:_indent(line)]
    if "\t" in margin or line[mark.column:mark.column + 1] == "\t":
        if not line.strip():
            return mark.line, mark.column, "a tab stands in this line, which is to be empty: take it out"
        right = " " * _expected(lines, mark.line) + line.strip()
        return mark.line, mark.column, f"a tab stands here; indent with spaces: write '{right}'"
    if "quoted scalar" in (error.context or "") and error.context_mark:
        return _in_quotes(problem, mark, error.context_mark)
    if "undefined alias" in problem or "alphabetic or numeric" in problem:
        return _unquoted(line, mark)
    if "cannot start any token" in problem:
        return _unquoted(line, mark)
    if "expected ',' or" in problem and error.context_mark:
        return _in_brackets(line, mark, error.context_mark, problem[-2])
    if "node content" in problem and (subtracted := _SUBTRACTED.match(line, mark.column)):
        return (mark.line, mark.column, "no space stands between '-' and what it takes off: write "
                                        f"'-{subtracted[1]}'")
    if "find expected ':'" in problem and error.context_mark:
        return _without_colon(lines, error.context_mark.line) or _bare(lines, error.context_mark.line)
    if "mapping values" in problem:
        return _at_colon(lines, line, mark)
    if "expected key" in problem or "'-' indicator" in problem:
        if mark.column > len(margin):
            rest = line[mark.column:].strip()
            return mark.line, mark.column, f"'{rest}' is not expected here: the value before it is whole"
        return _out_of_line(lines, line, mark) or _without_dash(lines, line, mark, problem)
    return None


def _unquoted(line: str, mark: yaml.Mark) -> Advice:
    """A text that begins with a sign which says something else to YAML."""
    before, text = line[:mark.column], line[mark.column:].partition(" #")[0].strip()
    if len(re.findall(r"[\[{]", before)) > len(re.findall(r"[\]}]", before)):
        text = re.split(r"[,\]}]", text)[0].strip()
    quoted = text.replace('"', "'").replace("\\", "/")
    return mark.line, mark.column, f"a text that begins with '{text[:1]}' stands in quotes: write \"{quoted}\""


def _in_quotes(problem: str, mark: yaml.Mark, opened: yaml.Mark) -> Advice:
    """A text in quotes without its end, or with a backslash in double ones that says no character."""
    if "Unicode character escape" in problem:
        return mark.line, mark.column, "this escape stands for no character; type the character itself, or delete it"
    if "escape" in problem or "hexdecimal" in problem:
        return (mark.line, mark.column, "in double quotes a backslash says what character follows; put the text in "
                                        "single quotes, or write two backslashes for one")
    return opened.line, opened.column, "the quotation mark that opens here is not closed"


def _in_brackets(line: str, mark: yaml.Mark, opened: yaml.Mark, end: str) -> Advice:
    """A list or mapping in brackets without a comma, or without its end."""
    if mark.line != opened.line:
        return opened.line, opened.column, f"what opens here is not closed: '{end}' is missing at the end of its line"
    sign = line[mark.column:mark.column + 1]
    if sign in ("]", "}"):
        return mark.line, mark.column, f"'{sign}' does not close what '{line[opened.column]}' opens: write '{end}'"
    before = line[opened.column + 1:mark.column].rstrip()
    plain = _PLAIN.search(before)
    words = plain[0].split() if plain else []
    if sign != ":" or not words:
        return mark.line, mark.column, f"a comma is missing before '{line[mark.column:].strip().rstrip(end)}'"
    rest = line[mark.column:].partition(",")[0].strip().rstrip(end)
    quoted = f"the text is to stand in quotes: write \"{' '.join(words)}{rest}\""
    if len(words) == 1:
        return mark.line, mark.column, f"a colon stands within a text here; {quoted}"
    return (mark.line, mark.column - len(words[-1]),
            f"a comma is missing before '{words[-1]}:'; or, if the colon belongs to the text, {quoted}")


def _at_colon(lines: list[str], line: str, mark: yaml.Mark) -> Advice | None:
    """A colon where none may be: one within a text, or one too many because the line above lacks something."""
    key = _KEY.match(line)
    if key and key.end() <= mark.column:
        text = line[key.end():].strip().replace('"', "'")
        return (mark.line, mark.column, "a colon stands within a text here; the text is to stand in quotes: write "
                                        f"'{key[0].strip()} \"{text}\"'")
    above = _above(lines, mark.line)
    if above is None:
        return None
    told = _without_colon(lines, above)
    if told:
        return told
    return _out_of_line(lines, line, mark) if _indent(line) > _indent(lines[above]) else None


def _without_colon(lines: list[str], number: int) -> Advice | None:
    """A line whose key lacks its colon, or the space after it."""
    before = lines[number]
    if missing := _NO_COLON.fullmatch(before):
        return number, len(missing[1]), f"a colon is missing after '{missing[2]}': write '{missing[2]}: {missing[3]}'"
    if joined := _NO_SPACE.fullmatch(before):
        return (number, len(joined[1]),
                f"a space is missing after the colon: write '{joined[1].strip()}: {joined[2].strip()}'")
    return None


def _bare(lines: list[str], number: int) -> Advice | None:
    """A line of words alone, which opens what stands below it, or whose value follows without a colon."""
    words = _BARE.fullmatch(lines[number])
    if words is None:
        return None
    below = next((line for line in lines[number + 1:] if line.strip()), "")
    opens = _indent(below) > _indent(lines[number]) or below.strip().startswith("- ")
    if opens == bool(words[3]):
        return None
    right = f"{words[2]}: {words[3] or ''}".strip()
    return number, len(words[1]), f"a colon is missing after '{words[2]}': write '{right}'"


def _without_dash(lines: list[str], line: str, mark: yaml.Mark, problem: str) -> Advice | None:
    """An entry of a list whose dash is missing, or stands without a space; or a dash before the key above."""
    if "'-' indicator" not in problem or mark.column != _indent(line):
        return None
    above = _above(lines, mark.line)
    dashed = _DASHED.fullmatch(lines[above]) if above is not None else None
    if above is not None and dashed and _indent(lines[above]) == mark.column:  # with nothing of its own below it
        margin = " " * mark.column
        if dashed[2]:
            return above, mark.column, f"a key stands here without a dash: write '{margin}{dashed[1]}'"
        if _KEY.match(line):
            return (mark.line, mark.column, "this line belongs to the entry that begins above: indent by two spaces "
                                            f"more: write '{margin}  {line.strip()}'")
    right = f"{line[:mark.column]}- {line.strip().lstrip('-').strip()}"
    return mark.line, mark.column, f"an entry of a list begins with '- ': write '{right}'"


def _out_of_line(lines: list[str], line: str, mark: yaml.Mark) -> Advice | None:
    """A line that begins at another column than those that it belongs to."""
    indent = _indent(line)
    levels = _levels(lines[:mark.line])
    if not levels or indent in levels:
        return None
    right = min(sorted(levels, reverse=True), key=lambda level: abs(level - indent))
    spaces = f"{indent} space{'s' * (indent != 1)}"
    return (mark.line, indent, f"this line is indented by {spaces}, the lines that it belongs to by {right}: write "
                               f"'{' ' * right}{line.strip()}'")


def _levels(lines: list[str]) -> set[int]:
    """The columns at which what is open above may go on."""
    open_: list[int] = []
    for line in lines:
        stripped, level = line.strip(), _indent(line)
        if not stripped or stripped.startswith("#"):
            continue
        open_ = [each for each in open_ if each < level]
        open_.append(level)
        while stripped.startswith("- "):
            inner = stripped[2:].lstrip()
            level += len(stripped) - len(inner)
            open_.append(level)
            stripped = inner
    return set(open_)


def _expected(lines: list[str], number: int) -> int:
    """The column at which a line is to begin: that of the line above, or two more where that one opens something."""
    above = _above(lines, number)
    if above is None:
        return 0
    before = lines[above].expandtabs(4)
    level = max(_levels([before]))
    return level + 2 if before.rstrip().endswith(":") else level


def _above(lines: list[str], number: int) -> int | None:
    """The line above that says something."""
    return next((each for each in range(number - 1, -1, -1)
                 if lines[each].strip() and not lines[each].strip().startswith("#")), None)


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())
