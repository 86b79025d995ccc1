"""What may stand in the front matter of each kind of file. Unknown keys are refused."""

from __future__ import annotations

from datetime import date
from typing import Annotated, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300)]
Slug = Annotated[
    str,
    StringConstraints(strip_whitespace=True, pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60),
]


class Strict(BaseModel):
    translation: ClassVar[bool] = False

    model_config = ConfigDict(extra="forbid", frozen=True, coerce_numbers_to_str=True)


class Completion(Strict):
    modules: Literal["all"] = "all"
    meetings: tuple[Slug, ...] = ()


class CourseMeta(Strict):
    """`minutes` is how long all that is required is meant to take; advice holds it to that."""

    title: Line
    summary: Line
    due_days: int | None = Field(default=None, ge=1, le=3650)
    minutes: int | None = Field(default=None, ge=1, le=6000)
    themes: dict[Slug, Line] = {}
    completion: Completion = Completion()


class ModuleMeta(Strict):
    title: Line
    summary: Line
    theme: Slug
    quiz: Slug | None = None
    image: Line | None = None
    optional: bool = False


class LessonMeta(Strict):
    title: Line
    minutes: int = Field(ge=1, le=240)
    summary: Line
    image: Line | None = None
    checked: date | None = None
    sources: tuple[Line, ...] = ()


class ExerciseMeta(LessonMeta):
    optional: bool = False


class MeetingMeta(Strict):
    """What a learner reads about a training day before going there."""

    title: Line
    summary: Line
    checked: date | None = None
    sources: tuple[Line, ...] = ()


class QuizMeta(Strict):
    title: Line
    pass_mark: int = Field(default=70, ge=0, le=100)
    draw: int | None = Field(default=None, ge=1)
    attempts: int | None = Field(default=None, ge=1)
    wait_hours: int | None = Field(default=None, ge=0)
    confidence: bool = False


class ScanMeta(Strict):
    title: Line
    summary: Line
    why: Line
    asks: dict[Slug, Line] = {}
    minutes: int = Field(ge=1, le=240)
    checked: date | None = None
    sources: tuple[Line, ...] = ()


class PlanMeta(Strict):
    title: Line
    summary: Line
    checked: date | None = None
    sources: tuple[Line, ...] = ()


class ContactsMeta(Strict):
    title: Line
    checked: date


class CardStepMeta(Strict):
    title: Line
    text: Line


class CardWords(Strict):
    """What stands above and below the numbers."""

    routes: Line
    own: Line
    checked: Line
    note: Line


class GlossaryMeta(Strict):
    title: Line


class TitleMeta(Strict):
    """The translation of a quiz, the contacts or the glossary: the rest comes from the Dutch."""

    translation: ClassVar[bool] = True

    title: Line


class TextsMeta(TitleMeta):
    """The translation of a lesson, module, plan or training day."""

    summary: Line


class CourseTextsMeta(TextsMeta):
    themes: dict[Slug, Line] = {}


class ScanTextsMeta(TextsMeta):
    why: Line
    asks: dict[Slug, Line] = {}


class CardTextsMeta(TextsMeta):
    """A translation of the reporting card: everything but its theme."""

    steps: dict[Slug, CardStepMeta]
    routes: dict[Slug, Line]
    words: CardWords


class CardMeta(CardTextsMeta):
    translation: ClassVar[bool] = False

    theme: Slug


class KitWordsMeta(Strict):
    """What phone, projector and hand-outs say; `name` is what the language calls itself."""

    name: Line
    words: dict[Annotated[str, StringConstraints(pattern=r"^[a-z0-9_]+$")], Line]


class KitTextsMeta(TextsMeta):
    """The translation of a training kit."""

    audience: Line
    goal: Line
    remember: tuple[Line, Line, Line]
    follow_up: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]


class KitMeta(KitTextsMeta):
    translation: ClassVar[bool] = False

    minutes: int = Field(ge=5, le=60)
    version: Annotated[str, StringConstraints(pattern=r"^[0-9]+(\.[0-9]+)*$", max_length=12)]
    day: date
    image: Line | None = None
    gain: tuple[Slug, ...] = ()
    next: tuple[Slug, ...] = ()
    checked: date | None = None
    sources: tuple[Line, ...] = ()
