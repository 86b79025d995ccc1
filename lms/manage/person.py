"""The account of one person: who it is, where, what the person may do, and how it is changed."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from wtforms.fields.choices import SelectChoice

from lms.accounts import blocking, roles
from lms.accounts.access import Rule, access
from lms.accounts.invitations import invite
from lms.accounts.models import Person, Role, RoleGrant
from lms.accounts.people import change_person
from lms.accounts.queries import latest_invitation
from lms.audit.services import note
from lms.clock import local_date, utcnow
from lms.errors import EmailTaken, NotFound, RoleRefused
from lms.extensions import db
from lms.i18n import gettext as _
from lms.insight import fates
from lms.insight.directory import Directory, Wanted
from lms.insight.fates import DO, Deed
from lms.insight.figures import Site
from lms.insight.people import seats_of
from lms.manage import people_words as words
from lms.manage.blueprint import bp
from lms.manage.people_scope import load_account, own_sites
from lms.manage.person_forms import PersonForm, RoleForm


@bp.get("/people/<person>")
@access(Rule.MANAGE)
def person(person: str) -> ResponseReturnValue:
    account = load_account(person)
    note("person.viewed", subject=account.public_id)
    return _show(account, _role_form(own_sites()))


def _show(account: Person, form: RoleForm, status: int = 200) -> ResponseReturnValue:
    today = local_date(utcnow())
    found = Directory(current_user, Wanted(ids=(account.public_id,)), today)
    (entry,) = found.page(sort="name", offset=0, limit=1)
    seats = [seat for seat in seats_of(account.id) if current_user.may_see_site(seat.site.id)]
    held = roles.roles_of(account.id)
    changeable = _may_change(account, held)
    return (
        render_template(
            "manage/person.html",
            account=account,
            entry=entry,
            seats=seats,
            today=today,
            grants=_grants(held, own_sites()),
            role_form=form,
            invitation=latest_invitation(account.id),
            now=utcnow(),
            invites=[deed for deed in (Deed.INVITE, Deed.AGAIN) if _can(found, deed)],
            may_change=changeable and account.erased_at is None,
            may_block=changeable and account.erased_at is None and account.id != current_user.id,
            may_give=bool(form.role.choices) and _may_touch_rights(account),
            has_progress=any(
                current_user.is_staff or seat.until is None or seat.until > today for seat in seats
            ),
            words=words,
        ),
        status,
    )


def _grants(held: list[RoleGrant], sites: tuple[Site, ...]) -> list[tuple[RoleGrant, Site | None]]:
    """Roles with their sites. Coordinators see those that concern their own sites."""
    by_id = {site.id: site for site in sites}
    return [
        (grant, by_id.get(grant.site_id or 0))
        for grant in held
        if current_user.is_staff or grant.site_id in by_id
    ]


def _may_change(account: Person, held: list[RoleGrant]) -> bool:
    names = {grant.role for grant in held}
    return roles.may_change(current_user, person_id=account.id, roles=names)


def _may_touch_rights(account: Person) -> bool:
    shut_out = account.blocked_at is not None or account.erased_at is not None
    return account.id != current_user.id and not shut_out


def _can(found: Directory, deed: Deed) -> bool:
    return bool(fates.tally(found, deed).get(DO))


def load_changeable(public_id: str) -> Person:
    """An account whose details or entry the viewer may change. Raises NotFound."""
    account = load_account(public_id)
    if account.erased_at is not None or not _may_change(account, roles.roles_of(account.id)):
        raise NotFound
    return account


@bp.route("/people/<person>/edit", methods=["GET", "POST"])
@access(Rule.STAFF)
def person_edit(person: str) -> ResponseReturnValue:
    account = load_changeable(person)
    form = PersonForm(obj=account)
    if not form.is_submitted():
        note("person.viewed", subject=account.public_id)
    if form.validate_on_submit():
        try:
            moved = change_person(
                person=account,
                name=form.name.data or "",
                email=form.email.data or "",
                language=form.language.data or "nl",
            )
        except EmailTaken:
            db.session.rollback()
            form.email.errors = [_("Somebody else has this e-mail address already.")]
        else:
            db.session.commit()
            flash(_("Saved."))
            if moved:
                flash(_("Links in letters to the old address work no more."), "info")
            return redirect(url_for("manage.person", person=person))
    return (
        render_template("manage/person_edit.html", form=form, person=person),
        400 if form.is_submitted() else 200,
    )


@bp.post("/people/<person>/invite")
@access(Rule.MANAGE)
def person_invite(person: str) -> ResponseReturnValue:
    account = load_account(person)
    found = Directory(current_user, Wanted(ids=(person,)), local_date(utcnow()))
    if any(_can(found, deed) for deed in (Deed.INVITE, Deed.AGAIN)):
        invite(person=account, by=current_user.id)
        note("person.invited", subject=account.public_id)
        db.session.commit()
        flash(_("The invitation is on its way."))
    else:
        flash(_("No invitation was sent: this person cannot be invited now."), "error")
    return redirect(url_for("manage.person", person=person))


@bp.post("/people/<person>/block")
@access(Rule.STAFF)
def person_block(person: str) -> ResponseReturnValue:
    account = load_changeable(person)
    try:
        if account.id == current_user.id:
            raise RoleRefused("own")
        roles.keep_an_admin(without={account.id})
    except RoleRefused as error:
        db.session.rollback()
        flash(words.refusal(error.reason), "error")
    else:
        blocking.block(person=account)
        db.session.commit()
        flash(_("This person is blocked and signed out everywhere."))
    return redirect(url_for("manage.person", person=person))


@bp.post("/people/<person>/unblock")
@access(Rule.STAFF)
def person_unblock(person: str) -> ResponseReturnValue:
    blocking.unblock(person=load_changeable(person))
    db.session.commit()
    flash(_("This person can sign in again."))
    return redirect(url_for("manage.person", person=person))


@bp.post("/people/<person>/roles")
@access(Rule.STAFF)
def person_role(person: str) -> ResponseReturnValue:
    """Give a role."""
    account = load_account(person)
    form = _role_form(own_sites())
    if not form.validate():
        return _show(account, form, 400)
    try:
        roles.grant(by=current_user, person=account, **chosen_role(form, own_sites()))
    except RoleRefused as error:
        db.session.rollback()
        field = form.site if error.reason == "site" else form.role
        field.errors = [words.refusal(error.reason)]
        return _show(load_account(person), form, 409)
    db.session.commit()
    flash(_("The role is given. It works from the next page on."))
    return redirect(url_for("manage.person", person=person))


@bp.post("/people/<person>/roles/end")
@access(Rule.STAFF)
def person_role_end(person: str) -> ResponseReturnValue:
    """Take a role away."""
    account = load_account(person)
    role, _sep, slug = request.form.get("grant", "").partition("/")
    sites = {site.slug: site.id for site in own_sites()}
    if role not in set(Role) or (slug and slug not in sites):
        raise NotFound
    try:
        roles.take_away(by=current_user, person=account, role=Role(role), site_id=sites.get(slug))
    except RoleRefused as error:
        db.session.rollback()
        flash(words.refusal(error.reason), "error")
    else:
        db.session.commit()
        flash(_("The role is taken away."))
    return redirect(url_for("manage.person", person=person))


def fill_choices(form: RoleForm, sites: tuple[Site, ...]) -> None:
    """The roles the viewer may give, and the sites."""
    given = reversed(roles.may_give(current_user))
    form.role.choices = [SelectChoice(role.value, words.role_name(role.value)) for role in given]
    form.site.choices = [
        SelectChoice("", "–"),
        *(SelectChoice(site.slug, site.name) for site in sites),
    ]


def chosen_role(form: RoleForm, sites: tuple[Site, ...]) -> dict[str, Role | int | None]:
    """Role and site as the service takes them; a site says nothing for the programme team."""
    role = Role(form.role.data)
    site_id = next((site.id for site in sites if site.slug == form.site.data), None)
    return {"role": role, "site_id": site_id if role in roles.PER_SITE else None}


def _role_form(sites: tuple[Site, ...]) -> RoleForm:
    form = RoleForm()
    fill_choices(form, sites)
    return form
