"""The list of organisations, and a new one."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from lms.accounts.access import Rule, access
from lms.audit.services import note
from lms.editions.store import basic_training
from lms.errors import NotFound, OrganisationExists, WrongDay
from lms.extensions import begin_reading, db
from lms.i18n import gettext as _
from lms.i18n import lazy_gettext as _l
from lms.i18n import ngettext
from lms.insight.listing import PAGE, read_choice, read_filters, read_place
from lms.insight.organisation_directory import COVER, SORTS, Directory, Entry
from lms.insight.tables import Column, Row, Table, number, tags, text
from lms.manage.blueprint import Section, bp, section
from lms.manage.reach import load_site, own_sites, today
from lms.network import queries, services, words
from lms.network.fields import options
from lms.network.forms import NewOrganisationForm
from lms.network.models import Kind
from lms.search import LONGEST_QUERY

section(
    Section(
        20,
        _l("Organisations"),
        _l("Who takes part, who their POCOs are, and what they need next."),
        "manage.organisations",
        "building",
    )
)


@bp.route("/organisations", methods=["GET", "POST"], endpoint="organisations")
@access(Rule.MANAGE)
def organisations() -> ResponseReturnValue:
    """A name is looked for with a POST, so that it stands in no address and no log."""
    begin_reading()
    name = request.form.get("q", "").strip()[:LONGEST_QUERY]
    if request.method == "POST" and not name:
        return redirect(request.full_path.rstrip("?"))
    sites = queries.sites(own_sites())
    chosen = read_choice("site", tuple(site.slug for site in sites))
    wanted = Directory(
        basic_training(),
        {site.id for site in sites if site.slug == chosen} if chosen else own_sites(),
        kind=read_choice("kind", tuple(kind.value for kind in Kind)),
        cover=read_choice("cover", COVER),
        name=name,
    )
    place = read_place(wanted.count(), SORTS, read_filters("site", "kind", "cover"))
    rows = wanted.page(sort=place.sort, offset=place.offset, limit=PAGE)
    return render_template(
        "manage/organisations.html",
        place=place,
        name=name,
        table=Table(_("Organisations"), _columns(), [_row(row) for row in rows]),
        sites=[("", _("All")), *((site.slug, site.name) for site in sites)],
        kinds=[("", _("All")), *words.kind_choices()],
        covers=[
            ("", _("All")),
            ("yes", _("Covered")),
            ("no", _("Not covered")),
            ("empty", _("No POCO")),
        ],
    )


def _columns() -> list[Column]:
    return [
        Column(_("Organisation"), sort="name"),
        Column(_("Covered")),
        Column(_("POCOs"), True, "people"),
        Column(_("Complete"), True),
        Column(_("Takes part at")),
        Column(_("Kind"), sort="kind"),
    ]


def _row(entry: Entry) -> Row:
    address = url_for("manage.organisation", organisation=entry.public_id)
    return (
        text(entry.name, address),
        tags((_("yes"), "ok") if entry.covered else (_("no"), "")),
        number(entry.people, alarm=bool(entry.sites) and not entry.people),
        number(entry.complete),
        text(", ".join(entry.sites) or _("nowhere now")),
        text(words.kind_name(entry.kind)),
    )


@bp.route("/organisations/new", methods=["GET", "POST"], endpoint="new_organisation")
@access(Rule.MANAGE)
def new_organisation() -> ResponseReturnValue:
    form, known = NewOrganisationForm(), ""
    sites = queries.sites(own_sites())
    if not sites:
        raise NotFound
    form.site.choices = options((site.slug, site.name) for site in sites)
    form.kind.choices = options(words.kind_choices())
    if not form.is_submitted():
        form.since.data, form.kind.data = today(), Kind.OTHER.value
    status = 400 if form.is_submitted() else 200
    if form.validate_on_submit():
        try:
            organisation = services.create_organisation(
                name=form.name.data,
                kind=form.kind.data,
                site_id=load_site(form.site.data).id,
                since=form.since.data,
                another=form.another.data,
            )
        except OrganisationExists as error:
            db.session.rollback()
            known = error.public_id
            form.name.errors = [name_known()]
        except WrongDay as error:
            db.session.rollback()
            form.since.errors = [words.explain(error)]
        else:
            note("organisation.made", subject=organisation.public_id)
            db.session.commit()
            flash(_("%(name)s takes part now. Choose its first POCO.", name=organisation.name))
            return redirect(url_for("manage.organisation", organisation=organisation.public_id))
    page = render_template(
        "manage/organisation_form.html",
        form=form,
        organisation=None,
        known=known,
        may_open=bool(known) and queries.organisation_by(known, own_sites()) is not None,
    )
    return page, status


def name_known() -> str:
    """What to do about a name that is in use."""
    return _("There is an organisation with this name already. Use that one, or say it is another.")


def held_text(count: int) -> str:
    """How many seats ended along with something else."""
    return ngettext("%(num)d seat ended too.", "%(num)d seats ended too.", count)
