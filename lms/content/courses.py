"""A course: its front matter, its modules in order, their lessons and quizzes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from lms.content.documents import Document, expect_no_text
from lms.content.exercises import KINDS, ExerciseDraft, open_exercise, render_exercise
from lms.content.lessons import LessonDraft, front_image, open_lesson, render_lesson
from lms.content.links import Places
from lms.content.meetings import check_meeting_pages, read_meeting_pages
from lms.content.outline import CourseFolder, ModuleFolder, StepFile
from lms.content.problems import Report
from lms.content.quizzes import read_quiz
from lms.content.schemas import CourseMeta, CourseTextsMeta, ModuleMeta, TextsMeta
from lms.content.shelf import Shelf
from lms.content.tool_files import read_plan, read_scan
from lms.content.types import (
    LANGUAGES,
    SOURCE_LANGUAGE,
    Course,
    MeetingPage,
    Module,
    Quiz,
    Step,
    Term,
    Theme,
)


@dataclass(slots=True)
class _ModuleDraft:
    folder: ModuleFolder
    document: Document
    meta: ModuleMeta
    texts: dict[str, TextsMeta | ModuleMeta]
    steps: list[LessonDraft | ExerciseDraft] = field(default_factory=list)


def read_course(
    shelf: Shelf, folder: CourseFolder, terms: dict[str, dict[str, Term]]
) -> dict[str, Course]:
    """The course in every language; empty when its own file cannot be used."""
    meta, texts = _open_course(shelf, folder)
    drafts = _open_modules(shelf, folder)
    steps = [step for module in drafts for step in module.steps]
    places = _places(folder, steps)
    quizzes = {slug: read_quiz(shelf, folder, slug, places) for slug in sorted(folder.quizzes)}
    rendered: dict[str, Mapping[str, Step]] = {
        step.file.path: (
            render_lesson(shelf, step, places, terms)
            if isinstance(step, LessonDraft)
            else render_exercise(shelf, step, places, terms)
        )
        for step in steps
    }
    scans, plans = read_scan(shelf, folder, places), read_plan(shelf, folder, places)
    _check_quizzes(shelf, folder, drafts)
    pages = read_meeting_pages(shelf, folder, places, terms)
    if meta is None:
        return {}
    check_meeting_pages(shelf, folder, meta.completion.meetings)
    _check_themes(shelf, folder, meta, drafts)
    return {
        lang: replace(
            _course(shelf, folder.slug, lang, meta, texts, drafts, rendered, quizzes, pages),
            scan=scans.get(lang),
            plan=plans.get(lang),
        )
        for lang in LANGUAGES
    }


def _places(folder: CourseFolder, steps: list[LessonDraft | ExerciseDraft]) -> Places:
    exercises: dict[str, set[str]] = {kind: set() for kind in KINDS}
    for step in steps:
        if isinstance(step, ExerciseDraft):
            exercises[step.kind.name].add(step.file.slug)
    return Places(
        folder.slug,
        {step.file.slug: step.sections for step in steps if isinstance(step, LessonDraft)},
        frozenset(folder.quizzes),
        {kind: frozenset(slugs) for kind, slugs in exercises.items()},
        frozenset(folder.tools),
        frozenset(folder.meetings),
    )


def _open_course(
    shelf: Shelf, folder: CourseFolder
) -> tuple[CourseMeta | None, dict[str, CourseTextsMeta | CourseMeta]]:
    meta: CourseMeta | None = None
    texts: dict[str, CourseTextsMeta | CourseMeta] = {}
    if folder.path not in shelf.tree.files:
        shelf.report(folder.path).error(1, "this file is missing: it gives the course its title")
    for lang, document in shelf.versions(folder.path):
        expect_no_text(document)
        if lang == SOURCE_LANGUAGE:
            meta = document.meta(CourseMeta)
            if meta:
                texts[lang] = meta
            continue
        own = document.meta(CourseTextsMeta)
        if own:
            texts[lang] = own
            for theme in set(own.themes) - set(meta.themes if meta else own.themes):
                document.report.error(
                    document.line_of(theme), f"theme '{theme}' is not in the Dutch file"
                )
    return meta, texts


def _open_modules(shelf: Shelf, folder: CourseFolder) -> list[_ModuleDraft]:
    drafts: list[_ModuleDraft] = []
    steps: dict[str, str] = {}
    modules: dict[str, str] = {}
    if not folder.modules:
        shelf.report(folder.path).error(1, "this course has no modules: add a folder 10-my-module")
    for module in folder.in_order():
        path = f"{module.folder}/module.md"
        _once(modules, module.slug, path, "module", shelf.report(path))
        draft = _open_module(shelf, module, path)
        for file in module.steps:
            _once(steps, file.slug, file.path, file.kind or "lesson", shelf.report(file.path))
            step = _open_step(shelf, module.slug, file)
            if draft is not None and step is not None:
                draft.steps.append(step)
        if draft is not None:
            drafts.append(draft)
    return drafts


def _open_step(shelf: Shelf, module: str, file: StepFile) -> LessonDraft | ExerciseDraft | None:
    if file.kind:
        return open_exercise(shelf, module, file, KINDS[file.kind])
    return open_lesson(shelf, module, file)


def _open_module(shelf: Shelf, module: ModuleFolder, path: str) -> _ModuleDraft | None:
    if path not in shelf.tree.files:
        shelf.report(path).error(1, "this file is missing: it gives the module its title")
        return None
    draft: _ModuleDraft | None = None
    for lang, document in shelf.versions(path):
        expect_no_text(document)
        if lang == SOURCE_LANGUAGE:
            meta = document.meta(ModuleMeta)
            draft = _ModuleDraft(module, document, meta, {lang: meta}) if meta else None
            continue
        texts = document.meta(TextsMeta)
        if draft is not None and texts is not None:
            draft.texts[lang] = texts
    return draft


def _once(seen: dict[str, str], slug: str, path: str, kind: str, report: Report) -> None:
    if slug in seen:
        report.error(1, f"the {kind} '{slug}' exists already in {seen[slug]}: choose another name")
    seen.setdefault(slug, path)


def _check_quizzes(shelf: Shelf, folder: CourseFolder, drafts: list[_ModuleDraft]) -> None:
    used: dict[str, str] = {}
    for draft in drafts:
        report, quiz = draft.document.report, draft.meta.quiz
        if not draft.folder.steps and not quiz:
            report.error(1, "this module has no lessons: add a file 10-my-lesson.md beside it")
        if quiz is None:
            continue
        line = draft.document.line_of("quiz")
        if quiz not in folder.quizzes:
            report.error(line, f"there is no file quizzes/{folder.slug}/{quiz}.md")
        if quiz in used:
            report.error(line, f"quiz '{quiz}' belongs to module '{used[quiz]}' already")
        used.setdefault(quiz, draft.folder.slug)
    for slug in sorted(set(folder.quizzes) - set(used)):
        shelf.report(folder.quizzes[slug]).warning(1, "no module uses this quiz: it is not shown")


def _check_themes(
    shelf: Shelf, folder: CourseFolder, meta: CourseMeta, drafts: list[_ModuleDraft]
) -> None:
    for draft in drafts:
        if draft.meta.theme not in meta.themes:
            draft.document.report.error(
                draft.document.line_of("theme"),
                f"theme '{draft.meta.theme}' is not in course.md: use {', '.join(meta.themes)}",
            )
    for theme in sorted(set(meta.themes) - {draft.meta.theme for draft in drafts}):
        shelf.report(folder.path).warning(1, f"no module belongs to theme '{theme}'")


def _course(
    shelf: Shelf,
    slug: str,
    lang: str,
    meta: CourseMeta,
    texts: dict[str, CourseTextsMeta | CourseMeta],
    drafts: list[_ModuleDraft],
    steps: Mapping[str, Mapping[str, Step]],
    quizzes: dict[str, dict[str, Quiz]],
    pages: dict[str, dict[str, MeetingPage]],
) -> Course:
    own = texts.get(lang, meta)
    return Course(
        slug=slug,
        lang=lang if lang in texts else SOURCE_LANGUAGE,
        title=own.title,
        summary=own.summary,
        due_days=meta.due_days,
        themes=tuple(Theme(id, own.themes.get(id, name)) for id, name in meta.themes.items()),
        modules=tuple(_module(shelf, slug, lang, draft, steps, quizzes) for draft in drafts),
        meetings=meta.completion.meetings,
        modules_rule=meta.completion.modules,
        minutes=meta.minutes,
        meeting_pages=tuple(pages[k][lang] for k in meta.completion.meetings if k in pages),
    )


def _module(
    shelf: Shelf,
    course: str,
    lang: str,
    draft: _ModuleDraft,
    steps: Mapping[str, Mapping[str, Step]],
    quizzes: dict[str, dict[str, Quiz]],
) -> Module:
    own = draft.texts.get(lang, draft.meta)
    return Module(
        slug=draft.folder.slug,
        number=draft.folder.number,
        lang=lang if lang in draft.texts else SOURCE_LANGUAGE,
        title=own.title,
        summary=own.summary,
        theme=draft.meta.theme,
        image=front_image(shelf, draft.document, draft.meta.image, course),
        steps=tuple(found[lang] for step in draft.steps if (found := steps[step.file.path])),
        quiz=quizzes.get(draft.meta.quiz or "", {}).get(lang),
        optional=draft.meta.optional,
    )
