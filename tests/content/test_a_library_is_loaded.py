"""From files to objects, in two languages."""

from __future__ import annotations

from datetime import date

from lms.content import load_library
from lms.content.tree import Tree
from lms.grading.items import Item
from tests.content.samples import GOOD, LESSON, LESSON_PATH, QUIZ, QUIZ_PATH, library, load


def test_the_good_set_has_no_problems() -> None:
    assert [str(problem) for problem in load().problems] == []


def test_a_course_knows_its_order_minutes_and_rules() -> None:
    course = library().course("basis", "nl")
    assert course is not None
    assert course.activities == ("lesson/een-pallet", "lesson/zegel", "quiz/introductie")
    assert course.neighbours("lesson/een-pallet") == (None, "lesson/zegel")
    assert course.neighbours("lesson/zegel") == ("lesson/een-pallet", "quiz/introductie")
    assert course.neighbours("lesson/nergens") == (None, None)
    assert course.meetings == ("training-day-1", "training-day-2")
    assert (course.due_days, course.modules_rule) == (90, "all")
    module = course.module("introductie")
    assert module is not None
    assert (module.minutes, module.number, module.theme) == (11, 10, "start")


def test_a_training_day_has_a_page_of_its_own() -> None:
    path = "courses/basis/meetings/training-day-1.en.md"
    loaded = load({path: GOOD[path].replace("Dag samen", "A day").replace("Programma", "Plan")})
    assert loaded.library is not None
    course = loaded.library.course("basis", "en")
    assert course is not None
    page = course.meeting_page("training-day-1")
    assert page is not None
    assert (page.lang, page.title, [s.title for s in page.sections]) == ("en", "A day", ["Plan"])
    assert '/training/basis/lesson/zegel#nummer"' in page.html
    assert [term.id for term in page.terms] == ["katvanger"]
    assert course.meeting_page("training-day-9") is None


def test_a_quiz_carries_its_rules_and_questions() -> None:
    course = library().course("basis", "en")
    assert course is not None
    quiz = course.quiz("introductie")
    assert quiz is not None
    assert (quiz.title, quiz.pass_mark, quiz.draw) == ("Test", 0.7, 1)
    assert (quiz.attempts, quiz.wait_hours) == (3, 24)
    question = quiz.item("zegel")
    assert question is not None
    assert question.tags == ("transport", "zegel")
    assert quiz.item("nergens") is None


def test_a_lesson_is_html_with_its_questions_in_place() -> None:
    course = library().course("basis", "nl")
    assert course is not None
    lesson = course.lesson("een-pallet")
    assert lesson is not None
    kinds = ["item" if isinstance(part, Item) else "html" for part in lesson.segments]
    assert kinds == ["html", "item", "html"]
    assert [(s.id, s.title) for s in lesson.sections] == [("waar-let-je-op", "Waar let je op?")]
    assert [(t.id, t.html) for t in lesson.terms] == [
        ("katvanger", "<p>Iemand die op <strong>papier</strong> eigenaar is.</p>")
    ]
    assert lesson.image.startswith("/media/")
    assert lesson.image.endswith("/pallet.svg")


def test_a_missing_translation_falls_back_to_dutch_with_a_warning() -> None:
    loaded = load({LESSON_PATH.replace(".md", ".en.md"): None})
    assert [str(problem) for problem in loaded.problems] == [
        f"{LESSON_PATH}:1: warning: the translation 10-een-pallet.en.md is missing: Dutch is shown"
    ]
    assert loaded.library is not None
    course = loaded.library.course("basis", "en")
    assert course is not None
    lesson = course.lesson("een-pallet")
    assert lesson is not None
    assert (course.lang, lesson.lang, lesson.title) == ("en", "nl", "Een pallet")


def test_without_any_translation_everything_is_dutch() -> None:
    english: dict[str, str | bytes | None] = {path: None for path in GOOD if ".en." in path}
    course = library(english).course("basis", "en")
    assert course is not None
    assert course.lang == "nl"
    assert {lesson.lang for lesson in course.lessons} == {"nl"}
    assert library(english).contacts("en").lang == "nl"


def test_contacts_can_be_dialled() -> None:
    contacts = library().contacts("en")
    assert contacts.title == "Where do I report this?"
    assert contacts.checked == date(2026, 11, 23)
    assert [(c.id, c.phone, c.tel) for c in contacts.entries] == [
        ("emergency", "112", "112"),
        ("mma", "0800-7000", "08007000"),
    ]
    mma = contacts.get("mma")
    assert mma is not None
    assert mma.url == "https://www.meldmisdaadanoniem.nl"


def test_terms_and_media_can_be_looked_up() -> None:
    read = library()
    assert read.glossary("en")["katvanger"].title == "front man"
    media = read.media["courses/basis/media/pallet.svg"]
    assert (media.mime, media.width, media.height) == ("image/svg+xml", 320, 180)
    assert read.media_by_url[media.url.split("/")[2]] is media


def test_every_text_is_kept_by_its_hash() -> None:
    texts = library().texts
    kinds = sorted(f"{text.kind} {text.lang} {text.key}" for text in texts.values())
    assert "item nl basis/quiz/introductie/zegel" in kinds
    assert "lesson en basis/lesson/een-pallet" in kinds
    assert "item nl basis/lesson/een-pallet/wat" in kinds
    assert all(text.hash == key for key, text in texts.items())


def test_a_typo_in_a_question_does_not_change_the_lesson() -> None:
    def lesson_hash(text: str) -> str:
        course = library({LESSON_PATH: text}).course("basis", "nl")
        lesson = course.lesson("een-pallet") if course else None
        assert lesson is not None
        return lesson.hash

    assert lesson_hash(LESSON.replace("Akkoord geven.", "Akkoord.")) == lesson_hash(LESSON)
    assert lesson_hash(LESSON.replace("Bel terug.", "Bel gauw terug.")) != lesson_hash(LESSON)


def test_a_changed_question_changes_the_quiz() -> None:
    def quiz_hash(text: str) -> str:
        course = library({QUIZ_PATH: text}).course("basis", "nl")
        quiz = course.quiz("introductie") if course else None
        assert quiz is not None
        return quiz.hash

    assert quiz_hash(QUIZ.replace("Kleur.", "Geur.")) != quiz_hash(QUIZ)


def test_one_error_and_nothing_is_loaded() -> None:
    loaded = load({QUIZ_PATH: QUIZ.replace("draw: 1", "draw: 3")})
    assert loaded.library is None
    assert [str(problem) for problem in loaded.errors] == [
        f"{QUIZ_PATH}:4: draw is 3, but there are only 2 questions: draw fewer"
    ]


def test_the_same_files_give_the_same_tree_hash_in_any_order() -> None:
    files = {path: text.encode() for path, text in GOOD.items()}
    backwards = dict(reversed(files.items()))
    assert Tree.from_mapping(files).hash == Tree.from_mapping(backwards).hash
    first = load_library(Tree.from_mapping(files)).library
    assert first is not None
    assert first.tree_hash == Tree.from_mapping(files).hash


def test_an_empty_tree_is_an_empty_library() -> None:
    loaded = load_library(Tree.from_mapping({}))
    assert loaded.library is not None
    assert loaded.library.courses("nl") == ()
    assert loaded.library.contacts("nl").entries == ()
