"""The library of the network, and one's own material in it."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from lms.accounts.access import Rule, access
from lms.audit.services import note
from lms.errors import NotFound
from lms.extensions import db
from lms.files.checking import check
from lms.files.kinds import MOST_BYTES, Checked, Fault, FileRefused
from lms.files.words import fault_words
from lms.i18n import gettext as _
from lms.i18n import language
from lms.library import queries, services, words
from lms.library.forms import MaterialForm
from lms.library.models import Kind, Licence, Material, MaterialVersion, State
from lms.library.services import Words
from lms.library.showing import choices, kit_languages, kits, send
from lms.network.queries import OwnSeat, own_seats
from lms.uploads import let_through

bp = Blueprint("library", __name__, url_prefix="/materials")

PAGE = 24
_TAKES_FILES = {"library.create", "library.save"}


@bp.url_value_preprocessor
def _let_files_through(endpoint: str | None, values: dict[str, Any] | None) -> None:
    if endpoint in _TAKES_FILES:
        back = url_for("library.edit" if values else "library.new", **(values or {}))
        let_through(MOST_BYTES, refusal=fault_words(Fault.TOO_LARGE), back=back)


def _seats() -> list[OwnSeat]:
    return own_seats(current_user.id)


def _own_ids() -> list[int]:
    return sorted({seat.organisation_id for seat in _seats()})


def _member() -> list[int]:
    """The own organisations. Raises NotFound for who is neither POCO nor of the staff."""
    ids = _own_ids()
    if not ids and not current_user.has_insight:
        raise NotFound
    return ids


def _own_material(public_id: str) -> Material:
    """Material of the own organisation. Raises NotFound."""
    material = queries.material_by(public_id)
    if material.organisation_id not in _own_ids():
        raise NotFound
    return material


def _visible(public_id: str) -> tuple[Material, list[MaterialVersion], bool]:
    """Material with the versions that the reader may see, the newest first, and whether it is
    their own: others see only what is in the library. Raises NotFound."""
    ids, material = _member(), queries.material_by(public_id)
    versions = queries.versions(material.id)
    own = material.organisation_id in ids
    if not own:
        shown = material.withdrawn_at is None
        versions = [v for v in versions if shown and v.state == State.ACCEPTED.value]
    if not versions:
        raise NotFound
    return material, versions, own


@bp.get("")
@access(Rule.SIGNED_IN)
def index() -> ResponseReturnValue:
    ids = _member()
    asked = {name: request.args.get(name, "").strip() for name in ("q", "kind", "kit", "lang")}
    filters = queries.Filters(asked["q"], asked["kind"], asked["kit"], asked["lang"])
    total = queries.count_shared(filters)
    pages = max(1, -(-total // PAGE))
    number = request.args.get("page", 1, type=int)
    if not 1 <= number <= pages:
        raise NotFound
    by_use = request.args.get("sort") == "use"
    kept = {name: value for name, value in asked.items() if value}
    if by_use:
        kept["sort"] = "use"
    return render_template(
        "library/index.html",
        cards=queries.shared(filters, by_use=by_use, offset=(number - 1) * PAGE, limit=PAGE),
        total=total,
        page=number,
        pages=pages,
        url_for_page=lambda page: url_for("library.index", page=page, **kept),
        asked=asked,
        sort="use" if by_use else "",
        may_share=bool(ids),
        **choices(),
    )


@bp.get("/own")
@access(Rule.SIGNED_IN)
def own() -> ResponseReturnValue:
    ids = _own_ids()
    if not ids:
        raise NotFound
    return render_template("library/own.html", cards=queries.own(ids), **choices())


@bp.get("/<material>")
@access(Rule.SIGNED_IN)
def material(material: str) -> ResponseReturnValue:
    found, versions, own = _visible(material)
    version = versions[0]
    ids = _own_ids()
    return render_template(
        "library/material.html",
        material=found,
        version=version,
        card=queries.card_of(found.id, version.number),
        accepted=next((v for v in versions if v.state == State.ACCEPTED.value), None),
        own=own,
        said=queries.used_by(found.id, ids),
        may_use=bool(ids) and not own and version.state == State.ACCEPTED.value,
        **choices(),
    )


@bp.get("/<material>/<int:number>/<what>")
@access(Rule.SIGNED_IN)
def file(material: str, number: int, what: str) -> ResponseReturnValue:
    """The file, or its small picture."""
    _found, versions, _own = _visible(material)
    version = next((v for v in versions if v.number == number), None)
    if version is None:
        raise NotFound
    return send(version, what)


@bp.get("/new")
@access(Rule.SIGNED_IN)
def new() -> ResponseReturnValue:
    form = _form(formdata=None, kit=request.args.get("kit", ""), language=language())
    return render_template("library/form.html", form=form, material=None)


@bp.post("/new")
@access(Rule.SIGNED_IN)
def create() -> ResponseReturnValue:
    form = _form()
    file = _read(form, needed=True)
    if form.errors:
        return render_template("library/form.html", form=form, material=None), 422
    seat = next(s for s in _seats() if s.organisation_key == form.organisation.data)
    made = services.share(
        organisation_id=seat.organisation_id, by=current_user.id, words=_words(form), file=file
    )
    note("material.changed", subject=made.public_id)
    db.session.commit()
    return redirect(url_for("library.material", material=made.public_id))


@bp.get("/<material>/edit")
@access(Rule.SIGNED_IN)
def edit(material: str) -> ResponseReturnValue:
    found = _own_material(material)
    last = queries.versions(found.id)[0]
    form = _form(
        formdata=None,
        kind=last.kind,
        text=last.text,
        title=last.title,
        description=last.description,
        language=last.language,
        kit=last.kit,
        licence=last.licence,
        named=found.named,
    )
    return render_template("library/form.html", form=form, material=found, last=last)


@bp.post("/<material>/edit")
@access(Rule.SIGNED_IN)
def save(material: str) -> ResponseReturnValue:
    found = _own_material(material)
    last = queries.versions(found.id)[0]
    form = _form()
    file = _read(form, needed=last.file_id is None)
    if form.errors:
        return render_template("library/form.html", form=form, material=found, last=last), 422
    services.change(material=found, by=current_user.id, words=_words(form), file=file)
    note("material.changed", subject=found.public_id)
    db.session.commit()
    return redirect(url_for("library.material", material=found.public_id))


@bp.post("/<material>/<what>")
@access(Rule.SIGNED_IN)
def move(material: str, what: str) -> ResponseReturnValue:
    """Send in, take out of the library, or remove for good."""
    found = _own_material(material)
    if what not in {"submit", "withdraw", "remove"}:
        raise NotFound
    note(f"material.{what}", subject=found.public_id)
    if what == "remove":
        services.remove(material=found)
        db.session.commit()
        flash(_("The material was removed."))
        return redirect(url_for("library.own"))
    if what == "submit":
        services.submit(material=found)
        flash(_("Sent in. The programme team looks at it before others see it."))
    else:
        services.withdraw(material=found)
        flash(_("The material is no longer in the library."))
    db.session.commit()
    return redirect(url_for("library.material", material=found.public_id))


@bp.post("/<material>/use")
@access(Rule.SIGNED_IN)
def use(material: str) -> ResponseReturnValue:
    found, _versions, own = _visible(material)
    ids = _own_ids()
    if own or not ids:
        raise NotFound
    helpful = {"yes": True, "no": False}.get(request.form.get("helpful", ""))
    for organisation_id in ids:
        services.use(material=found, organisation_id=organisation_id, helpful=helpful)
    db.session.commit()
    flash(_("Thank you. Others see how often it was used, never by whom."))
    return redirect(url_for("library.material", material=found.public_id))


def _form(**values: Any) -> MaterialForm:
    """The form with the choices of today. Raises NotFound for who has nothing to share with."""
    seats = _seats()
    if not seats:
        raise NotFound
    form = MaterialForm(**values)
    form.language.choices = [(lang, name) for lang, name in kit_languages().items()]
    form.kit.choices = [("", _("No kit in particular")), *kits().items()]
    organisations = {seat.organisation_key: seat.organisation for seat in seats}
    form.organisation.choices = list(organisations.items())
    if form.organisation.data not in organisations:
        form.organisation.data = next(iter(organisations))
    form.kind.choices = list(words.kind_words().items())
    form.licence.choices = list(words.licence_words().items())
    return form


def _read(form: MaterialForm, *, needed: bool) -> Checked | None:
    """Judge the form and the file in it; what is wrong stands at its field."""
    form.validate()
    sent = request.files.get("file")
    if form.kind.data == Kind.EXAMPLE.value:
        return None
    problem = ""
    checked = None
    if sent is None or not sent.filename:
        problem = _("Choose a file.") if needed else ""
    else:
        try:
            checked = check(sent.read(MOST_BYTES + 1))
        except FileRefused as refused:
            problem = fault_words(refused.fault)
    if problem:
        form.file.errors = [*form.file.errors, problem]
    return checked


def _words(form: MaterialForm) -> Words:
    return Words(
        kind=Kind(form.kind.data),
        title=form.title.data or "",
        description=form.description.data or "",
        text=form.text.data or "",
        language=form.language.data,
        licence=Licence(form.licence.data),
        kit=form.kit.data,
        named=bool(form.named.data),
    )
