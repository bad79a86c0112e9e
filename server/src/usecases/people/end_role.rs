//! Ends a role on a last day. Called with the permit of an administrator, coordinator or headteacher.

use crate::error::Error;
use crate::http::ctx::User;
use crate::state::App;
use domain::forms::{FieldErrors, RawForm};
use domain::people::invitation::read_last_day;
use domain::people::{HeldRole, Role};
use store::Write;
use store::people::GrantPermit;
use store::people::roles::{self, RoleLine};

/// True when the role can still be ended: it has no last day yet, or one that is still to come.
pub fn is_open(held: &HeldRole, user: &User) -> bool {
    held.until.is_none_or(|until| until >= user.today)
}

/// Ends the role of `line`, which the caller has found within the permit.
pub(super) async fn end(
    app: &App,
    user: &User,
    permit: &GrantPermit<'_>,
    line: &RoleLine,
    form: &RawForm,
    location: &str,
) -> Result<(), Error> {
    let until = read_last_day(form, &line.held)?;
    if let (Role::Administrator, GrantPermit::Site(site)) = (&line.held.role, permit)
        && app
            .store
            .count_other_administrators(site, &line.held.id, until)
            .await?
            == 0
    {
        return Err(FieldErrors::one(
            "until-day",
            "This is the only administrator without a last day. Make somebody else an administrator first",
        )
        .into());
    }
    let mut write = Write::new(&user.meta());
    write.push(roles::end(permit, &line.held, until));
    write.audit(
        "ended a role",
        format!("person:{}", line.person),
        format!("{} on {until}", line.held.role),
    );
    write.once(form.get("form_key"), location);
    Ok(app.store.commit(write).await?)
}
