"""What a return is, as a pydantic schema: `Return` and its parts, made for a form from its own columns and rows.

The form says what each cell takes; the types here say what that means: a date from one day to another, one choice of
a list, so many characters, a whole number of zero or more.  `return_schema` puts them together for one form, so that
one validation judges a whole return as plain data: rows by their keys, and the figures of a row as one list.  JSON
Schema is written from the same types.  What needs more than one cell, or the record, is a check and not said here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import reduce
from operator import or_
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, GetCoreSchemaHandler, TypeAdapter, create_model
from pydantic.json_schema import GenerateJsonSchema
from pydantic_core import CoreSchema, core_schema

from scpxl.model.record import KeptBeside
from scpxl.returns.answers import FIGURES, NumberKind, Window, answer_type, kind_taken
from scpxl.returns.form import (
    TEMPLATE_VERSION,
    Answer,
    FormColumn,
    FormTable,
    Part,
    Question,
    ReturnForm,
    Row,
)


class Return(BaseModel):
    """What one partner returns for one period: whose it is, and a part for each sheet of its form.

    `return_schema` gives the class for one form, in which each part holds what that form asks: `start` the answers to
    its questions by key; `measures`, `wards` and `breakdowns` their rows by key, each with its `figures` in order of
    the months it is open for; `actions` a list of rows; `commentary` the words by objective.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    template: str = Field(title="Form version")
    framework: str = Field(title="Framework", description="The framework the form was issued under.")
    partner: str = Field(title="Partner code")
    period: str = Field(title="Period")


_Fields = dict[str, core_schema.TypedDictField]


class _Answers:
    """Tells pydantic what Start holds: an answer to each of its questions."""

    def __init__(self, form: ReturnForm) -> None:
        self._form = form

    def __get_pydantic_core_schema__(self, _source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return _record(_fields(self._form.questions, self._form.date_window, handler))


class _Rows:
    """Tells pydantic what a table holds: its rows by their keys, or one after the other where a partner adds them."""

    def __init__(self, table: FormTable, window: Window) -> None:
        self._table, self._window = table, window

    def __get_pydantic_core_schema__(self, _source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        words = _fields(text_columns(self._table), self._window, handler)
        if not self._table.rows:
            return core_schema.list_schema(_record(words))
        by_key: dict[str, Any] = {}
        for row in self._table.rows:
            branch = by_key
            for part in row.key[:-1]:
                branch = branch.setdefault(part, {})
            branch[row.key[-1]] = row

        def branch_of(of: Mapping[str, Any], said: Mapping[str, str] | None = None) -> CoreSchema:
            fields = {}
            for key, under in of.items():
                is_row = isinstance(under, Row)
                made = self._row(under, words, handler) if is_row else branch_of(under, _words_about(under))
                fields[key] = core_schema.typed_dict_field(made)
            return _record(fields, said)

        return branch_of(by_key)

    def _row(self, row: Row, words: _Fields, handler: GetCoreSchemaHandler) -> CoreSchema:
        labels = [text for key, text in row.labels.items() if key not in {c.key for c in self._table.keys}]
        said = {"title": ", ".join(dict.fromkeys(filter(None, labels)))}
        if not self._table.months:
            return _record(words, said)
        months = tuple(c.heading for c in self._table.months if self._table.is_open(row, c))
        figures = core_schema.typed_dict_field(_figures(kind_taken(self._table, row), months, handler))
        return _record({"figures": figures, **words}, said)


def _words_about(rows: Mapping[str, Any]) -> Mapping[str, str]:
    """Return what the rows under one key are all of: the measure, by its title and definition."""
    under = next(iter(rows.values()))
    if not isinstance(under, Row):
        return _words_about(under)
    definition = under.indicator.definition if under.indicator is not None else ""
    return {"title": under.labels.get("title", ""), "description": definition}


def text_columns(table: FormTable) -> tuple[FormColumn, ...]:
    """Return the columns of a table that take an answer which is no figure."""
    return tuple(c for c in table.columns if c.month is None and c.answer is not Answer.LABEL)


# A core schema has no state: what was made of a type once serves every form.
_of_answers: dict[tuple[FormColumn | Question, Window], core_schema.TypedDictField] = {}
_of_kinds: dict[NumberKind, CoreSchema] = {}


def _fields(asked: Sequence[FormColumn | Question], window: Window, handler: GetCoreSchemaHandler) -> _Fields:
    for one in asked:
        if (one, window) not in _of_answers:
            required = one.required or (isinstance(one, FormColumn) and one.is_key)
            made = handler.generate_schema(answer_type(one, window))
            _of_answers[one, window] = core_schema.typed_dict_field(made, required=required)
    return {one.key: _of_answers[one, window] for one in asked}


def _figures(kind: NumberKind, months: tuple[str, ...], handler: GetCoreSchemaHandler) -> CoreSchema:
    if kind not in _of_kinds:
        _of_kinds[kind] = handler.generate_schema(FIGURES[kind])
    said = {"title": "Figures", "description": f"In this order: {', '.join(months)}."}
    return core_schema.list_schema(
        _of_kinds[kind],
        min_length=len(months),
        max_length=len(months),
        metadata={"pydantic_js_updates": said},
    )


def _record(fields: _Fields, said: Mapping[str, str] | None = None) -> CoreSchema:
    """Return the schema of an object of these fields and no others; `said` is its title and description."""
    words = {"pydantic_js_updates": {key: text for key, text in (said or {}).items() if text}}
    return core_schema.typed_dict_schema(fields, extra_behavior="forbid", metadata=words)


def return_schema(form: ReturnForm) -> type[Return]:
    """Return the class of the returns that fill in a form: each part as the form asks for it.

    `model_validate` judges a return whole, and `model_json_schema` says the same to another program.
    """
    parts: dict[str, Any] = {
        "template": (Literal[TEMPLATE_VERSION], Field(title="Form version")),
        "partner": (Literal[form.partner.code], Field(title="Partner code", description=form.partner.name)),
        "period": (Literal[str(form.period)], Field(title="Period", description=form.period.title)),
        "start": (
            Annotated[dict[str, Any], _Answers(form)],
            Field(title="Start", description="Who signs it off, and where there is nothing to report."),
        ),
    }
    parts |= {
        part_name(table): (
            Annotated[dict[str, Any] if table.rows else list[Any], _Rows(table, form.date_window)],
            Field(title=table.title, description=table.guidance),
        )
        for table in form.tables
    }
    doc = f"What {form.partner.name} returns for {form.period.title}."
    return create_model(f"Return of {form.partner.code}", __base__=Return, __doc__=doc, **parts)


def json_schema(forms: Sequence[ReturnForm]) -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of a return that fills in any one of the forms, told apart by partner."""
    made = tuple(map(return_schema, forms))
    of_any: Any = reduce(or_, made)
    if len(made) > 1:
        of_any = Annotated[of_any, Field(discriminator="partner")]
    adapter: TypeAdapter[Any] = TypeAdapter(of_any)
    return {"$schema": GenerateJsonSchema.schema_dialect, **adapter.json_schema()}


_MOST_KEPT = 256
_kept: dict[tuple[Any, ...], type[Return]] = {}


def schema_to_check(form: ReturnForm) -> type[Return]:
    """Return a class that takes the same returns as `return_schema`, its titles perhaps another form's.

    Making one takes about as long as reading a workbook, so that forms which ask for the same share it.
    """
    return _OF_FORM.of(form)


def _schema_of(form: ReturnForm) -> type[Return]:
    shape = _shape(form)
    if shape not in _kept:
        if len(_kept) >= _MOST_KEPT:
            _kept.clear()
        _kept[shape] = return_schema(form)
    return _kept[shape]


_OF_FORM = KeptBeside(_schema_of)


def _shape(form: ReturnForm) -> tuple[Any, ...]:
    """Return all that a form's types depend on: what its columns take is the same on every form, but for choices."""
    kinds: dict[tuple[str, Part], NumberKind] = {}
    rows: list[Any] = []
    for table in form.tables:
        rows.append(table.sheet)
        for row in table.rows:
            one = (row.key[0], row.part)
            if row.indicator is not None and one not in kinds:
                kinds[one] = kind_taken(table, row)
            rows.append((row.key, row.open_months, kinds.get(one)))
    return form.partner.code, form.period, form.lists, tuple(rows)


def part_name(table: FormTable) -> str:
    """Return what a table's part of a return is called."""
    return table.sheet.casefold()
