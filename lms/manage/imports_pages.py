"""Organisations and POCOs from a spreadsheet: choosing a file, its check, its confirmation.

The check is carried on by the page of the upload, a portion per request: that works with the web
server alone, on any number of machines, and waits where it was when the page is closed.
"""

from __future__ import annotations

from typing import Any

from flask import (
    Response,
    current_app,
    flash,
    jsonify,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_login import current_user

from lms.accounts.access import Rule, access
from lms.audit.services import note
from lms.clock import local_date, utcnow
from lms.editions.store import shape_of
from lms.error_pages import wants_json
from lms.errors import NotFound
from lms.extensions import begin_reading, begin_writing, db
from lms.i18n import gettext as _
from lms.i18n import language, ngettext, number
from lms.i18n import lazy_gettext as _l
from lms.imports import checking, export, queries, services, template, words
from lms.imports.columns import Column
from lms.imports.models import Upload, UploadState
from lms.imports.outcomes import Fate
from lms.imports.queries import ROWS_PER_PAGE, Rights
from lms.imports.reading import MOST_BYTES
from lms.imports.rows import MOST_ROWS, Unreadable
from lms.insight.export import response as csv_response
from lms.insight.listing import read_choice
from lms.insight.loaders import basic_training
from lms.manage.blueprint import Section, bp, section
from lms.uploads import let_through

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

section(
    Section(
        place=60,
        label=_l("Import and export"),
        description=_l("Organisations and POCOs from a spreadsheet, and back into one"),
        endpoint="manage.imports",
        icon="file-text",
        attention=lambda: len(queries.open_uploads(current_user.id)),
    )
)


def my_rights() -> Rights:
    """The sites that who is signed in may write to."""
    return Rights(current_user.is_staff, current_user.sites)


@bp.url_value_preprocessor
def _let_files_through(endpoint: str | None, _values: dict[str, Any] | None) -> None:
    if endpoint == "manage.imports" and request.method == "POST":
        refusal = words.problem(Unreadable("too-large"))
        let_through(MOST_BYTES, refusal=refusal, back=url_for("manage.imports"))


@bp.route("/imports", methods=["GET", "POST"], endpoint="imports")
@access(Rule.MANAGE)
def imports() -> ResponseReturnValue:
    if request.method == "POST":
        return _receive()
    return _first_page()


def _first_page(problem: str = "") -> str:
    sites = queries.sites(my_rights())
    return render_template(
        "manage/imports.html",
        problem=problem,
        uploads=queries.open_uploads(current_user.id),
        sites=sites,
        columns=template.explanations(language(), [site.name for site in sites]),
        most_rows=MOST_ROWS,
    )


def _receive() -> ResponseReturnValue:
    file = request.files.get("file")
    if file is None or not file.filename:
        return _first_page(_("Choose a file first.")), 422
    try:
        upload = services.receive(
            person_id=current_user.id, data=file.read(MOST_BYTES + 1), name=file.filename
        )
    except Unreadable as error:
        db.session.rollback()
        return _first_page(words.problem(error)), error.status
    place = url_for("manage.import_page", upload=upload.public_id)
    small = upload.rows_total <= checking.PORTION
    db.session.commit()
    if small:
        _check_some(_load(upload.public_id))
    return redirect(place)


@bp.get("/imports/template.<kind>", endpoint="import_template")
@access(Rule.MANAGE)
def import_template(kind: str) -> ResponseReturnValue:
    sites = [site.name for site in queries.sites(my_rights())]
    if kind == "xlsx":
        body: str | bytes = template.xlsx_template(language(), sites)
        answer = Response(body, mimetype=XLSX)
    elif kind == "csv":
        answer = Response(template.csv_template(language()), mimetype="text/csv")
    else:
        raise NotFound
    answer.headers["Content-Disposition"] = f'attachment; filename="poco-template.{kind}"'
    return answer


@bp.get("/imports/<upload>", endpoint="import_page")
@access(Rule.MANAGE)
def import_page(upload: str) -> ResponseReturnValue:
    found = _load(upload)
    if found.state == UploadState.DONE:
        return _done_page(found)
    if found.state != UploadState.CHECKED:
        return render_template(
            "manage/import_check.html", upload=found, progress=progress_text(found)
        )
    fate = read_choice("fate", tuple(Fate))
    page = _page_number(found, fate)
    note("import.view", subject=found.public_id, fate=fate, page=page)
    return render_template(
        "manage/import.html",
        upload=found,
        counts=found.counts,
        fate=fate,
        page=page,
        pages=_pages(found, fate),
        url_for_page=lambda wanted: url_for(
            "manage.import_page", upload=upload, fate=fate or None, page=wanted
        ),
        rows=queries.rows_of(
            found.id, fate=fate, offset=(page - 1) * ROWS_PER_PAGE, limit=ROWS_PER_PAGE
        ),
        wanted=checking.wanted(found.counts),
        fates=list(Fate),
        words=words,
        Column=Column,
    )


def _done_page(upload: Upload) -> str:
    waiting, address = 0, ""
    if "manage.invitations" in current_app.view_functions:
        address = url_for("manage.invitations")
        waiting = queries.count_not_invited(
            my_rights(), course=basic_training().slug, today=local_date(utcnow())
        )
    return render_template(
        "manage/import_done.html",
        upload=upload,
        counts=upload.counts,
        waiting=waiting,
        invitations_url=address,
    )


def _pages(upload: Upload, fate: str) -> int:
    total = int(upload.counts.get(fate, 0)) if fate else upload.rows_total
    return max(1, -(-total // ROWS_PER_PAGE))


def _page_number(upload: Upload, fate: str) -> int:
    text = request.args.get("page", "1")
    page = int(text) if text.isascii() and text.isdigit() and len(text) < 8 else 0
    if not 1 <= page <= _pages(upload, fate):
        raise NotFound
    return page


@bp.post("/imports/<upload>/check", endpoint="import_check")
@access(Rule.MANAGE)
def import_check(upload: str) -> ResponseReturnValue:
    """Check the next rows; with `again`, from the first on."""
    found = _load(upload)
    if request.form.get("again"):
        checking.start_again(upload_id=found.id)
        db.session.commit()
        found = _load(upload)
    _check_some(found)
    if not wants_json():
        return redirect(url_for("manage.import_page", upload=upload))
    found = _load(upload)
    return jsonify(
        done=found.rows_done,
        total=found.rows_total,
        text=progress_text(found),
        finished=found.state != UploadState.CHECKING and found.state != UploadState.WAITING,
    )


def progress_text(upload: Upload) -> str:
    """How far the check is, in words."""
    return ngettext(
        "%(done)s of %(num)s row checked",
        "%(done)s of %(num)s rows checked",
        upload.rows_total,
        done=number(upload.rows_done),
        num=number(upload.rows_total),
    )


def _check_some(upload: Upload) -> None:
    """Plan the next rows in a transaction that blocks nobody, then keep them in a short one."""
    if upload.state not in {UploadState.WAITING, UploadState.CHECKING}:
        return
    public_id, rights, today = upload.public_id, my_rights(), local_date(utcnow())
    db.session.rollback()
    begin_reading()
    portion = checking.plan_portion(upload=_load(public_id), rights=rights, today=today)
    db.session.rollback()
    begin_writing()
    checking.keep(portion)
    db.session.commit()


@bp.post("/imports/<upload>/confirm", endpoint="import_confirm")
@access(Rule.MANAGE)
def import_confirm(upload: str) -> ResponseReturnValue:
    found = _load(upload)
    course = shape_of(basic_training())
    try:
        written = services.confirm(
            upload=found,
            rights=my_rights(),
            seen=request.form.get("seen", ""),
            by=current_user.id,
            course=course,
            today=local_date(utcnow()),
        )
    except services.CheckStale:
        db.session.rollback()
        services.mark_stale(upload=_load(upload))
    else:
        if written:
            counts = found.counts
            totals = {name: counts.get(name, 0) for name in ("organisations", "people", "seats")}
            note("import.confirm", subject=found.public_id, rows=found.rows_total, **totals)
    db.session.commit()
    return redirect(url_for("manage.import_page", upload=upload))


@bp.post("/imports/<upload>/remove", endpoint="import_remove")
@access(Rule.MANAGE)
def import_remove(upload: str) -> ResponseReturnValue:
    services.remove(upload_id=_load(upload).id)
    db.session.commit()
    flash(_("The file is gone. Nothing of it was written."), "info")
    return redirect(url_for("manage.imports"))


@bp.get("/imports/<upload>/refused.csv", endpoint="import_refused")
@access(Rule.MANAGE)
def import_refused(upload: str) -> ResponseReturnValue:
    """The refused rows with their reasons, to mend and choose again."""
    found = _load(upload)
    if found.state != UploadState.CHECKED:
        raise NotFound
    upload_id, tongue = found.id, language()
    note("import.refused", subject=found.public_id, rows=found.counts.get(Fate.REFUSE, 0))

    def lines() -> Any:
        yield [*(words.heading(column) for column in Column), _("Row"), _("Why not")]
        for row in queries.rows_of(upload_id, fate=Fate.REFUSE):
            cells = [export.shown(row.cells, column, tongue) for column in Column]
            reasons = " ".join(words.sentence(each) for each in row.notes)
            yield [*cells, str(row.number), reasons]

    return csv_response(lines(), "poco-import")


def _load(public_id: str) -> Upload:
    """An own upload. Raises NotFound."""
    upload = queries.own_upload(public_id, current_user.id)
    if upload is None:
        raise NotFound
    return upload
