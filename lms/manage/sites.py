"""Sites: what they are called and how to reach their centre."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from lms.accounts.access import Rule, access
from lms.audit.services import note
from lms.errors import SiteExists
from lms.extensions import db
from lms.i18n import gettext as _
from lms.i18n import lazy_gettext as _l
from lms.manage.blueprint import Section, bp, section
from lms.manage.reach import load_site
from lms.network import queries
from lms.network import sites as services
from lms.network.forms import SiteForm
from lms.network.models import Site

DETAILS = ("name", "municipalities", "address", "route", "contact")

section(
    Section(
        30,
        _l("Sites"),
        _l("Names, municipalities, and how to reach the centre of each site."),
        "manage.sites",
        "map-pin",
        staff_only=True,
    )
)


@bp.get("/sites", endpoint="sites")
@access(Rule.STAFF)
def sites() -> ResponseReturnValue:
    return render_template("manage/sites.html", sites=queries.site_summaries())


@bp.route("/sites/new", methods=["GET", "POST"], endpoint="new_site")
@access(Rule.STAFF)
def new_site() -> ResponseReturnValue:
    form = SiteForm()
    if form.validate_on_submit():
        try:
            site = services.create_site(**_details(form))
        except SiteExists:
            db.session.rollback()
            _name_known(form)
        else:
            note("site.made", site=site.slug)
            db.session.commit()
            flash(_("The site is there. Organisations can take part now."))
            return redirect(url_for("manage.sites"))
    return _form(form, None)


@bp.route("/sites/<site>/edit", methods=["GET", "POST"], endpoint="edit_site")
@access(Rule.STAFF)
def edit_site(site: str) -> ResponseReturnValue:
    row = load_site(site)
    form = SiteForm(obj=row)
    if form.validate_on_submit():
        try:
            services.change_site(site=row, **_details(form))
        except SiteExists:
            db.session.rollback()
            _name_known(form)
        else:
            note("site.changed", site=row.slug)
            db.session.commit()
            flash(_("The changes are saved."))
            return redirect(url_for("manage.sites"))
    return _form(form, row)


def _details(form: SiteForm) -> dict[str, Any]:
    return {name: form[name].data or "" for name in DETAILS}


def _name_known(form: SiteForm) -> None:
    form.name.errors = [_("There is a site with this name already.")]


def _form(form: SiteForm, site: Site | None) -> ResponseReturnValue:
    status = 400 if form.errors else 200
    return render_template("manage/site_form.html", form=form, site=site), status
