"""contacts.md and glossary.md: facts first, so that every text can link to them; HTML after."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from lms.content.documents import Document, Part, expect_no_text, split_parts
from lms.content.links import TermFacts
from lms.content.outline import CONTACTS, GLOSSARY
from lms.content.problems import Report
from lms.content.schemas import ContactsMeta, GlossaryMeta, TitleMeta
from lms.content.shelf import Shelf
from lms.content.types import LANGUAGES, SOURCE_LANGUAGE, Contact, Contacts, Term
from lms.grading.items.attributes import Braces, is_key, split_braces

_FIELDS = ("name", "phone", "url", "email", "hours")
_LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")
_SHORT_AREA = ("0800", "0900", "0906", "0909")


def read_contacts(shelf: Shelf) -> dict[str, Contacts]:
    documents = dict(shelf.versions(CONTACTS))
    if SOURCE_LANGUAGE not in documents:
        if CONTACTS not in shelf.tree.files:
            shelf.report(CONTACTS).warning(1, "this file is missing: it says where to report")
        return {lang: Contacts(lang, "", "", None, ()) for lang in LANGUAGES}
    source = documents[SOURCE_LANGUAGE]
    meta = source.meta(ContactsMeta)
    facts = _contact_facts(source, {})
    for lang in LANGUAGES:
        document = documents.get(lang)
        mine = _contact_facts(document, facts) if document and document is not source else {}
        shelf.contacts[lang] = {**facts, **mine}
    found: dict[str, Contacts] = {}
    for lang in LANGUAGES:
        document = documents.get(lang)
        if document is None:
            found[lang] = found[SOURCE_LANGUAGE]
            continue
        title = meta if document is source else document.meta(TitleMeta)
        entries = _entries(shelf, lang, document, found)
        found[lang] = Contacts(
            lang=lang,
            title=title.title if title else "",
            intro=_intro(shelf, lang, document),
            checked=meta.checked if meta else None,
            entries=entries,
        )
    return found


def _intro(shelf: Shelf, lang: str, document: Document) -> str:
    text = split_parts(document)[0]
    context = shelf.context(lang, document, document.body)
    return shelf.renderers[lang].part(text, context) if text else ""


def _entries(
    shelf: Shelf, lang: str, document: Document, found: Mapping[str, Contacts]
) -> tuple[Contact, ...]:
    """Entries in the Dutch order; one that is not translated stays Dutch."""
    html = {_id(part): _html(shelf, lang, document, part) for part in split_parts(document)[1]}
    source = found.get(SOURCE_LANGUAGE)
    originals = {entry.id: entry for entry in source.entries} if source else {}
    return tuple(
        replace(fact, html=html[key]) if key in html else originals[key]
        for key, fact in shelf.contacts[lang].items()
    )


def _contact_facts(document: Document, originals: Mapping[str, Contact]) -> dict[str, Contact]:
    facts: dict[str, Contact] = {}
    lang = "en" if document.path.endswith(".en.md") else SOURCE_LANGUAGE
    for part in split_parts(document)[1]:
        braces = split_braces(part.heading)
        if not _check_heading(part, braces, set(facts), originals, document.report):
            continue
        original = originals.get(braces.id)
        values = {
            name: braces.values.get(name) or (getattr(original, name) if original else "")
            for name in _FIELDS
        }
        _check_values(part.line, braces, values, original, document.report)
        facts[braces.id] = Contact(
            id=braces.id, title=braces.text, html="", tel=dial(values["phone"]), lang=lang, **values
        )
    return facts


def _check_heading(
    part: Part,
    braces: Braces,
    seen: set[str],
    originals: Mapping[str, object],
    report: Report,
) -> bool:
    if not braces.id:
        report.error(part.line, "this heading has no id: put one behind it, like {#my-id}")
    elif not is_key(braces.id):
        report.error(
            part.line, f"the id '{braces.id}' is not usable: small letters, digits and hyphens only"
        )
    elif braces.id in seen:
        report.error(part.line, f"the id '{braces.id}' is used twice: choose another")
    elif originals and braces.id not in originals:
        report.error(part.line, f"'{braces.id}' is not in the Dutch file")
    elif not braces.text:
        report.error(part.line, "this heading has no text")
    else:
        return True
    return False


def _check_values(
    line: int, braces: Braces, values: dict[str, str], original: Contact | None, report: Report
) -> None:
    for name in (*(set(braces.values) - set(_FIELDS)), *braces.junk):
        report.error(line, f"'{name}' is not known behind a contact: use {', '.join(_FIELDS)}")
    if values["url"] and not values["url"].startswith("https://"):
        report.error(line, f"'{values['url']}' is not a safe address: begin with https://")
    if values["phone"] and not dial(values["phone"]):
        report.error(line, f"'{values['phone']}' is not a phone number")
    if values["email"] and "@" not in values["email"]:
        report.error(line, f"'{values['email']}' is not an e-mail address")
    if original and values["phone"] and dial(values["phone"]) != original.tel:
        report.error(line, f"the phone number differs from the Dutch file ({original.phone})")


def dial(phone: str) -> str:
    """A number as a phone dials it: +31… where that works, else the digits (112, 0800, 14…)."""
    if phone.strip().startswith("+"):
        phone = phone.replace("(0)", "")
    digits = re.sub(r"\D", "", phone)
    if phone.strip().startswith("+"):
        return f"+{digits}" if digits else ""
    if digits.startswith("00"):
        return f"+{digits[2:]}"
    if len(digits) == 10 and digits.startswith("0") and not digits.startswith(_SHORT_AREA):
        return f"+31{digits[1:]}"
    return digits


def read_glossary(shelf: Shelf) -> dict[str, dict[str, Term]]:
    documents = dict(shelf.versions(GLOSSARY))
    parts: dict[str, dict[str, Part]] = {}
    for lang, document in documents.items():
        _check_glossary(document)
        known = parts.get(SOURCE_LANGUAGE, {})
        parts[lang] = _terms(document, {key: key for key in known})
    source = parts.get(SOURCE_LANGUAGE, {})
    for lang in LANGUAGES:
        mine = {key: parts.get(lang, {}).get(key, part) for key, part in source.items()}
        shelf.terms[lang] = {key: _facts(part) for key, part in mine.items()}
    found: dict[str, dict[str, Term]] = {}
    for lang in LANGUAGES:
        found[lang] = {}
        for key in source:
            own = parts.get(lang, {}).get(key)
            if own is None:
                found[lang][key] = found[SOURCE_LANGUAGE][key]
                continue
            html = _html(shelf, lang, documents[lang], own)
            found[lang][key] = Term(key, split_braces(own.heading).text, html, lang)
    return found


def _check_glossary(document: Document) -> None:
    document.meta(GlossaryMeta)
    intro, _ = split_parts(document)
    if intro:
        expect_no_text(document)


def _terms(document: Document, originals: Mapping[str, object]) -> dict[str, Part]:
    terms: dict[str, Part] = {}
    for part in split_parts(document)[1]:
        braces = split_braces(part.heading)
        if _check_heading(part, braces, set(terms), originals, document.report):
            terms[braces.id] = part
        if not part.text.strip():
            document.report.error(
                part.line, "this term has no text: say in one paragraph what it is"
            )
        elif "\n\n" in part.text.strip():
            document.report.warning(part.line, "a term is one short paragraph: make this shorter")
    return terms


def _facts(part: Part) -> TermFacts:
    plain = _LINK.sub(r"\1", part.text).replace("*", "").replace("`", "")
    return TermFacts(split_braces(part.heading).text, " ".join(plain.split()))


def _html(shelf: Shelf, lang: str, document: Document, part: Part) -> str:
    context = shelf.context(lang, document, "")
    context.lines = list(enumerate(part.source.split("\n"), start=part.line))
    return shelf.renderers[lang].part(part.text, context) if part.text.strip() else ""


def _id(part: Part) -> str:
    return split_braces(part.heading).id
